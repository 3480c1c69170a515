"""Files of annotations: read whole or by line, compressed or not, and written so that a failure leaves nothing half."""

from __future__ import annotations

import gzip
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from diplonlp.errors import EncodingError, FormatError, InputError, OutputError

_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


def read_bytes(path: Path) -> bytes:
    """Return the content of a file, unpacked where it is compressed with gzip.

    Raises
    ------
    InputError
        When it cannot be read.
    FormatError
        When the compressed content is damaged.
    """
    with _opened(path) as file:
        return file.read()


def read_text(path: Path) -> str:
    r"""Return the text of a file in UTF-8, every character of it: line ends stay as they are.

    Raises
    ------
    EncodingError
        When it is not UTF-8.
    """
    return decode(read_bytes(path), path)


def decode(content: bytes, path: Path) -> str:
    """Decode the content of a file.

    Raises
    ------
    EncodingError
        When it is not UTF-8; the message names the place.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EncodingError(f"byte {error.start} is not UTF-8; save the file as UTF-8", source=str(path)) from error


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file that hold something, counted from 1, without their end."""
    yield from ((number, line) for number, line in read_lines_all(path) if line.strip())


def read_lines_all(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield every line of a file, counted from 1, without its end."""
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            yield number, (line.removeprefix(_BOM) if number == 1 else line).rstrip(b"\r\n")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        raw = path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(path)) from error
    with raw:
        compressed = raw.peek(2)[:2] == _GZIP_MAGIC
        try:
            yield gzip.GzipFile(fileobj=raw) if compressed else raw  # type: ignore[misc]
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise FormatError(f"the compressed file is damaged ({error}); write it again", source=str(path)) from error
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror})", source=str(path)) from error


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to write; it takes its name only when all is written, so that a failure leaves the old one.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise output_error(path, error) from error
    try:
        with os.fdopen(handle, "wb") as raw:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield raw
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(name)
        if isinstance(error, OSError):
            raise output_error(path, error) from error
        raise


def write_text(path: Path, text: str) -> None:
    """Write a text in UTF-8, its line ends as they are.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    with writing(path) as file:
        file.write(text.encode("utf-8"))


def output_error(path: Path, error: OSError) -> OutputError:
    """Return the error that says where nothing could be written."""
    return OutputError(f"{path}: cannot be written ({error.strerror or error}); choose another place")


def _umask() -> int:
    """The user's mask for new files, which mkstemp does not ask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
