"""Names of files for documents: any id at all becomes a name every system takes, no two the same."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 120  # bytes; systems take 255, and tools add endings
_ESCAPED = re.compile(r"~([0-9a-f]{2})")
_KEPT = frozenset("-_.")


class FileNames:
    """Gives every document a file name of its own.

    Examples
    --------
    >>> names = FileNames()
    >>> names.name("news/2024: Рига"), names.name("a"), names.name("A")
    ('news~2f2024~3a~20Рига', 'a', 'A~2')
    """

    def __init__(self) -> None:
        self._used: set[str] = set()

    def name(self, identifier: str) -> str:
        """Return the name for an id, without ending."""
        name = _shortened("".join(map(_escaped, identifier)) or "~", identifier)
        name = f"~2e{name[1:]}" if name.startswith(".") else name
        unique, count = name, 1
        # Some systems do not tell "a" from "A".
        while unique.casefold() in self._used:
            count += 1
            unique = f"{name}~{count}"
        self._used.add(unique.casefold())
        return unique


def name_to_id(name: str) -> str:
    """Return the id that a file name stands for, as far as it can tell.

    Examples
    --------
    >>> name_to_id("news~2f2024~3a~20Рига")
    'news/2024: Рига'
    """
    raw = _ESCAPED.sub(lambda match: chr(int(match[1], 16) + _OFFSET), name)
    content = b"".join(
        bytes([ord(sign) - _OFFSET]) if _OFFSET <= ord(sign) < _OFFSET + 256 else sign.encode("utf-8", "replace")
        for sign in raw
    )
    return content.decode("utf-8", "replace")


# Private characters that stand for single bytes while a name is decoded.
_OFFSET = 0xF0000


def _escaped(sign: str) -> str:
    if sign.isalnum() or sign in _KEPT:
        return sign
    return "".join(f"~{byte:02x}" for byte in sign.encode("utf-8", "replace"))


def _shortened(name: str, identifier: str) -> str:
    if len(name.encode("utf-8", "replace")) <= _LONGEST:
        return name
    digest = hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()[:12]
    start = name.encode("utf-8", "replace")[: _LONGEST - 20].decode("utf-8", "ignore")
    return f"{start}~~{digest}"
