"""From what a user names (files, folders, patterns, "-") to the files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from diplonlp.errors import InputError

STDIN = "-"
TEXT_SUFFIXES = frozenset({".txt", ".md"})
HTML_SUFFIXES = frozenset({".html", ".htm"})
JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
TABLE_SUFFIXES = frozenset({".csv", ".tsv"})
KNOWN_SUFFIXES = TEXT_SUFFIXES | HTML_SUFFIXES | JSON_SUFFIXES | TABLE_SUFFIXES


class Found(NamedTuple):
    """A file to read, and the id its document gets when nothing inside gives one."""

    path: str
    id: str


def suffix_of(path: str) -> str:
    """Return the suffix that says how to read a file, in lower case; ".gz" behind it does not count.

    Parameters
    ----------
    path : str
        The path of the file.

    Examples
    --------
    >>> suffix_of("news/2022.JSONL.gz")
    '.jsonl'
    """
    return Path(_without_gz(path)).suffix.lower()


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Found | InputError]:
    """Yield the files behind paths, folders, patterns and "-", in a fixed order, and an error for what is not there.

    Parameters
    ----------
    paths : iterable of str or Path
        A folder is searched to any depth for files of the known suffixes; hidden ones are skipped.

    Examples
    --------
    >>> [str(found) for found in find_files(["no-such-file.txt"])]
    ['no-such-file.txt: there is no such file or folder; check the path']
    """
    for path in (os.fspath(path) for path in paths):
        if path == STDIN:
            yield Found(STDIN, "")
        elif not os.path.lexists(path) and glob.has_magic(path):
            yield from _matching(path)
        else:
            yield from _at(path)


def _matching(pattern: str) -> Iterator[Found | InputError]:
    """Expand a pattern. Where it matches files its folders are left alone: "**" matches both a file and its folder."""
    matches = sorted(glob.glob(pattern, recursive=True))
    files = [match for match in matches if not os.path.isdir(match)]
    if not matches:
        yield InputError("no file matches this pattern; check it, and put it in quotes", source=pattern)
    for match in files or matches:
        yield from _at(match)


def _at(path: str) -> Iterator[Found | InputError]:
    if os.path.isdir(path):
        yield from _in_folder(path)
    elif os.path.exists(path):
        yield Found(path, _id(os.path.basename(path)))
    else:
        yield _missing(path)


def _missing(path: str) -> InputError:
    if os.path.islink(path):
        return InputError(
            f"the link points at {os.readlink(path)!r}, which is not there; mend or remove the link", source=path
        )
    return InputError("there is no such file or folder; check the path", source=path)


def _in_folder(folder: str) -> Iterator[Found | InputError]:
    skipped: set[str] = set()
    nothing = True
    for found in _walk(folder, folder, {os.path.realpath(folder)}, skipped):
        nothing = False
        yield found
    if nothing:
        known = ", ".join(sorted(KNOWN_SUFFIXES))
        has = f"has only files in {', '.join(sorted(skipped))}" if skipped else "is empty"
        yield InputError(f"the folder {has}; read are {known}. Name a file to have it read as text", source=folder)


def _walk(folder: str, root: str, seen: set[str], skipped: set[str]) -> Iterator[Found | InputError]:
    """Yield what is in a folder, by name. Linked folders are followed, once each: links may run in circles."""
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        yield InputError(f"the folder cannot be opened ({error.strerror}); check its permissions", source=folder)
        return
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield from _walk(path, root, seen, skipped)
        elif suffix_of(name) not in KNOWN_SUFFIXES:
            skipped.add(suffix_of(name) or "no suffix")
        elif os.path.isfile(path):
            yield Found(path, _id(os.path.relpath(path, root)))
        elif os.path.exists(path):
            yield InputError("is a pipe or device, not a file; name it alone to have it read", source=path)
        else:
            yield _missing(path)


def _id(path: str) -> str:
    """Make an id of a path: "news/a" of "news/a.txt". Names that are not UTF-8 become printable."""
    plain = Path(_without_gz(path)).with_suffix("").as_posix()
    return os.fsencode(plain).decode("utf-8", errors="replace")


def _without_gz(path: str) -> str:
    return path[:-3] if path.lower().endswith(".gz") else path
