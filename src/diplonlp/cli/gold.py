"""``diplonlp evaluate``, ``convert`` and ``validate``: for people who annotate, and score what the library finds."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplonlp.cli import common
from diplonlp.errors import DiplonlpError

if TYPE_CHECKING:
    from diplonlp.records import Document, Failure
    from diplonlp.score.evaluation import Evaluation


def evaluate(
    gold: Annotated[str, typer.Option("--gold", "-g", metavar="FILE", help="Documents annotated by people.")],
    pred: Annotated[
        str | None, typer.Option("--pred", "-p", metavar="FILE", help="The same documents as annotated by a program.")
    ] = None,
    model: Annotated[bool, typer.Option("--model", help="Annotate the gold texts now, and score that.")] = False,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show N misses of each layer.")] = 0,
    by: Annotated[str, typer.Option(metavar="KEY", help="Group by lang, or by a key of meta.")] = "lang",
    json: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Write scores and misses as JSON; - for stdout.")
    ] = None,
    save: Annotated[
        str | None, typer.Option("--save", metavar="FILE", help="With --model: keep the annotated documents.")
    ] = None,
) -> None:
    """Score annotations against a gold standard: precision, recall and F1 of every layer, and the misses.

    Example:  diplonlp evaluate --gold data/annotations/dev.jsonl --model --errors 5
    """
    with common.errors_as_usage():
        if (pred is None) is not model:
            raise DiplonlpError("give either --pred FILE, or --model to annotate the gold texts now")
        if save is not None and not model:
            raise DiplonlpError("--save keeps what --model annotates; there is no --model here")
        for name in (json, save):
            common.check_writable(name)
        from diplonlp.score.evaluation import evaluate as compare

        failures: list[Failure] = []
        standard = list(_documents(gold, failures))
        found = _annotated(standard, failures, save) if model else list(_documents(str(pred), failures))
        _report(compare(standard, found, by=by), errors, json)
    raise typer.Exit(common.SOME_FAILED if failures else common.DONE)


def convert(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A file, or a folder of brat's.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="A file, or a folder for brat.")],
    source_format: Annotated[str | None, typer.Option("--from", metavar="FORMAT", help="Format of FROM.")] = None,
    target_format: Annotated[str | None, typer.Option("--to", metavar="FORMAT", help="Format of TO.")] = None,
    trees: Annotated[
        bool, typer.Option("--trees", help="For CoNLL-U: add lemmas, parts of speech and dependency trees.")
    ] = False,
) -> None:
    """Carry annotations between formats, and say what the other one has no place for.

    Formats: jsonl (our own), brat (a folder), spacy (DocBin), conllu, label-studio, prodigy; taken from the ending
    where it tells.

    Example:  diplonlp convert out.jsonl corrected --to brat
    """
    with common.errors_as_usage():
        from diplonlp.convert import convert as carry

        pipeline = common.load_pipeline() if trees else None
        report = carry(source, target, source_format=source_format, target_format=target_format, trees=pipeline)
        for line in str(report).splitlines():
            common.say(line)
    raise typer.Exit(common.SOME_FAILED if report.failures else common.DONE)


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILES", help="Annotated documents.")],
) -> None:
    """Check annotated documents against the schema: offsets, ids, nesting, dates, links to nothing.

    Example:  diplonlp validate data/annotations/train.jsonl
    """
    with common.errors_as_usage():
        from diplonlp.validation import validate_all

        failures: list[Failure] = []
        problems = 0
        for problem in validate_all(d for file in files for d in _documents(file, failures)):
            problems += 1
            print(problem)
    raise typer.Exit(common.SOME_FAILED if problems or failures else common.DONE)


def _documents(name: str, failures: list[Failure]) -> Iterator[Document]:
    """The documents of a file in any format; what cannot be read is reported, and the rest is read."""
    if name == "-":
        reading = common.Reading([name])
        yield from reading
        failures += reading.failures
        return
    from diplonlp.convert import read_annotations

    found = read_annotations(name)
    for failure in found.report.failures:
        common.say_failure(failure)
    failures += found.report.failures
    yield from found.documents


def _annotated(gold: Iterable[Document], failures: list[Failure], save: str | None) -> list[Document]:
    from diplonlp.link.across import resolve
    from diplonlp.score.evaluation import as_source
    from diplonlp.write.jsonl import write_jsonl

    def failed(failure: Failure) -> None:
        failures.append(failure)
        common.say_failure(failure)

    found: list[Document] = []
    with common.progress(quiet=False) as advance:
        for document in common.load_pipeline().pipe(map(as_source, gold), on_failure=failed):
            found.append(document)
            advance(len(found), len(failures))
    linked = resolve(found)
    if save is not None:
        write_jsonl(linked, save)
    return linked


def _report(evaluation: Evaluation, errors: int, json: str | None) -> None:
    if json is not None:
        import msgspec

        content = msgspec.json.format(msgspec.json.encode(evaluation.to_dict()), indent=1) + b"\n"
        if json == "-":
            sys.stdout.buffer.write(content)
            return
        Path(json).write_bytes(content)
    from rich.console import Console

    from diplonlp.view.scores import evaluation_view

    console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
    console.print(evaluation_view(evaluation, errors=errors))
