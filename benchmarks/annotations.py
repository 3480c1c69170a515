#!/usr/bin/env python
"""The tables of ``data/annotations/README.md`` and ``docs/MEASUREMENTS.md``, computed from the annotations.

    python benchmarks/annotations.py counts       what the annotated documents hold
    python benchmarks/annotations.py agreement    how far two annotators of the same texts agree
    python benchmarks/annotations.py scores       what the library as it stands scores on dev and test

``tests/test_annotations.py`` checks that the README says what ``counts`` and ``agreement`` print.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

import diplonlp
from diplonlp.records import LABELS, Document, Event, Meeting, Mode, RelationType, Status
from diplonlp.score.evaluation import Evaluation, Group, as_source
from diplonlp.score.measures import Score
from diplonlp.view.scores import figure

FOLDER = Path(__file__).resolve().parents[1] / "data" / "annotations"
SPLITS = ("train", "dev", "test")
LANGUAGES = ("ru", "en")

#: Layer and measure of each row that the tables of scores and of agreement have.
ROWS = (
    ("mentions", "all labels"),
    *(("mentions", label) for label in LABELS),
    ("mentions", "inside another"),
    ("mentions", "value of DATE"),
    ("titles", "alone, for a person"),
    ("titles", "person and office"),
    ("relations", "all types"),
    *(("relations", kind) for kind in get_args(RelationType)),
    ("linking", "B³"),
    ("linking", "CEAF-e"),
    ("linking", "LEA"),
    ("linking", "LEA on shared mentions"),
    ("linking", "LEA, people"),
    ("meetings", "found"),
    ("meetings", "with the same participants"),
    ("meetings", "participants"),
    *(("meetings", field) for field in ("status", "mode", "date", "place", "parties", "topics")),
    *(("meetings", f"{status} meetings") for status in get_args(Status)),
    ("meetings", "agreements"),
    ("pairs met", "people who met"),
    ("across documents", "B³"),
    ("across documents", "LEA, people"),
)


def read(name: str) -> list[Document]:
    """The documents of one file of the folder."""
    return list(diplonlp.read_jsonl(FOLDER / f"{name}.jsonl"))


def counts() -> str:
    """What the splits hold, as Markdown: a column for each language and split, and one for all."""
    corpus = {split: read(split) for split in SPLITS}
    columns = [(split, lang) for split in SPLITS for lang in LANGUAGES]
    parts = [[d for d in corpus[split] if d.lang == lang] for split, lang in columns]
    everything = [document for documents in corpus.values() for document in documents]
    lines = _head(["", *(f"{split} {lang}" for split, lang in columns), "all"])
    for name, count in _measures(everything):
        lines.append(_row([name, *(str(count(part)) for part in parts), f"**{count(everything)}**"]))
    return "\n".join(lines)


_Count = Callable[[Sequence[Document]], int]


def _measures(everything: Sequence[Document]) -> Iterator[tuple[str, _Count]]:
    yield "documents", len
    yield "words", lambda part: sum(len(d.text.split()) for d in part)
    yield "documents without meetings", lambda part: sum(not d.meetings for d in part)
    yield "documents of Russian-English pairs", lambda part: sum(bool(d.meta["pair"]) for d in part)
    for register in sorted({d.meta["register"] for d in everything}):
        yield f"register: {register}", _counter(lambda d: [d.meta["register"]], register)
    yield "mentions", lambda part: sum(len(d.mentions) for d in part)
    for label in LABELS:
        yield f"mentions: {label}", _counter(lambda d: [m.label for m in d.mentions], label)
    yield "mentions inside another", lambda part: sum(map(_inner, part))
    yield "titles alone, for a person", lambda part: sum(map(_titles_alone, part))
    yield "entities", lambda part: sum(len(d.entities) for d in part)
    for kind in get_args(RelationType):
        yield f"relations: {kind}", _counter(lambda d: [r.type for r in d.relations], kind)
    yield "topics", lambda part: sum(len(d.topics) for d in part)
    yield "meetings (CONSULT)", _counter(lambda d: [m.event for m in d.meetings], "CONSULT")
    for status in get_args(Status):
        yield f"meetings: {status}", _counter(lambda d: [m.status for m in _contacts(d)], status)
    yield "meetings: background", lambda part: sum(map(_background, part))
    for mode in (*get_args(Mode), None):
        yield f"mode: {mode or 'null'}", _counter(lambda d: [m.mode for m in _contacts(d)], mode)
    for event in get_args(Event)[1:]:
        yield f"agreements: {event}", _counter(lambda d: [m.event for m in d.meetings], event)


def _counter(values: Callable[[Document], Iterable[object]], wanted: object) -> _Count:
    return lambda part: Counter(value for d in part for value in values(d))[wanted]


def _contacts(document: Document) -> list[Meeting]:
    return [meeting for meeting in document.meetings if meeting.event == "CONSULT"]


def _background(document: Document) -> int:
    return sum(meeting.id in document.meta["background"] for meeting in _contacts(document))


def _inner(document: Document) -> int:
    spans = {(m.start, m.end) for m in document.mentions}
    return sum(
        any((s, e) != (m.start, m.end) and s <= m.start and m.end <= e for s, e in spans) for m in document.mentions
    )


def _titles_alone(document: Document) -> int:
    people = {entity.id for entity in document.people}
    return sum(m.label == "TITLE" and m.entity in people for m in document.mentions)


def agreement() -> str:
    """F1 of one annotator against the other, as Markdown; which of them is called gold makes no difference to it."""
    scored = diplonlp.evaluate(read("agreement/first"), read("agreement/second"))
    lines = _head(["layer", "measure", "F1", "ru", "en", "first", "second"])
    for layer, measure in ROWS:
        whole = _find(scored.groups[0], layer, measure)
        if whole is not None and (whole.gold or whole.predicted):
            parts = [_find(_group(scored, lang), layer, measure) for lang in LANGUAGES]
            cells = [figure(whole.f1), *(figure(part.f1 if part else None) for part in parts)]
            lines.append(_row([layer, measure, *cells, str(whole.gold), str(whole.predicted)]))
    return "\n".join(lines)


def scores(names: Sequence[str] = ("dev", "test")) -> str:
    """Precision, recall and F1 of the library on some splits, as Markdown, each language apart."""
    nlp = diplonlp.load()
    scored = {name: _scored(nlp, read(name)) for name in names}
    lines = _head(["layer", "measure", *(f"{name} {lang}" for name in names for lang in LANGUAGES)])
    for layer, measure in ROWS:
        groups = [_group(scored[name], lang) for name in names for lang in LANGUAGES]
        cells = [_cell(group, layer, measure) for group in groups]
        if any(cell != "–" for cell in cells):
            lines.append(_row([layer, measure, *cells]))
    return "\n".join(lines)


def _scored(nlp: diplonlp.Pipeline, gold: Sequence[Document]) -> Evaluation:
    found = diplonlp.resolve(nlp.pipe(as_source(document) for document in gold))
    return diplonlp.evaluate(gold, found)


def _group(scored: Evaluation, name: str) -> Group | None:
    return next((group for group in scored.groups if group.name == name), None)


def _find(group: Group | None, layer: str, measure: str) -> Score | None:
    rows = group.scores if group else ()
    return next((s for s in rows if (s.layer, s.measure) == (layer, measure)), None)


def _cell(group: Group | None, layer: str, measure: str) -> str:
    found = _find(group, layer, measure)
    if found is None or not (found.gold or found.predicted):
        return "–"
    return f"{figure(found.precision)} / {figure(found.recall)} / **{figure(found.f1)}** ({found.gold})"


def _head(cells: Sequence[str]) -> list[str]:
    return [_row(cells), _row(["---", *("---:" for _ in cells[1:])])]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", choices=("counts", "agreement", "scores"))
    parser.add_argument("--splits", nargs="+", default=["dev", "test"], metavar="NAME", help="for scores")
    arguments = parser.parse_args()
    print({"counts": counts, "agreement": agreement, "scores": lambda: scores(arguments.splits)}[arguments.table]())


if __name__ == "__main__":
    main()
