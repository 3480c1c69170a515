"""The formats annotations are kept in, and the ways between them.

A format is a reader and a writer under :func:`annotation_format`; every way from one to another goes through
:class:`~diplonlp.Document`. Readers and writers take documents one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from diplonlp.convert.files import read_lines
from diplonlp.convert.report import Conversion, Ledger, Report
from diplonlp.errors import InputError, OutputError, UnknownNameError
from diplonlp.records import Document

if TYPE_CHECKING:
    from diplonlp.pipeline import Pipeline

Reader: TypeAlias = "Callable[[Path, Ledger], Iterator[Document]]"
Writer: TypeAlias = "Callable[[Iterable[Document], Path, Ledger, Pipeline | None], None]"


class Format(NamedTuple):
    """A format: its name, the endings of its files ("" for a folder), reader, writer, whether it holds trees."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    write: Writer
    trees: bool = False


FORMATS: dict[str, Format] = {}


def annotation_format(name: str, *suffixes: str, read: Reader, write: Writer, trees: bool = False) -> Format:
    """Register a format under its name.

    Parameters
    ----------
    name : str
        What users call it.
    *suffixes : str
        Endings of file names that mean it, with their dot; "" for a folder.
    read : callable
        Takes a path and a :class:`~diplonlp.convert.report.Ledger`, yields documents, notes what is lost.
    write : callable
        Takes documents, a path, a ledger, and a pipeline for trees or None.
    trees : bool
        Whether it has a place for dependency trees.
    """
    FORMATS[name] = Format(name, suffixes, read, write, trees)
    return FORMATS[name]


def read_annotations(path: str | Path, format: str | None = None) -> Conversion:  # noqa: A002
    """Read annotated documents from any format, edited or not.

    A document that diplonlp wrote and nobody changed comes back as it was. In one that was changed, what is still
    there keeps all that the format does not show; new mentions get ids and, unless linked, an entity of their own.

    Parameters
    ----------
    path : str or Path
        A file, or for brat a folder.
    format : str, optional
        The name of a format; by default what the path's ending or content shows.

    Returns
    -------
    Conversion
        ``documents``, and ``report``: what was lost and why, and the documents that could not be read.

    Raises
    ------
    UnknownNameError
        When the format is not known, or cannot be told from the path.
    InputError
        When the path cannot be read.
    FormatError
        When the file is not of that format, or no document in it could be read.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "gold.conllu"
    >>> report = write_annotations([Document(id="d1", lang="en", text="They met.")], path)
    >>> read_annotations(path).documents[0].text
    'They met.'
    """
    ledger = Ledger()
    documents = tuple(_read(Path(path), _reading_format(Path(path), format), ledger))
    return Conversion(documents=documents, report=ledger.report())


def write_annotations(
    documents: Iterable[Document],
    path: str | Path,
    format: str | None = None,  # noqa: A002
    *,
    trees: Pipeline | None = None,
) -> Report:
    """Write annotated documents in the format that the path's ending, or ``format``, names.

    Parameters
    ----------
    documents : iterable of Document
        Taken one at a time, so a generator will do.
    path : str or Path
        A file, or for brat a folder.
    format : str, optional
        The name of a format. Without it ``.jsonl`` means our own.
    trees : Pipeline, optional
        For CoNLL-U: fills lemmas, parts of speech, features and dependency trees.

    Returns
    -------
    Report
        What the format has no place for, and the documents that could not be written.

    Raises
    ------
    UnknownNameError
        When the format is not known, cannot be told from the path, or has no place for trees.
    OutputError
        When the path cannot be written, or is a folder of brat that has annotations already.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_annotations([Document(id="d1", lang="en", text="They met.")], folder / "gold").documents
    1
    >>> sorted(path.name for path in (folder / "gold").iterdir())
    ['annotation.conf', 'd1.ann', 'd1.json', 'd1.txt', 'visual.conf']
    """
    ledger = Ledger()
    _write(documents, Path(path), _writing_format(Path(path), format), ledger, trees)
    return ledger.report()


def convert(
    source: str | Path,
    target: str | Path,
    *,
    source_format: str | None = None,
    target_format: str | None = None,
    trees: Pipeline | None = None,
) -> Report:
    """Turn annotations in one format into another, one document at a time.

    Parameters
    ----------
    source, target : str or Path
        A file, or for brat a folder.
    source_format, target_format : str, optional
        Names of formats; by default what the path's ending or content shows.
    trees : Pipeline, optional
        For CoNLL-U: fills lemmas, parts of speech, features and dependency trees.

    Returns
    -------
    Report
        What was lost in reading and in writing, and the documents that failed in either.

    Raises
    ------
    UnknownNameError
        When a format is not known or cannot be told from its path.
    InputError, FormatError
        When the source cannot be read at all.
    OutputError
        When the target cannot be written, or is the source.
    """
    reads = _reading_format(Path(source), source_format)
    writes = _writing_format(Path(target), target_format)
    if Path(target).exists() and Path(target).samefile(source):
        raise OutputError(f"{target}: is what is being read; choose another place")
    reading, ledger = Ledger(), Ledger()
    documents = _read(Path(source), reads, reading)
    # The first document, or the error that there is none, comes before anything is written.
    first = next(documents, None)
    every = () if first is None else chain([first], documents)
    _write(every, Path(target), writes, ledger, trees)
    before, after = reading.report(), ledger.report()
    return Report(
        documents=after.documents,
        losses=(*before.losses, *after.losses),
        failures=(*before.failures, *after.failures),
    )


def _read(path: Path, chosen: Format, ledger: Ledger) -> Iterator[Document]:
    yield from chosen.read(path, ledger)
    if ledger.nothing_but_failures and ledger.first_error is not None:
        raise ledger.first_error


def _write(documents: Iterable[Document], path: Path, chosen: Format, ledger: Ledger, trees: Pipeline | None) -> None:
    if trees is not None and not chosen.trees:
        raise UnknownNameError("format with trees", chosen.name, [f.name for f in FORMATS.values() if f.trees])
    chosen.write(documents, path, ledger, trees)


def _named(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownNameError("annotation format", name, FORMATS)
    return FORMATS[name]


def _reading_format(path: Path, name: str | None) -> Format:
    """The format asked for, or the one that the path shows."""
    if name is not None:
        return _named(name)
    if path.is_dir():
        if any(path.glob("*.ann")):
            return _named("brat")
        raise UnknownNameError("annotation format of a folder without .ann files", path.name, FORMATS)
    if not path.exists():
        raise InputError("cannot be read (no such file or folder)", source=str(path))
    found = _by_ending(path)
    return _named("prodigy") if found.name == "jsonl" and _is_prodigy(path) else found


def _writing_format(path: Path, name: str | None) -> Format:
    if name is not None:
        return _named(name)
    return _named("brat") if path.is_dir() else _by_ending(path)


def _by_ending(path: Path) -> Format:
    """The format whose ending the path has; of two formats with one ending, the first to be registered."""
    ending = Path(path.name.removesuffix(".gz")).suffix.lower()
    for candidate in FORMATS.values():
        if ending in candidate.suffixes:
            return candidate
    raise UnknownNameError("annotation format by the ending", ending, FORMATS)


_OURS, _PRODIGYS = {"schema", "mentions"}, {"tokens", "spans", "answer", "relations"}


def _is_prodigy(path: Path) -> bool:
    """Whether the first line has keys of Prodigy's, and none that tell our JSON Lines."""
    line = next(read_lines(path), (0, b"{}"))[1]
    try:
        keys = msgspec.json.decode(line, type=dict[str, msgspec.Raw]).keys()
    except (msgspec.DecodeError, UnicodeError):
        return False
    return not keys & _OURS and bool(keys & _PRODIGYS)
