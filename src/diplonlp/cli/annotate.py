"""``diplonlp annotate``: texts in, one JSON line a document out."""

from __future__ import annotations

import gzip
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date as calendar_date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from diplonlp.cli import common
from diplonlp.errors import DateFormatError, DiplonlpError, OutputError

if TYPE_CHECKING:
    from diplonlp.records import Failure, Source


def annotate(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            help="Files, folders, globs, or - for stdin: .txt, .md, .html, .jsonl, .csv.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", help="JSON Lines file to write; - for stdout.")] = "-",
    date: Annotated[
        str | None, typer.Option(help="Date of documents that give none, as 2022-03-30; anchors “on Tuesday”.")
    ] = None,
    text_column: Annotated[str | None, typer.Option(help="Column of a CSV that holds the text.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column that holds the id.")] = None,
    date_column: Annotated[str | None, typer.Option(help="Column that holds the publication date.")] = None,
    title_column: Annotated[str | None, typer.Option(help="Column that holds the title.")] = None,
    url_column: Annotated[str | None, typer.Option(help="Column that holds the address.")] = None,
    guidelines: Annotated[
        str, typer.Option(help="Whose idea of a mention: house, nerel (ru), gmb, gum, re3d, wiki (en).")
    ] = "house",
    knowledge: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Read with this file of knowledge too; may be given again."),
    ] = None,
    failures: Annotated[str | None, typer.Option(help="Also write the failures to this file, as JSON Lines.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on: skip documents already in the output file.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing line; failures only.")] = False,
) -> None:
    """Annotate texts: people, titles, states, organisations, topics and meetings, one JSON line a document.

    Example:  diplonlp annotate news/ -o out.jsonl
    """
    with common.errors_as_usage():
        _check_date(date)
        inputs = _inputs(paths)
        _check_apart(inputs, output, failures)
        for name in (output, failures):
            common.check_writable(name)
        job = _Job(inputs, output, failures, quiet=quiet)
        job.guidelines, job.knowledge = guidelines, knowledge or []
        if resume:
            job.done = _resumed_ids(output)
            job.append = True
        columns = {
            "text_column": text_column,
            "id_column": id_column,
            "date_column": date_column,
            "title_column": title_column,
            "url_column": url_column,
        }
        code = job.run({"date": date, **{name: column for name, column in columns.items() if column}})
    raise typer.Exit(code)


class _Job:
    """One run of ``annotate``: reads, annotates, writes line by line, and reports what failed."""

    def __init__(self, inputs: list[str], output: str, failures: str | None, *, quiet: bool) -> None:
        self.inputs = inputs
        self.output = output
        self.failures = failures
        self.quiet = quiet
        self.guidelines = "house"
        self.knowledge: list[str] = []
        self.append = False
        self.done: set[str] = set()
        self.written = self.failed = self.skipped = 0
        self._failure_sink: IO[bytes] | None = None
        self._advance: common.Advance = common.no_progress

    def run(self, options: dict[str, str | None]) -> int:
        """Annotate everything and return the exit code."""
        try:
            with common.progress(self.quiet) as self._advance:
                # The models first: an output file that is there is not emptied before the work can begin.
                nlp = common.load_pipeline(self.guidelines, self.knowledge)
                failure_file = _opened(self.failures) if self.failures else nullcontext()
                with _opened(self.output, append=self.append) as sink, failure_file as self._failure_sink:
                    self._annotate(nlp, common.read_sources(self.inputs, options), sink)
        except KeyboardInterrupt:
            common.say(self._interruption())
            return common.INTERRUPTED
        if self.written + self.failed + self.skipped == 0:
            common.say(
                f"no documents in {', '.join(self.inputs)}: give .txt, .md, .html, .jsonl or .csv files or folders"
            )
            return common.SOME_FAILED
        if not self.quiet and sys.stderr.isatty():
            common.say(self._closing())
        return common.SOME_FAILED if self.failed else common.DONE

    def _annotate(self, nlp: Any, found: Iterable[Source | Failure], sink: IO[bytes]) -> None:
        from diplonlp.write.jsonl import encode_line

        for document in nlp.pipe(self._readable(found), on_failure=self._fail):
            try:
                line = encode_line(document)
            except DiplonlpError as error:
                self._fail(_failure(document.id, error))
                continue
            # One write and a flush a document: an interruption leaves whole lines behind.
            sink.write(line)
            sink.flush()
            self.written += 1
            self._advance(self.written, self.failed)

    def _readable(self, found: Iterable[Source | Failure]) -> Iterator[Source]:
        """Pass on what could be read and is not yet done; report the rest."""
        from diplonlp.records import Failure

        for item in found:
            if isinstance(item, Failure):
                self._fail(item)
            elif item.id in self.done:
                self.skipped += 1
            else:
                yield item

    def _fail(self, failure: Failure) -> None:
        self.failed += 1
        self._advance(self.written, self.failed)
        common.say_failure(failure)
        if self._failure_sink is not None:
            import msgspec

            self._failure_sink.write(msgspec.json.encode(failure) + b"\n")
            self._failure_sink.flush()

    def _interruption(self) -> str:
        count = f"interrupted: {self.written} documents are written"
        if self.output == "-":
            return f"{count}; give -o FILE to be able to go on with --resume"
        return f"{count} to {self.output}; the same command with --resume goes on from there"

    def _closing(self) -> str:
        parts = [f"{self.written} documents written to {'stdout' if self.output == '-' else self.output}"]
        parts += [f"{self.skipped} were there already"] if self.skipped else []
        parts += [f"{self.failed} failed"] if self.failed else []
        return ", ".join(parts)


def _check_date(value: str | None) -> None:
    if value is None:
        return
    try:
        good = re.fullmatch(r"\d{4}-\d\d-\d\d", value) and calendar_date.fromisoformat(value)
    except ValueError:
        good = None
    if not good:
        raise DateFormatError(f"--date: {value!r} is not a day of the calendar; write it as 2022-03-30")


def _inputs(paths: list[str] | None) -> list[str]:
    if paths:
        return paths
    if sys.stdin.isatty():
        raise DiplonlpError("give files or folders to read, or pipe text in:  diplonlp annotate news/ -o out.jsonl")
    return ["-"]


def _check_apart(inputs: list[str], output: str, failures: str | None) -> None:
    """Refuse to write over what is to be read, into a folder that is to be read, or both outputs into one file."""
    outputs = [Path(name).resolve() for name in (output, failures) if name and name != "-"]
    if len(set(outputs)) < len(outputs):
        raise OutputError(f"{output}: the documents and the failures cannot share a file; give --failures another name")
    for path in outputs:
        for name in inputs:
            if name != "-" and Path(name).resolve() == path:
                raise OutputError(f"{name}: this file is to be read and cannot be written too; give -o another name")
            # The reader would come upon our own growing output, and read on for ever.
            if name != "-" and Path(name).is_dir() and path.is_relative_to(Path(name).resolve()):
                raise OutputError(f"{path.name}: lies in {name}, which is to be read; put it beside, not inside")


@contextmanager
def _opened(output: str, *, append: bool = False) -> Iterator[IO[bytes]]:
    """Open a file that was asked for; "-" is stdout."""
    if output == "-":
        yield sys.stdout.buffer
    else:
        mode = "ab" if append else "wb"
        with gzip.open(output, mode) if output.endswith(".gz") else Path(output).open(mode) as file:
            yield file  # type: ignore[misc]


def _resumed_ids(output: str) -> set[str]:
    """Return the ids already written, and cut off a last line that an interruption tore."""
    if output == "-" or output.endswith(".gz"):
        raise OutputError(f"--resume needs -o FILE, uncompressed, and got {output}")
    path = Path(output)
    if not path.exists():
        return set()
    from diplonlp.write.jsonl import read_jsonl

    try:
        _drop_torn_line(path)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written ({error.strerror}); choose another file") from error
    return {document.id for document in read_jsonl(path)}


def _drop_torn_line(path: Path) -> None:
    """Cut the file after its last line end: a line without one was being written when the run stopped."""
    with path.open("rb+") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - 65536)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            if newline >= 0:
                file.truncate(start + newline + 1)
                return
            end = start
        file.truncate(0)


def _failure(source: str, error: DiplonlpError) -> Failure:
    from diplonlp.records import Failure

    return Failure(source=source, error=type(error).__name__, message=str(error))
