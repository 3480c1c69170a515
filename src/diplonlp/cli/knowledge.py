"""``diplonlp knowledge import`` and ``check``: what an analyst knows, made into a file that texts are read with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diplonlp.cli import common
from diplonlp.errors import KnowledgeError, OutputError

if TYPE_CHECKING:
    from diplonlp.knowledge.importers.report import ImportReport
    from diplonlp.knowledge.records import KnowledgeRecord

app = typer.Typer(
    name="knowledge",
    help="What an analyst knows of people, bodies and offices, to read texts with.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("import", epilog=common.EPILOG, short_help="Make a file of knowledge of what others keep.")
def import_(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="FILES", help="CSV tables, FollowTheMoney or OpenSanctions, Wikidata; .gz too."),
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="File of knowledge to write.")],
    format: Annotated[  # noqa: A002  the option's own name
        str | None,
        typer.Option(help="csv, ftm, opensanctions-csv, wikidata or wikidata-csv; told by the content otherwise."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing line; problems only.")] = False,
) -> None:
    """Make a file of knowledge of CSV tables, FollowTheMoney or OpenSanctions entities, or Wikidata items.

    What is left out is counted by reason; a row that breaks a rule is named with its file, line and column, and the
    others are taken.

    Example:  diplonlp knowledge import people.csv offices.csv -o knowledge.jsonl
    """
    with common.errors_as_usage():
        _check_apart(sources, output)
        common.check_writable(output)
        from diplonlp.knowledge.files import write_knowledge
        from diplonlp.knowledge.importers import ImportReport, import_records

        report = ImportReport(on_problem=lambda problem: common.say(str(problem)))
        with common.progress(quiet, of="records", first="reading") as advance:
            records = import_records([Path(source) for source in sources], report, format=format)
            write_knowledge(_counted(records, report, advance), output)
        if not quiet or report.failed:
            common.say(f"{output}: {report}")
    raise typer.Exit(common.SOME_FAILED if report.failed or not report.taken else common.DONE)


@app.command(epilog=common.EPILOG, short_help="Check files of knowledge.")
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILES", help="Files that diplonlp knowledge import wrote.")],
) -> None:
    """Check files of knowledge together: names, dates, codes, ids that exist, no body inside itself.

    Example:  diplonlp knowledge check knowledge.jsonl
    """
    with common.errors_as_usage():
        from diplonlp.knowledge.files import read_knowledge

        try:
            knowledge = read_knowledge(list(files))
        except KnowledgeError as error:
            for line in str(error).splitlines():
                common.say(line)
            raise typer.Exit(common.SOME_FAILED) from error
        counts = {
            "people": len(knowledge.people),
            "organizations": len(knowledge.organizations),
            "offices": len(knowledge.offices),
            "states": len(knowledge.states),
        }
        typer.echo(", ".join(f"{count} {what}" for what, count in counts.items() if count) or "no records")


def _check_apart(sources: list[str], output: str) -> None:
    """Refuse to write over what is to be read."""
    for source in sources:
        if Path(source).resolve() == Path(output).resolve():
            raise OutputError(f"{source}: this file is to be read and cannot be written too; give -o another name")


def _counted(
    records: Iterable[KnowledgeRecord], report: ImportReport, advance: common.Advance
) -> Iterator[KnowledgeRecord]:
    """Pass records on, telling how many there were."""
    for number, record in enumerate(records, start=1):
        yield record
        if number % 1000 == 0:
            advance(number, report.failed)
