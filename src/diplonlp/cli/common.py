"""What the commands share: exit codes, errors as one line, progress, and the pipeline they run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from diplonlp.errors import DiplonlpError, OutputError

if TYPE_CHECKING:
    from diplonlp.records import Document, Failure, Source

DONE, SOME_FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

EPILOG = (
    "Exit codes: 0 all done; 1 some documents failed (each is named on stderr, the others are written), or none was "
    "found, or the program that reads our output has ended; 2 wrong usage, or an output that cannot be written (found "
    "before work begins); 130 interrupted."
)


# Tests put a small pipeline and reader in the place of these two.
def load_pipeline(guidelines: str = "house", knowledge: list[str] | None = None) -> Any:
    import diplonlp

    return diplonlp.load(guidelines=guidelines, knowledge=knowledge or None)


def read_sources(inputs: list[str], options: dict[str, Any]) -> Iterator[Source | Failure]:
    from diplonlp.read import read_documents

    found: Iterator[Source | Failure] = read_documents(inputs, **options)
    return found


@contextmanager
def errors_as_usage() -> Iterator[None]:
    """Turn an error that stops the whole command into one line and exit code 2, Ctrl-C into 130."""
    try:
        yield
    except DiplonlpError as error:
        for line in str(error).splitlines():
            say(line)
        raise typer.Exit(USAGE) from error
    except KeyboardInterrupt:
        say("interrupted")
        raise typer.Exit(INTERRUPTED) from None


class Reading:
    """Documents of several files in turn; a bad line is reported, and the rest is read."""

    def __init__(self, files: list[str]) -> None:
        self.files = files
        self.code = DONE
        self.failures: list[Failure] = []

    def __iter__(self) -> Iterator[Document]:
        from diplonlp.write.jsonl import read_jsonl

        for file in self.files:
            yield from read_jsonl(sys.stdin.buffer if file == "-" else file, on_failure=self._fail)

    def _fail(self, failure: Failure) -> None:
        self.code = SOME_FAILED
        self.failures.append(failure)
        say_failure(failure)


def check_writable(output: str | None) -> None:
    """Open for appending, which harms nothing that is there, and leave no empty file behind."""
    if output is None or output == "-":
        return
    path = Path(output)
    existed = path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        raise OutputError(
            f"{output}: cannot be written ({error.strerror}); choose another file or make its folder"
        ) from error
    if not existed:
        path.unlink()


Advance = Callable[[int, int], None]


def no_progress(written: int, failed: int) -> None:
    pass


@contextmanager
def progress(quiet: bool, of: str = "documents", first: str = "loading the models") -> Iterator[Advance]:
    """Show a running count on a terminal; elsewhere nothing, for a log or a pipe wants no animation."""
    if quiet or not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(first)

        def advance(written: int, failed: int) -> None:
            progress.update(task, description=f"{written} {of}" + (f", {failed} failed" if failed else ""))

        yield advance


def say_failure(failure: Failure) -> None:
    where = failure.source if failure.line is None else f"{failure.source}, line {failure.line}"
    # An error's own text may begin with the place already.
    say(f"{where}: {failure.message.removeprefix(f'{where}: ')}")


def say(message: str) -> None:
    """Write one line to stderr, whatever the message holds."""
    line = "".join(character if character.isprintable() else " " for character in message)
    # Not typer.echo: print goes through rich while it shows progress, and so appears above it.
    print(f"diplonlp: {line}", file=sys.stderr)
