"""Bytes to text: Unicode in its common forms, and the three old Russian encodings."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from diplonlp.errors import EncodingError

# UTF-32 comes first: its little-endian mark begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# cp1252 is there for English typed on Windows: its quotation marks and accents are not UTF-8 either.
_LEGACY_ENCODINGS = ["cp1251", "koi8_r", "cp866", "cp1252"]
_UTF16_ENCODINGS = ["utf_16_le", "utf_16_be"]

# Control characters that no text file has. Russian in UTF-16 is full of \x04, English of \x00.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOSTLY_CONTROL = 0.1
# Detection reads this much; what follows is in the same encoding.
_SAMPLE_BYTES = 65_536

# PDF, the zip behind .docx and .odt, the old .doc, RTF: partly readable as text, so the marks below decide.
_BINARY_MARKS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_BINARY_ADVICE = "the bytes are not text (a PDF, Word or other binary file?); save it as plain text in UTF-8 first"


class Decoded(NamedTuple):
    """Text, the encoding it was in, and how many damaged places were replaced by U+FFFD."""

    text: str
    name: str
    replaced: int = 0


def decode(data: bytes, source: str = "") -> str:
    r"""Turn the bytes of a file into text, whatever encoding it was saved in.

    Understands UTF-8, UTF-16 and UTF-32, the Russian cp1251, KOI8-R and cp866, and cp1252. A byte order mark is taken
    off; line ends stay as they are. UTF-8 with a few damaged bytes stays UTF-8, with U+FFFD where the damage is.

    Parameters
    ----------
    data : bytes
        The content of the file.
    source : str
        The path, named in the error.

    Raises
    ------
    EncodingError
        When the bytes are not text.

    Examples
    --------
    >>> decode("Посол прибыл в Бишкек".encode("cp1251"))
    'Посол прибыл в Бишкек'
    """
    return decode_bytes(data, source).text


def decode_bytes(data: bytes, source: str = "", *, declared: str | None = None) -> Decoded:
    """Turn bytes into text and say which encoding it was; see :func:`decode`.

    Parameters
    ----------
    data : bytes
        The content of the file.
    source : str
        The path, named in the error.
    declared : str, optional
        The encoding the document itself names (an HTML page); believed where it is not plainly wrong.

    Raises
    ------
    EncodingError
        When the bytes are not text.

    Examples
    --------
    >>> decode_bytes(b"Talks in Vienna")
    Decoded(text='Talks in Vienna', name='utf-8', replaced=0)
    """
    if data.startswith(_BINARY_MARKS):
        raise EncodingError(_BINARY_ADVICE, source=source)
    marked = _by_mark(data)
    if marked is not None:
        return marked
    if _is_mostly_control(data):
        return _utf16(data, source)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _declared(data, declared) or _legacy(data, source)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    return None


def _replacing(data: bytes, name: str) -> Decoded:
    """Decode with U+FFFD for the damage; only the new ones count, a text may quote the character itself."""
    text = data.decode(name, errors="replace")
    try:
        data.decode(name)
    except UnicodeDecodeError:
        original = len(data.decode(name, errors="ignore").split("\ufffd")) - 1
        return Decoded(text, name, text.count("\ufffd") - original)
    return Decoded(text, name)


def _is_mostly_control(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    return len(_CONTROL.findall(sample)) > _MOSTLY_CONTROL * len(sample)


def _utf16(data: bytes, source: str) -> Decoded:
    name = _detect(data[: _SAMPLE_BYTES - _SAMPLE_BYTES % 2], _UTF16_ENCODINGS)
    if name is None:
        raise EncodingError(_BINARY_ADVICE, source=source)
    return _replacing(data, name)


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 all the same, when more of its characters are whole than broken; or when only the end was cut off."""
    decoded = _replacing(data, "utf-8")
    whole = sum(character > "\x7f" for character in decoded.text) - decoded.replaced
    cut_off = decoded.replaced == 1 and decoded.text.endswith("\ufffd")
    return decoded if whole > decoded.replaced or cut_off else None


def _declared(data: bytes, name: str | None) -> Decoded | None:
    try:
        return Decoded(data.decode(name), codecs.lookup(name).name) if name else None
    except (LookupError, UnicodeDecodeError):
        return None


def _legacy(data: bytes, source: str) -> Decoded:
    name = _detect(_non_ascii_part(data), _LEGACY_ENCODINGS)
    if name is None:
        raise EncodingError(_BINARY_ADVICE, source=source)
    return _replacing(data, name)


def _non_ascii_part(data: bytes) -> bytes:
    """Return a sample that begins near the first byte beyond ASCII: a page may open with 100 kB of markup."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 64) if first else 0
    return data[start : start + _SAMPLE_BYTES]


def _detect(data: bytes, candidates: list[str]) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=candidates, preemptive_behaviour=False).best()
    return best.encoding if best is not None else None
