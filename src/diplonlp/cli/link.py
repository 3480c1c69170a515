"""``diplonlp link`` and ``diplonlp explain``: who is who across documents, and why."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Annotated

import typer

from diplonlp.cli import common
from diplonlp.errors import InputError, OutputError

if TYPE_CHECKING:
    from diplonlp.link.store.entity_store import EntityStore
    from diplonlp.records import Document


def link(
    files: Annotated[
        list[str], typer.Argument(metavar="FILES", help="Files that diplonlp annotate wrote; - for stdin.")
    ],
    output: Annotated[str, typer.Option("--output", "-o", help="JSON Lines file to write; - for stdout.")] = "-",
    store: Annotated[
        str | None, typer.Option(metavar="FILE", help="Keep what is known in this file, and go on from it.")
    ] = None,
    decisions: Annotated[
        str | None, typer.Option(metavar="FILE", help="Your own decisions, a CSV file: a, b, decision.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing line; failures only.")] = False,
) -> None:
    """Give every actor an id that is the same in every document, and write the documents with it.

    With --store the next run goes on from here: ids are kept, documents of the same id are replaced.

    Example:  diplonlp link out.jsonl --store actors.db -o linked.jsonl
    """
    with common.errors_as_usage():
        _check(files, output, store, decisions)
        from diplonlp.link.store.entity_store import EntityStore

        with _rereadable(files) as inputs, EntityStore.open(store, decisions=decisions) as entities:
            reading = common.Reading(inputs)
            last: dict[str, int] = {}
            with common.progress(quiet) as advance:
                added = entities.add_many(_counted(reading, last, advance))
            # Ctrl-C from here on loses nothing: what was added is in the store.
            with _stages(quiet) as tell:
                entities.link(tell)
            with common.progress(quiet) as advance:
                written = _write(entities, inputs, last, output, advance)
            if written < added:
                common.say(f"{added - written} documents came more than once; the last of each id counts")
            elif not quiet and sys.stderr.isatty():
                common.say(f"{written} documents linked")
    raise typer.Exit(reading.code)


def explain(
    a: Annotated[str, typer.Argument(metavar="A", help="document#entity, or an id such as person:asel-tokoeva.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    store: Annotated[str, typer.Option(metavar="FILE", help="The store that diplonlp link wrote.")],
    decisions: Annotated[str | None, typer.Option(metavar="FILE", help="Your own decisions, a CSV file.")] = None,
) -> None:
    """Say in sentences why two actors are one, or are not.

    Example:  diplonlp explain --store actors.db doc-1#e4 person:asel-tokoeva
    """
    with common.errors_as_usage():
        if not Path(store).is_file():
            raise InputError("there is no such store; diplonlp link --store FILE makes one", source=store)
        _check_decisions(decisions)
        from diplonlp.link.store.entity_store import EntityStore

        with EntityStore.open(store, decisions=decisions) as entities:
            print(entities.explain(a, b))
    raise typer.Exit(common.DONE)


def _check(files: list[str], output: str, store: str | None, decisions: str | None) -> None:
    """Find what would stop the work before it begins."""
    common.check_writable(output)
    _check_decisions(decisions)
    read = {Path(name).resolve() for name in (*files, decisions) if name and name != "-"}
    written = [Path(name).resolve() for name in (output, store) if name and name != "-"]
    for path in written:
        if path in read:
            raise OutputError(f"{path.name}: this file is to be read and cannot be written too; choose another")
    if len(set(written)) < len(written):
        raise OutputError(f"{output}: the documents and the store cannot share a file; choose another")


def _check_decisions(decisions: str | None) -> None:
    if decisions is not None and not Path(decisions).is_file():
        raise InputError("there is no such file of decisions; check the path", source=decisions)


@contextmanager
def _rereadable(files: list[str]) -> Iterator[list[str]]:
    """Files are read twice, to be added and to be written; what comes through a pipe is kept for that."""
    if "-" not in files:
        yield files
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "stdin")
        with copy.open("wb") as file:
            copyfileobj(sys.stdin.buffer, file)
        yield [str(copy) if name == "-" else name for name in files]


@contextmanager
def _stages(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal what the store is doing and how far it is."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.status import Status

    with Status("linking", console=Console(stderr=True)) as status:
        yield lambda stage, done, total: status.update(f"{stage}: {done:,} of {total:,}")


def _counted(reading: common.Reading, last: dict[str, int], advance: common.Advance) -> Iterator[Document]:
    """The documents of all files; where each id came last is written down."""
    for number, document in enumerate(reading):
        last[document.id] = number
        yield document
        advance(number + 1, len(reading.failures))


def _write(entities: EntityStore, inputs: list[str], last: dict[str, int], output: str, advance: common.Advance) -> int:
    from diplonlp.write.jsonl import write_jsonl

    documents = _resolved(entities, inputs, last, advance)
    written = write_jsonl(documents, sys.stdout.buffer if output == "-" else output)
    sys.stdout.flush()
    return written


def _resolved(
    entities: EntityStore, inputs: list[str], last: dict[str, int], advance: common.Advance
) -> Iterator[Document]:
    """The documents again, each with the ids; what cannot be read was reported the first time."""
    from diplonlp.write.jsonl import read_jsonl

    documents = (document for name in inputs for document in read_jsonl(name, on_failure=lambda failure: None))
    for number, document in enumerate(documents):
        if last[document.id] == number:
            yield entities.resolve(document)
            advance(number + 1, 0)
