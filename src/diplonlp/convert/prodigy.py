"""Prodigy's JSON Lines: a text a line, with tokens, spans and relations by token and by character.

Prodigy passes keys it does not know through, so topics, meetings and the facts of entities travel in one of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from diplonlp.convert.carried import bare, pack, unpack
from diplonlp.convert.check import check_spans
from diplonlp.convert.files import read_lines, writing
from diplonlp.convert.formats import annotation_format
from diplonlp.convert.markup import RELATIONS, SAME, Mark, Markup, Shows, Tie, draw, undrawn
from diplonlp.convert.merge import merge
from diplonlp.convert.report import Ledger, Losses
from diplonlp.convert.tokens import Token, tokenize
from diplonlp.errors import FormatError, InputError
from diplonlp.records import LABELS, Document

if TYPE_CHECKING:
    from diplonlp.pipeline import Pipeline

KEY = "diplonlp"
SHOWS = Shows(ties=True)
_NOT_SHOWN = "Prodigy has no place for it"


class _Span(msgspec.Struct):
    start: int
    end: int
    label: str | None = None
    id: str | int | None = None
    entity: str | None = None


class _Arc(msgspec.Struct):
    head_span: _Span
    child_span: _Span
    label: str


class _Example(msgspec.Struct):
    text: str
    spans: list[_Span] = []
    relations: list[_Arc] = []
    answer: str = "accept"
    meta: dict[str, msgspec.Raw] = {}
    diplonlp: msgspec.Raw = msgspec.Raw()


def write_prodigy(documents: Iterable[Document], path: Path, ledger: Ledger, trees: Pipeline | None = None) -> None:
    """Write a file to give to Prodigy's ``spans.manual`` or ``rel.manual``."""
    with writing(path) as file:
        for document in documents:
            losses = Losses(document.id)
            try:
                line = msgspec.json.encode(make_example(document, losses)) + b"\n"
            except FormatError as error:
                ledger.fail(error)
                continue
            file.write(line)
            ledger.close(losses)


def make_example(document: Document, losses: Losses) -> dict[str, Any]:
    """Return a document as an example that Prodigy takes.

    Parameters
    ----------
    document : Document
        An annotated document.
    losses : Losses
        Takes what Prodigy does not show, though it is carried along.

    Raises
    ------
    FormatError
        When its offsets do not fit its text.

    Examples
    --------
    >>> from diplonlp import Mention
    >>> riga = Mention(id="m1", start=3, end=7, text="Riga", label="LOC", lemma="Riga")
    >>> example = make_example(Document(id="d", lang="en", text="In Riga.", mentions=(riga,)), Losses("d"))
    >>> [(span["label"], span["token_start"], span["token_end"]) for span in example["spans"]]
    [('LOC', 1, 1)]
    """
    check_spans(document)
    packed = pack(document)
    drawn = draw(document, SHOWS)
    for kind, example, reason in undrawn(document, drawn):
        losses.add(kind, example, reason, carried=True)
    for topic in document.topics:
        losses.add("topic", topic.text, _NOT_SHOWN, carried=True)
    for meeting in document.meetings:
        losses.add("meeting", meeting.trigger.text, _NOT_SHOWN, carried=True)
    tokens = tokenize(document, [(mark.start, mark.end) for mark in drawn.mentions])
    spans = {mark.id: _span(mark, tokens) for mark in drawn.mentions}
    return {
        "text": document.text,
        "tokens": [_token(number, token, document.text) for number, token in enumerate(tokens)],
        "spans": list(spans.values()),
        "relations": [_arc(tie, spans) for tie in drawn.ties or ()],
        "meta": {"id": document.id, "lang": document.lang},
        KEY: msgspec.Raw(packed.encode()),
    }


def _token(number: int, token: Token, text: str) -> dict[str, Any]:
    words = text[token.start : token.end]
    return {"text": words, "start": token.start, "end": token.end, "id": number, "ws": token.space}


def _span(mark: Mark, tokens: list[Token]) -> dict[str, Any]:
    inside = [number for number, token in enumerate(tokens) if mark.start <= token.start and token.end <= mark.end]
    place = {"start": mark.start, "end": mark.end, "token_start": inside[0], "token_end": inside[-1]}
    return place | {"label": mark.label, "id": mark.id} | ({"entity": mark.entity} if mark.entity else {})


def _arc(tie: Tie, spans: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """An arc from head to child; Prodigy names a span by its last token."""
    head, child = spans[tie.source], spans[tie.target]
    ends = {"head": head["token_end"], "child": child["token_end"], "head_span": head, "child_span": child}
    return ends | {"label": tie.type}


def read_prodigy(path: Path, ledger: Ledger) -> Iterator[Document]:
    """Yield the documents of a file that ``prodigy db-out`` wrote, or that was written for Prodigy."""
    seen: set[str] = set()
    for number, line in read_lines(path):
        try:
            document, losses = _document(line, path, number)
            if document.id in seen:
                raise FormatError(
                    f"{document.id} was annotated before in this file; give one annotator's lines at a time",
                    source=str(path),
                    line=number,
                )
        except InputError as error:
            ledger.fail(error)
        else:
            seen.add(document.id)
            ledger.close(losses)
            yield document


def _document(line: bytes, path: Path, number: int) -> tuple[Document, Losses]:
    try:
        example = msgspec.json.decode(line, type=_Example)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FormatError(
            f"not an example of Prodigy ({error}); export with  prodigy db-out DATASET", source=str(path), line=number
        ) from error
    if not bytes(example.diplonlp):
        base = bare(example.text, _given_id(example) or f"{path.stem}-{number}")
    else:
        base = unpack(bytes(example.diplonlp), example.text, str(path), number)
    losses = Losses(base.id)
    if example.answer != "accept":
        losses.add("annotation", example.answer, "it was not accepted: the document is given back as it was")
        return base, losses
    drawn = draw(base, SHOWS) if bytes(example.diplonlp) else Markup(ties=())
    hints = {mark.id: mark.id for mark in drawn.mentions}
    return merge(_markup(example, losses, str(path), number), base, drawn, losses, hints=hints), losses


def _given_id(example: _Example) -> str | None:
    raw = example.meta.get("id")
    try:
        found = None if raw is None else msgspec.json.decode(raw, type=str | int)
    except msgspec.DecodeError:
        return None
    return None if found is None else str(found)


def _markup(example: _Example, losses: Losses, source: str, line: int) -> Markup:
    marks: dict[str, Mark] = {}
    places: dict[tuple[int, int, str | None], str] = {}
    for number, span in enumerate(example.spans):
        if not 0 <= span.start < span.end <= len(example.text):
            raise FormatError(
                f"the span {span.start}-{span.end} is no place in its text; export it again", source=source, line=line
            )
        words = example.text[span.start : span.end]
        if span.label not in LABELS:
            losses.add("mention", f"{span.label} {words}", "it is none of our labels")
            continue
        name = str(span.id) if span.id is not None and str(span.id) not in marks else f"\0{number}"
        marks[name] = Mark(name, span.start, span.end, str(span.label), span.entity or SAME)
        places.setdefault((span.start, span.end, span.label), name)
    return Markup(mentions=tuple(marks.values()), ties=tuple(_ties(example, places, losses)))


def _ties(example: _Example, places: dict[tuple[int, int, str | None], str], losses: Losses) -> Iterator[Tie]:
    for arc in example.relations:
        ends = [places.get((span.start, span.end, span.label)) for span in (arc.head_span, arc.child_span)]
        if arc.label not in RELATIONS:
            losses.add("relation", arc.label, "it is none of our relations")
        elif ends[0] is None or ends[1] is None:
            losses.add("relation", arc.label, "one of its ends is no mention")
        else:
            yield Tie(arc.label, ends[0], ends[1])


annotation_format("prodigy", read=read_prodigy, write=write_prodigy)
