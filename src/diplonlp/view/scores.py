"""Evaluations as tables for a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from diplonlp.score.evaluation import Evaluation
from diplonlp.score.evaluation import Group as ScoreGroup
from diplonlp.score.measures import Miss, Score

_WIDTH = 100
_MOST_GROUPS = 2
_KIND_STYLE = {"missing": "red", "spurious": "yellow", "wrong": "magenta"}


def evaluation_text(evaluation: Evaluation, *, errors: int = 0, width: int = _WIDTH) -> str:
    """Return the tables of an evaluation as plain text, without colours.

    Parameters
    ----------
    evaluation : Evaluation
        What :func:`diplonlp.evaluate` returned.
    errors : int
        How many misses of each layer to show, each with its sentence.
    width : int
        The number of characters in a line.
    """
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False, color_system=None)
    console.print(evaluation_view(evaluation, errors=errors))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def evaluation_view(evaluation: Evaluation, *, errors: int = 0) -> RenderableType:
    """Return the tables of an evaluation for a rich console: a table a layer, with a column group for each group.

    Parameters
    ----------
    evaluation : Evaluation
        What :func:`diplonlp.evaluate` returned.
    errors : int
        How many misses of each layer to show, each with its sentence.
    """
    layers = dict.fromkeys(score.layer for group in evaluation.groups for score in group.scores)
    parts: list[RenderableType] = [*_warnings(evaluation)]
    for layer in layers:
        parts += [_layer(evaluation, layer), Text()]
    if errors:
        parts += _misses(evaluation.misses, errors)
    return Group(*parts)


def _warnings(evaluation: Evaluation) -> list[RenderableType]:
    shown: list[RenderableType] = []
    for ids, meaning in (
        (evaluation.absent, "not in the output, counted as annotated with nothing"),
        (evaluation.unknown, "not in the gold standard, not scored"),
    ):
        if ids:
            more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
            shown.append(Text(f"{meaning}: {', '.join(ids[:5])}{more}", style="yellow"))
    return shown


def _layer(evaluation: Evaluation, layer: str) -> RenderableType:
    title = Text(layer.capitalize(), style="bold")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, title_justify="left")
    table.add_column("", no_wrap=True)
    columns = _columns(evaluation)
    for group, fields in columns:
        for place, field in enumerate(fields):
            heading = f"{group.name}\n{field}" if place == 0 else f"\n{field}"
            table.add_column(heading, justify="right", no_wrap=True, style="bold" if field == "F1" else None)
    measures = dict.fromkeys(s.measure for group in evaluation.groups for s in group.scores if s.layer == layer)
    for measure in measures:
        found = [(_find(group.scores, layer, measure), fields) for group, fields in columns]
        if any(score is not None and (score.gold or score.predicted) for score, _ in found):
            table.add_row(measure, *(_cell(score, field) for score, fields in found for field in fields))
    return table


def _columns(evaluation: Evaluation) -> list[tuple[ScoreGroup, tuple[str, ...]]]:
    """The groups with what is shown of each: of many groups F1 alone, or a line would not fit."""
    whole, *parts = evaluation.groups
    shown = ("P", "R", "F1") if len(parts) <= _MOST_GROUPS else ("F1",)
    return [(whole, ("P", "R", "F1", "gold", "found")), *((part, shown) for part in parts)]


def _find(scores: Iterable[Score], layer: str, measure: str) -> Score | None:
    return next((score for score in scores if (score.layer, score.measure) == (layer, measure)), None)


def _cell(score: Score | None, field: str) -> str:
    if score is None:
        return ""
    if field in ("gold", "found"):
        return str(score.gold if field == "gold" else score.predicted)
    return figure({"P": score.precision, "R": score.recall, "F1": score.f1}[field])


def figure(value: float | None) -> str:
    """Return a share in three digits, as the field's tables have it; a dash for none.

    Examples
    --------
    >>> figure(0.8613), figure(1.0), figure(None)
    ('.861', '1.00', '–')
    """
    if value is None:
        return "–"
    return "1.00" if value >= 0.9995 else f"{value:.3f}".removeprefix("0")


def _misses(misses: Sequence[Miss], errors: int) -> list[RenderableType]:
    shown: list[RenderableType] = []
    for layer, group in groupby(sorted(misses, key=lambda miss: miss.layer), key=lambda miss: miss.layer):
        every = list(group)
        shown.append(Text(f"{layer.capitalize()}: {min(errors, len(every))} of {len(every)} misses", style="bold"))
        shown += [_miss(miss) for miss in _spread(every, errors)]
        shown.append(Text())
    return shown


def _spread(misses: Sequence[Miss], count: int) -> list[Miss]:
    """So many of them, from all over the corpus: the first documents alone would not show what is typical."""
    if len(misses) <= count:
        return list(misses)
    return [misses[index * len(misses) // count] for index in range(count)]


def _miss(miss: Miss) -> RenderableType:
    what = {
        "missing": f"not found: {miss.gold}",
        "spurious": f"not in gold: {miss.predicted}",
        "wrong": f"gold: {miss.gold}   found: {miss.predicted}",
    }[miss.kind]
    head = Text(f"{miss.document} [{miss.start}:{miss.end}] ", style="dim")
    head.append(what, style=_KIND_STYLE[miss.kind])
    sentence = Text(" ".join(miss.sentence.split()))
    return Padding(Group(head, Padding(sentence, (0, 0, 0, 4))), (0, 0, 0, 2))
