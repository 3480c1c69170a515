"""``diplonlp graph`` and ``diplonlp show``: what annotated documents say together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from diplonlp.cli import common


def graph(
    files: Annotated[list[str], typer.Argument(metavar="FILES", help="Files that diplonlp annotate wrote.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="x.graphml, x.json, or a folder for nodes.csv and edges.csv.")
    ],
    format: Annotated[  # noqa: A002
        str | None, typer.Option(help="graphml, json or csv, where the output's name does not tell.")
    ] = None,
) -> None:
    """Join annotated documents into one graph of who met whom, with the evidence on every edge.

    Example:  diplonlp graph out.jsonl -o graph.graphml
    """
    with common.errors_as_usage():
        from diplonlp.write.graphs import find_exporter

        exporter = find_exporter(output, format)
        if exporter.name != "csv":
            common.check_writable(output)
        reading = common.Reading(files)
        documents = list(reading)
        from diplonlp.graph.build import build_graph

        exporter.write(build_graph(documents), output)
    raise typer.Exit(reading.code)


def show(
    files: Annotated[list[str], typer.Argument(metavar="FILES", help="Files that diplonlp annotate wrote.")],
    summary: Annotated[bool, typer.Option("--summary", help="Only the summary of all documents.")] = False,
) -> None:
    """Show people with titles and states, meetings with the sentence that tells them, organisations and topics.

    Example:  diplonlp show out.jsonl
    """
    with common.errors_as_usage():
        from rich.console import Console

        from diplonlp.view.tables import print_documents

        reading = common.Reading(files)
        console = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
        if print_documents(reading, console, summary_only=summary) == 0 and reading.code == common.DONE:
            common.say("no documents in there: run  diplonlp annotate PATHS -o out.jsonl  first")
    raise typer.Exit(reading.code)
