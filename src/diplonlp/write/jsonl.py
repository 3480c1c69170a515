"""JSON Lines, one annotated document a line: what ``diplonlp annotate`` writes and everything later reads."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias

import msgspec

from diplonlp.errors import FormatError, InputError, OutputError
from diplonlp.records import SCHEMA_VERSION, Document, Failure

PathOrFile: TypeAlias = str | Path | IO[bytes] | IO[str]

_BOM = b"\xef\xbb\xbf"
_GZIP_MAGIC = b"\x1f\x8b"
_decoder = msgspec.json.Decoder(Document)


class _Head(msgspec.Struct):
    """The part of a line that every version of the schema has."""

    schema: int | None = None


def encode_line(document: Document) -> bytes:
    r"""Turn a document into its line of JSON, line end included.

    Parameters
    ----------
    document : Document
        An annotated document.

    Raises
    ------
    FormatError
        When the document holds half a character (a lone surrogate), which JSON in UTF-8 cannot carry.

    Examples
    --------
    >>> line = encode_line(Document(id="d1", lang="ru", text="Они встретились."))
    >>> line.decode()[:40], line.endswith(b"\n")
    ('{"schema":1,"id":"d1","lang":"ru","title', True)
    """
    try:
        return msgspec.json.encode(document) + b"\n"
    except UnicodeEncodeError as error:
        raise FormatError(
            f"character {error.start} of a string is half a character (a lone surrogate); "
            "decode the text with errors='replace' before annotating it",
            source=document.id.encode("utf-8", "replace").decode(),
        ) from error


def write_jsonl(documents: Iterable[Document], path_or_file: PathOrFile) -> int:
    """Write annotated documents, one line each, and return how many were written.

    Parameters
    ----------
    documents : iterable of Document
        Written as they come, so a generator of any length will do.
    path_or_file : path or file
        A path (compressed when it ends in ``.gz``), or an open file, binary or text.

    Raises
    ------
    OutputError
        When the file cannot be written.
    FormatError
        When a document cannot be put into JSON.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO()
    >>> write_jsonl([Document(id="d1", lang="en", text="They met.")], file)
    1
    """
    if not isinstance(path_or_file, (str, Path)):
        return _write_lines(documents, path_or_file)
    try:
        with _open_for_writing(Path(path_or_file)) as file:
            return _write_lines(documents, file)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{path_or_file}: cannot be written ({reason}); choose another file") from error


def read_jsonl(
    path_or_file: str | Path | IO[bytes], *, on_failure: Callable[[Failure], None] | None = None
) -> Iterator[Document]:
    """Read back the documents that :func:`write_jsonl` or ``diplonlp annotate`` wrote.

    Parameters
    ----------
    path_or_file : path or binary file
        Plain or gzip-compressed.
    on_failure : callable, optional
        Called with a Failure for a line that cannot be read, which is then skipped. Without it such a line raises.

    Raises
    ------
    InputError
        When the file cannot be opened.
    FormatError
        When a line is not a document (the message names file and line), or was written by a newer diplonlp.

    Examples
    --------
    >>> import io
    >>> [document.id for document in read_jsonl(io.BytesIO(encode_line(Document(id="d1", lang="en", text=""))))]
    ['d1']
    """
    name = str(getattr(path_or_file, "name", "") or "JSON Lines") if not _is_path(path_or_file) else str(path_or_file)
    with _open_for_reading(path_or_file) as file:
        for number, line in _numbered_lines(file, name):
            try:
                yield _decode_line(line, name, number)
            except _LineError as error:
                if on_failure is None:
                    raise
                on_failure(Failure(source=name, error="FormatError", message=error.message, line=number))


class _LineError(FormatError):
    """One bad line: others may still be read. A newer schema is a plain FormatError, for it concerns the whole file."""

    def __init__(self, message: str, *, source: str, line: int) -> None:
        super().__init__(message, source=source, line=line)
        self.message = message


def _decode_line(line: bytes, name: str, number: int) -> Document:
    try:
        document = _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _check_version(_version(line), name, number)
        raise _LineError(
            f"not an annotated document ({error}); only files that diplonlp annotate wrote can be read here",
            source=name,
            line=number,
        ) from error
    _check_version(document.schema, name, number)
    return document


def _version(line: bytes) -> int | None:
    try:
        return msgspec.json.decode(line, type=_Head).schema
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _check_version(version: int | None, name: str, number: int) -> None:
    if version is not None and version > SCHEMA_VERSION:
        raise FormatError(
            f"written in version {version} of the schema, this diplonlp reads up to {SCHEMA_VERSION}: "
            "run  pip install --upgrade diplonlp",
            source=name,
            line=number,
        )


def _numbered_lines(file: IO[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold something, counted from 1."""
    number = 0
    try:
        for number, line in enumerate(file, start=1):
            content = line.removeprefix(_BOM).strip() if number == 1 else line.strip()
            if content:
                yield number, content
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FormatError(
            f"the compressed file is damaged or cut off here ({error}); write it again", source=name, line=number + 1
        ) from error


@contextmanager
def _open_for_reading(path_or_file: str | Path | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(path_or_file, (str, Path)):
        yield path_or_file
        return
    try:
        raw = Path(path_or_file).open("rb")  # noqa: SIM115 closed below, and errors of reading are not of opening
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(path_or_file)) from error
    with raw:
        compressed = raw.peek(2)[:2] == _GZIP_MAGIC
        yield gzip.GzipFile(fileobj=raw) if compressed else raw  # type: ignore[misc]


def _open_for_writing(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path, "wb")  # type: ignore[return-value]
    return path.open("wb")


def _write_lines(documents: Iterable[Document], file: IO[bytes] | IO[str]) -> int:
    written = 0
    for document in documents:
        line = encode_line(document)
        if isinstance(file, io.TextIOBase):
            file.write(line.decode())
        else:
            file.write(line)  # type: ignore[arg-type]
        written += 1
    return written


def _is_path(path_or_file: object) -> bool:
    return isinstance(path_or_file, (str, Path))
