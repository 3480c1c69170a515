"""The file of knowledge somebody brings: JSON Lines of records under a header, to be read and edited by people."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec

from diplonlp.errors import KnowledgeError, OutputError
from diplonlp.knowledge.checks import record_findings, set_findings
from diplonlp.knowledge.problems import KnowledgeProblem, fail
from diplonlp.knowledge.records import FORMAT_NAME, FORMAT_VERSION, Knowledge, KnowledgeRecord

HEADER = {"type": FORMAT_NAME, "version": FORMAT_VERSION}
_IMPORT = "make one with  diplonlp knowledge import SOURCE -o knowledge.jsonl"

PathLike = str | os.PathLike[str]
Placed = tuple[KnowledgeRecord, str, int | None]  # a record, its file, its line


def read_knowledge(paths: PathLike | Sequence[PathLike]) -> Knowledge:
    """Read files of knowledge, as ``diplonlp knowledge import`` writes them, and check them together.

    Parameters
    ----------
    paths : path or sequence of paths
        One file, or several that may point at each other's people and organisations.

    Returns
    -------
    Knowledge
        All the records, for :func:`diplonlp.load`.

    Raises
    ------
    KnowledgeError
        When a file is no file of knowledge, or breaks a rule; every problem is named with file, line and field.

    Examples
    --------
    >>> import tempfile
    >>> lines = '''{"type": "diplonlp-knowledge", "version": 1}
    ... {"type": "person", "id": "seitkali", "name_en": "Daulet Seitkali", "states": ["KAZ"]}
    ... {"type": "office", "person": "seitkali", "office": "president", "state": "KAZ", "from": "2019-06-12"}
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "knowledge.jsonl")
    ...     _ = path.write_text(lines, encoding="utf-8")
    ...     knowledge = read_knowledge(path)
    >>> knowledge.offices[0].since
    '2019-06-12'
    """
    files = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    problems: list[KnowledgeProblem] = []
    placed = [record for path in files for record in _records(Path(path), problems)]
    knowledge = Knowledge.of(record for record, _, _ in placed)
    fail([*problems, *_set_problems(knowledge, placed)])
    return knowledge


def check_knowledge(knowledge: Knowledge) -> None:
    """Check records that no file has held.

    Raises
    ------
    KnowledgeError
        When one breaks a rule.
    """
    own = [
        KnowledgeProblem(file=_describe(record), column=field, message=message)
        for record in knowledge.records
        for field, message in record_findings(record)
    ]
    placed: list[Placed] = [(record, _describe(record), None) for record in knowledge.records]
    fail([*own, *_set_problems(knowledge, placed)])


def _describe(record: KnowledgeRecord) -> str:
    plain = msgspec.to_builtins(record)
    return f"{plain['type']} {plain.get('id') or plain.get('code') or plain.get('person', '')}".strip()


def _set_problems(knowledge: Knowledge, placed: Sequence[Placed]) -> Iterator[KnowledgeProblem]:
    places = {id(record): (file, line) for record, file, line in placed}
    for record, field, message in set_findings(knowledge):
        file, line = places[id(record)]
        yield KnowledgeProblem(file=file, line=line, column=field, message=message)


def _records(path: Path, problems: list[KnowledgeProblem]) -> Iterator[Placed]:
    decoder = msgspec.json.Decoder(KnowledgeRecord)
    for number, line in _lines(path):
        try:
            record = decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            problems.append(KnowledgeProblem(file=str(path), line=number, message=f"not a record ({error})"))
            continue
        problems += (
            KnowledgeProblem(file=str(path), line=number, column=field, message=message)
            for field, message in record_findings(record)
        )
        yield record, str(path), number


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines under the header with their numbers."""
    try:
        with opened(path) as file:
            headed = False
            for number, line in enumerate(file, start=1):
                content = line.removeprefix(b"\xef\xbb\xbf").strip()
                if content and headed:
                    yield number, content
                elif content:
                    _check_header(path, content)
                    headed = True
            if not headed:
                raise KnowledgeError(f"{path}: is empty; {_IMPORT}")
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KnowledgeError(f"{path}: cannot be read ({reason}); check the path") from error


def _check_header(path: Path, line: bytes) -> None:
    try:
        header = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        header = None
    if not isinstance(header, dict) or header.get("type") != FORMAT_NAME:
        raise KnowledgeError(f"{path}: is no file of knowledge, its first line is no header; {_IMPORT}")
    if header.get("version") != FORMAT_VERSION:
        raise KnowledgeError(
            f"{path}: version {header.get('version')!r} of the format is not known here, only {FORMAT_VERSION}; "
            "import its sources again with this version of diplonlp"
        )


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, compressed or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as file:
            yield file  # type: ignore[misc]
    else:
        with path.open("rb") as plain:
            yield plain


def write_knowledge(records: Knowledge | Iterable[KnowledgeRecord], path: PathLike) -> int:
    """Write records as a file of knowledge; a file that is there is replaced when all is written, not before.

    Parameters
    ----------
    records : Knowledge or iterable of records
        What to write; an iterable is written as it comes.
    path : path
        The file.

    Returns
    -------
    int
        How many records were written.

    Raises
    ------
    OutputError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from diplonlp import KnownPerson
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "knowledge.jsonl")
    ...     count = write_knowledge([KnownPerson(id="seitkali", name_en="Daulet Seitkali")], path)
    ...     read_knowledge(path).people[0].name_en
    'Daulet Seitkali'
    """
    target = Path(path)
    partial = target.with_name(f"{target.name}.{os.getpid()}.part")
    rows = records.records if isinstance(records, Knowledge) else records
    try:
        with partial.open("wb") as file:
            count = _write(rows, file)
        partial.replace(target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); choose another file") from error
    finally:
        partial.unlink(missing_ok=True)
    return count


def _write(records: Iterable[KnowledgeRecord], file: IO[bytes]) -> int:
    file.write(encode_line(HEADER))
    count = 0
    for record in records:
        file.write(encode_line(record))
        count += 1
    return count


def encode_line(record: Any) -> bytes:
    """One record as a line of JSON."""
    return msgspec.json.encode(record) + b"\n"
