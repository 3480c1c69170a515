"""The command line: ``diplonlp annotate``, ``link``, ``explain``, ``graph``, ``show``, and what annotators use.

Nothing heavy is imported here: ``diplonlp --help`` must answer at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from diplonlp.cli import annotate, gold, knowledge, link, show
from diplonlp.cli.common import EPILOG

app = typer.Typer(
    name="diplonlp",
    help="Reads diplomatic news in Russian and English: who met whom, where, when, about what.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line, as the installed ``diplonlp`` does."""
    app()


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"diplonlp {version('diplonlp')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


for _command, _summary in (
    (annotate.annotate, "Annotate texts, one JSON line a document."),
    (link.link, "Give every actor one id in all documents."),
    (link.explain, "Say why two actors are one, or are not."),
    (show.graph, "Join annotated documents into one graph."),
    (show.show, "Show who met whom, with the sentences that say so."),
    (gold.evaluate, "Score annotations against a gold standard."),
    (gold.convert, "Carry annotations into other tools' formats, and back."),
    (gold.validate, "Check annotated documents against the schema."),
):
    app.command(epilog=EPILOG, short_help=_summary)(_command)
app.add_typer(knowledge.app, short_help="Import and check what an analyst knows.")
