"""Reading the JSON that Label Studio exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from diplonlp.convert.carried import bare, unpack
from diplonlp.convert.files import read_bytes
from diplonlp.convert.formats import annotation_format
from diplonlp.convert.label_studio import (
    CODE,
    ENTITY,
    KEY,
    MEETING,
    MEETING_ID,
    MENTION_ID,
    TEXT,
    TOPIC,
    TOPIC_ID,
    VALUE,
    write_label_studio,
)
from diplonlp.convert.markup import (
    CHOICES,
    EVERYTHING,
    NO_CODE,
    RELATIONS,
    ROLES,
    Mark,
    Markup,
    MeetingMark,
    Tie,
    TopicMark,
    draw,
)
from diplonlp.convert.merge import merge
from diplonlp.convert.report import Ledger, Losses
from diplonlp.convert.utf16 import Utf16
from diplonlp.errors import FormatError, InputError
from diplonlp.records import LABELS, Document

_EXPORT = "export the project again as JSON (not JSON-MIN, CSV or COCO)"
# From an offset of the file to one of ours; None where there is none.
_Counting: TypeAlias = "Callable[[int], int | None]"


class _Value(msgspec.Struct):
    """What a result says; a field of its own for each kind of control."""

    start: int | float | str | None = None
    end: int | float | str | None = None
    text: str | list[str] | None = None
    labels: list[str] = []
    choices: list[str] = []
    globalOffsets: dict[str, int] | None = None  # noqa: N815  Label Studio's name


class _Result(msgspec.Struct):
    type: str
    id: str | None = None
    from_name: str = ""
    value: _Value | None = None
    from_id: str = ""
    to_id: str = ""
    direction: str = "right"
    labels: list[str] | None = None


class _Annotation(msgspec.Struct):
    result: list[msgspec.Raw] = []
    was_cancelled: bool = False
    id: int | str | None = None
    created_at: str | None = None
    updated_at: str | None = None


class _Task(msgspec.Struct):
    data: dict[str, msgspec.Raw]
    id: int | str | None = None
    annotations: list[_Annotation] = []
    predictions: list[msgspec.Raw] = []


def read_label_studio(path: Path, ledger: Ledger) -> Iterator[Document]:
    """Yield the documents of a file that Label Studio exported, or that was written for it."""
    for number, raw in enumerate(_tasks(path), start=1):
        where = f"{path}, task {number}"
        try:
            document, losses = _document(raw, where, f"{path.stem}-{number}")
        except InputError as error:
            ledger.fail(error)
        else:
            ledger.close(losses)
            yield document


def _tasks(path: Path) -> Iterable[msgspec.Raw]:
    content = read_bytes(path)
    try:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            return [msgspec.Raw(content)]
        return msgspec.json.decode(content, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FormatError(f"not the JSON of Label Studio ({error}); {_EXPORT}", source=str(path)) from error


def _document(raw: msgspec.Raw, where: str, name: str) -> tuple[Document, Losses]:
    task = _decode(raw, _Task, where)
    text = _plain(task, TEXT, where)
    if text is None:
        raise FormatError(f"its data has no {TEXT!r}; {_EXPORT} with our configuration", source=where)
    packed = task.data.get(KEY)
    given = _plain(task, "id", where)
    base = bare(text, given or name) if packed is None else unpack(bytes(packed), text, where)
    losses = Losses(base.id)
    chosen = _chosen(task, losses)
    if chosen is None:
        losses.add("task", f"task {task.id}", "it has no finished annotation: it is given back as it was")
        return base, losses
    results = [_decode(item, _Result, where) for item in chosen.result]
    read = _Regions(text, results, losses, where).markup()
    empty = Markup(topics=(), ties=(), meetings=())
    drawn = empty if packed is None else draw(base, EVERYTHING)
    return merge(read, base, drawn, losses, hints=_hints(drawn)), losses


def _decode(raw: msgspec.Raw, kind: type[Any], where: str) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FormatError(f"not a task of Label Studio ({error}); {_EXPORT}", source=where) from error


def _plain(task: _Task, name: str, where: str) -> str | None:
    found = task.data.get(name)
    value = None if found is None else _decode(found, str | int | None, where)  # type: ignore[arg-type]
    return None if value is None else str(value)


def _chosen(task: _Task, losses: Losses) -> _Annotation | None:
    """The newest annotation that was not cancelled."""
    finished = [annotation for annotation in task.annotations if not annotation.was_cancelled]
    ranked = sorted(enumerate(finished), key=lambda pair: (pair[1].updated_at or pair[1].created_at or "", pair[0]))
    for _, older in ranked[:-1]:
        losses.add("annotation", f"annotation {older.id}", "a newer one of the same task is taken")
    return ranked[-1][1] if ranked else None


def _hints(drawn: Markup) -> dict[str, str]:
    names = {MENTION_ID + mark.id: mark.id for mark in drawn.mentions}
    names |= {TOPIC_ID + topic.id: topic.id for topic in drawn.topics or ()}
    return names | {MEETING_ID + meeting.id: meeting.id for meeting in drawn.meetings or ()}


@dataclass
class _Region:
    """A span with all that was said of it."""

    start: int
    end: int
    words: str
    labels: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)


class _Regions:
    """Collects the results of an annotation by the region they belong to."""

    def __init__(self, text: str, results: Sequence[_Result], losses: Losses, where: str) -> None:
        self.text, self.losses, self.where = text, losses, where
        self.results = results
        self.arcs = [result for result in results if result.type == "relation"]
        self.regions: dict[str, _Region] = {}

    def markup(self) -> Markup:
        count = self._counting()
        for result in self.results:
            if result.type != "relation":
                self._take(result, count)
        meetings = {name for name, region in self.regions.items() if region.labels[:1] == [MEETING]}
        return Markup(
            mentions=tuple(self._mentions()),
            topics=tuple(self._topics()),
            ties=tuple(self._ties(meetings)),
            meetings=tuple(self._meetings(meetings)),
        )

    def _counting(self) -> _Counting:
        r"""How the file counts: in UTF-16 units, with or without the \r of a line end, or in code points."""
        spans = [result for result in self.results if result.value is not None and result.type == "labels"]
        for count in _ways_to_count(self.text):
            if all(self._fits(result.value, count) for result in spans if result.value is not None):
                return count
        bad = next(r for r in spans if r.value is not None and not self._fits(r.value, Utf16(self.text).to_points))
        raise FormatError(
            f"region {bad.id}: its words {_words(bad.value)!r} are not where it says in the text; "
            "the text was changed, or the file comes from another project",
            source=self.where,
        )

    def _fits(self, value: _Value, count: _Counting) -> bool:
        span = _span(value, count)
        if span is None:
            return False
        words = _words(value)
        return words is None or _squeezed(self.text[slice(*span)]) == _squeezed(words)

    def _take(self, result: _Result, count: _Counting) -> None:
        value = result.value
        if result.id is None or value is None or result.type not in ("labels", "choices", "textarea"):
            self.losses.add("result", f"{result.type} {result.from_name}", "our schema has no place for it")
            return
        span = _span(value, count)
        if span is None:
            self.losses.add("result", f"{result.type} {result.from_name}", "it stands on no place of the text")
            return
        region = self.regions.setdefault(result.id, _Region(*span, self.text[slice(*span)]))
        if result.type == "labels":
            region.labels += value.labels
            for label in region.labels[1:]:
                self.losses.add("label", f"{label} {region.words}", "a mention has one label, the first is taken")
        else:
            self._say(region, result.from_name, value.choices if result.type == "choices" else value.text)

    def _say(self, region: _Region, control: str, content: list[str] | str | None) -> None:
        answers = [content] if isinstance(content, str) else content or []
        allowed = CHOICES.get(control)
        if control not in (*CHOICES, CODE, ENTITY, VALUE) or (allowed and not set(answers) <= set(allowed)):
            self.losses.add("choice", f"{control}: {', '.join(answers)}", "it is none of our choices")
            return
        for answer in answers[1:]:
            self.losses.add("choice", f"{control}: {answer}", "one answer is taken, the first")
        if answers and answers[0].strip():
            region.said[control] = answers[0].strip()

    def _mentions(self) -> Iterator[Mark]:
        for name, region in self.regions.items():
            label = region.labels[0] if region.labels else ""
            if label in LABELS:
                yield Mark(name, region.start, region.end, label, region.said.get(ENTITY), region.said.get(VALUE))
            elif label not in (TOPIC, MEETING):
                self.losses.add("mention", f"{label or 'no label'}: {region.words}", "it is none of our labels")

    def _topics(self) -> Iterator[TopicMark]:
        for name, region in self.regions.items():
            if region.labels[:1] == [TOPIC]:
                if CODE not in region.said:
                    self.losses.add("topic", region.words, f"no code was chosen for it; it is {NO_CODE!r} now")
                yield TopicMark(name, region.start, region.end, region.said.get(CODE, NO_CODE))

    def _ends(self, arc: _Result) -> tuple[str, str]:
        return (arc.to_id, arc.from_id) if arc.direction == "left" else (arc.from_id, arc.to_id)

    def _ties(self, meetings: set[str]) -> Iterator[Tie]:
        for arc in self.arcs:
            source, target = self._ends(arc)
            if source in meetings or target in meetings:
                continue
            known = [label for label in arc.labels or () if label in RELATIONS]
            yield from (Tie(label, source, target) for label in known)
            if not known:
                self.losses.add("relation", " ".join(arc.labels or ()) or "no label", "it is none of our relations")

    def _meetings(self, meetings: set[str]) -> Iterator[MeetingMark]:
        arguments: dict[str, list[tuple[str, str]]] = {name: [] for name in meetings}
        for arc in self.arcs:
            ends = self._ends(arc)
            if meetings & set(ends):
                meeting, target = ends if ends[0] in meetings else ends[::-1]
                roles = [label for label in arc.labels or () if label in ROLES]
                arguments[meeting] += [(role, target) for role in roles]
                if not roles:
                    self.losses.add("argument", " ".join(arc.labels or ()), "it is none of a meeting's roles")
        for name, region in self.regions.items():
            if name in meetings:
                event, status, mode = (region.said.get(choice) for choice in CHOICES)
                yield MeetingMark(name, region.start, region.end, event, status, mode, tuple(arguments[name]))


def _ways_to_count(text: str) -> Iterator[_Counting]:
    yield Utf16(text).to_points
    if "\r\n" in text:
        # Some versions turn "\r\n" into "\n" before they count.
        shorter = Utf16(text.replace("\r\n", "\n"))
        kept = [place for place in range(len(text) + 1) if text[place - 1 : place + 1] != "\r\n" or not place]
        yield lambda unit: None if (point := shorter.to_points(unit)) is None else kept[point]
    yield lambda unit: unit if 0 <= unit <= len(text) else None


def _span(value: _Value, count: _Counting) -> tuple[int, int] | None:
    offsets: dict[str, Any] = {"start": value.start, "end": value.end, **(value.globalOffsets or {})}
    try:
        start, end = (count(int(offsets[name])) for name in ("start", "end"))
    except (KeyError, TypeError, ValueError):
        return None
    return (start, end) if start is not None and end is not None and start < end else None


def _words(value: _Value | None) -> str | None:
    return value.text if value is not None and isinstance(value.text, str) else None


def _squeezed(words: str) -> str:
    r"""The words without white space, which browsers change, be it written as "\n"."""
    return re.sub(r"\s|\\n", "", words)


annotation_format("label-studio", ".json", read=read_label_studio, write=write_label_studio)
