"""Reading brat's folders, as annotators leave them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from diplonlp.convert.brat import SHOWS, Sidecar, numbered, write_brat
from diplonlp.convert.brat_config import CODE, MEETING, TOPIC_TYPE
from diplonlp.convert.carried import bare, unpack
from diplonlp.convert.file_names import name_to_id
from diplonlp.convert.files import read_bytes, read_text
from diplonlp.convert.formats import annotation_format
from diplonlp.convert.markup import (
    CHOICES,
    NO_CODE,
    RELATIONS,
    ROLES,
    SAME,
    Mark,
    Markup,
    MeetingMark,
    Tie,
    TopicMark,
    draw,
)
from diplonlp.convert.merge import merge
from diplonlp.convert.report import Ledger, Losses
from diplonlp.errors import FormatError, InputError
from diplonlp.records import LABELS, Document, Entity

_SPAN = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_ARGUMENT = re.compile(r"([^\s:]+):(\S+)")


def read_brat(path: Path, ledger: Ledger) -> Iterator[Document]:
    """Yield the documents of a folder, in the order in which they were written."""
    if not path.is_dir():
        raise InputError("is not a folder; brat keeps two files for each document in one", source=str(path))
    for file in _in_order(path):
        try:
            document, losses = _read_document(file)
        except InputError as error:
            ledger.fail(error)
        else:
            ledger.close(losses)
            yield document


def _in_order(folder: Path) -> list[Path]:
    """The .ann files; those we wrote in their old order, others after them by name."""
    files = {path.with_suffix(".ann") for path in folder.glob("*.ann")}
    files |= {path.with_suffix(".ann") for path in folder.glob("*.json") if path.with_suffix(".txt").exists()}
    return sorted(files, key=lambda path: (_place(path), path.name))


class _Place(msgspec.Struct):
    place: int = 2**31


def _place(annotations: Path) -> int:
    try:
        return msgspec.json.decode(annotations.with_suffix(".json").read_bytes(), type=_Place).place
    except (OSError, msgspec.DecodeError):
        return 2**31


def _read_document(annotations: Path) -> tuple[Document, Losses]:
    text = _text_of(annotations)
    sidecar = annotations.with_suffix(".json")
    base = _carried(sidecar, text) if sidecar.exists() else bare(text, name_to_id(annotations.stem))
    losses = Losses(base.id)
    lines = _read_lines(annotations, text)
    drawn = draw(base, SHOWS) if sidecar.exists() else Markup(topics=(), ties=(), meetings=(), entities=())
    read = _Markings(lines, losses).markup()
    if lines.has_our_notes and not sidecar.exists():
        losses.add("document", sidecar.name, "the file with the date, the title and the rest is missing")
    links = [target for _, target in sorted(lines.links.items())]
    return merge(read, base, drawn, losses, hints=numbered(drawn), links=links), losses


def _text_of(annotations: Path) -> str:
    text = annotations.with_suffix(".txt")
    if not text.exists():
        raise FormatError(f"its text {text.name} is missing; put it back beside it", source=str(annotations))
    return read_text(text)


def _carried(sidecar: Path, text: str) -> Document:
    try:
        packed = msgspec.json.decode(read_bytes(sidecar), type=Sidecar).document
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FormatError(
            f"not what diplonlp wrote beside the annotations ({error}); remove it to read the annotations alone",
            source=str(sidecar),
        ) from error
    return unpack(bytes(packed), text, str(sidecar))


@dataclass(frozen=True)
class _Span:
    label: str
    start: int
    end: int
    whole: bool  # whether nothing but space lies between its fragments


@dataclass(frozen=True)
class _Lines:
    """What the lines of an .ann file say, by id."""

    spans: dict[str, _Span] = field(default_factory=dict)
    relations: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    links: dict[int, list[str]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_our_notes(self) -> bool:
        """Whether a note holds the facts of an entity, as ours do."""
        return any('"entity": {"id": ' in note for _, note in self.notes)


def _read_lines(path: Path, text: str) -> _Lines:
    if not path.exists():
        raise FormatError("is missing; put it back beside its text", source=str(path))
    lines = _Lines()
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        problem = _LineReader(lines, text).read(line.removesuffix("\r"), number)
        if problem:
            raise FormatError(f"{problem}: {line[:80]!r}; mend the line or remove it", source=str(path), line=number)
    for name, (_, trigger, _) in lines.events.items():
        if trigger not in lines.spans:
            raise FormatError(f"event {name} has no trigger {trigger}; mend or remove it", source=str(path))
    return lines


class _LineReader:
    """Reads one line into the lines; what is wrong with it comes back in words."""

    def __init__(self, lines: _Lines, text: str) -> None:
        self.lines, self.text = lines, text

    def read(self, line: str, number: int) -> str:
        name, tab, rest = line.partition("\t")
        if not tab:
            return "not a line of brat, which has a tab after the id"
        content, _, tail = rest.partition("\t")
        kind = name[:1]
        if kind == "T":
            return self._span(name, content, tail)
        if kind == "E":
            return self._event(name, content)
        if kind == "R":
            return self._relation(content)
        if kind in "AM":
            return self._attribute(content)
        if kind == "*":
            self.lines.links[number] = content.split()[1:]
            return ""
        if kind == "#":
            self.lines.notes.append((content.split()[-1] if content.split() else "", tail))
            return ""
        if kind == "N":
            self.lines.others.append(("normalization", rest))
            return ""
        return "no annotation of brat begins so"

    def _span(self, name: str, content: str, tail: str) -> str:
        match = _SPAN.fullmatch(content)
        if match is None or name in self.lines.spans:
            return "not a span (T1, tab, label, start, end, tab, words)" if match is None else f"a second {name}"
        parts = [(int(a), int(b)) for a, b in (part.split() for part in match[2].split(";"))]
        if any(not 0 <= start < end <= len(self.text) for start, end in parts):
            return f"the text has only {len(self.text)} characters"
        words = " ".join(self.text[start:end] for start, end in parts)
        if words.split() != tail.split():
            return f"the text has {words!r} there"
        start, end = min(start for start, _ in parts), max(end for _, end in parts)
        covered = {place for first, last in parts for place in range(first, last)}
        whole = all(place in covered or self.text[place].isspace() for place in range(start, end))
        self.lines.spans[name] = _Span(match[1], start, end, whole)
        return ""

    def _event(self, name: str, content: str) -> str:
        found = _arguments(content)
        if not found or name in self.lines.events:
            return "not an event (E1, tab, label:trigger, role:id …)" if not found else f"a second {name}"
        self.lines.events[name] = (found[0][0], found[0][1], found[1:])
        return ""

    def _relation(self, content: str) -> str:
        kind, _, rest = content.partition(" ")
        ends = dict(_arguments(rest))
        if len(ends) != 2:
            return "not a relation (R1, tab, label, Arg1:id, Arg2:id)"
        self.lines.relations.append((kind, ends))
        return ""

    def _attribute(self, content: str) -> str:
        parts = content.split(" ", 2)
        if len(parts) < 2:
            return "not an attribute (A1, tab, name, id, value)"
        self.lines.attributes.append((parts[0], parts[1], parts[2] if len(parts) > 2 else ""))
        return ""


def _arguments(content: str) -> list[tuple[str, str]]:
    found = [_ARGUMENT.fullmatch(part) for part in content.split()]
    return [(match[1], match[2]) for match in found if match] if all(found) else []


class _Markings:
    """Turns the lines into a markup; what our schema has no place for is noted."""

    def __init__(self, lines: _Lines, losses: Losses) -> None:
        self.lines, self.losses = lines, losses
        self.triggers = {trigger for _, trigger, _ in lines.events.values()}
        self.chosen: dict[str, dict[str, str]] = defaultdict(dict)
        self.values: dict[str, str | None] = {}
        self.entities: dict[str, Entity] = {}
        self.noted: dict[str, str] = {}

    def markup(self) -> Markup:
        """Read the notes first, as they say what a mention's value and entity are."""
        self._read_attributes()
        self._read_notes()
        for kind, content in self.lines.others:
            self.losses.add(kind, content, "our schema has no place for it; put the id into a note on the mention")
        return Markup(
            mentions=tuple(self._mentions()),
            topics=tuple(self._topics()),
            ties=tuple(self._ties()),
            meetings=tuple(self._meetings()),
            entities=tuple(self.entities.values()),
        )

    def _read_attributes(self) -> None:
        known = {name.capitalize(): values for name, values in CHOICES.items()}
        for name, target, value in self.lines.attributes:
            if name == CODE or value in known.get(name, ()):
                self.chosen[target][name] = value
            else:
                self.losses.add("attribute", f"{name} {value}".strip(), "it is none of our choices")

    def _read_notes(self) -> None:
        for target, note in self.lines.notes:
            facts = _json_object(note)
            if facts is None:
                self.losses.add("note", note, "free notes have no place in a document")
            elif target in self.lines.spans and not self._take_facts(target, facts):
                self.losses.add("note", note, "it does not hold a value or an entity as diplonlp writes them")

    def _take_facts(self, target: str, facts: dict[str, Any]) -> bool:
        value, entity = facts.get("value"), facts.get("entity")
        if not (value is None or isinstance(value, str)):
            return False
        if entity is not None:
            try:
                known = msgspec.convert({"label": self.lines.spans[target].label, **entity}, Entity)
            except (msgspec.ValidationError, TypeError):
                return False
            self.entities[known.id] = known
            self.noted[target] = known.id
        self.values[target] = value
        return True

    def _mentions(self) -> Iterator[Mark]:
        for name, span in self.lines.spans.items():
            if span.label in LABELS and name not in self.triggers:
                self._report_parts(name, span)
                yield Mark(name, span.start, span.end, span.label, self.noted.get(name), self.values.get(name, SAME))
            elif span.label not in (*LABELS, TOPIC_TYPE, MEETING):
                self.losses.add("mention", f"{span.label} {name}", "it is none of our labels")
            elif span.label == MEETING and name not in self.triggers:
                self.losses.add("trigger", name, "no event stands on it")

    def _report_parts(self, name: str, span: _Span) -> None:
        if not span.whole:
            self.losses.add("mention", name, "a mention has no gaps: it is taken from its first word to its last")

    def _topics(self) -> Iterator[TopicMark]:
        for name, span in self.lines.spans.items():
            if span.label == TOPIC_TYPE:
                code = self.chosen.get(name, {}).get(CODE)
                if code is None:
                    self.losses.add("topic", name, f"no code was chosen for it; it is {NO_CODE!r} now")
                yield TopicMark(name, span.start, span.end, code or NO_CODE)

    def _ties(self) -> Iterator[Tie]:
        for kind, ends in self.lines.relations:
            if kind in RELATIONS and {"Arg1", "Arg2"} == set(ends):
                yield Tie(kind, ends["Arg1"], ends["Arg2"])
            else:
                self.losses.add("relation", kind, "it is none of our relations")

    def _meetings(self) -> Iterator[MeetingMark]:
        for name, (kind, trigger, arguments) in self.lines.events.items():
            if kind != MEETING:
                self.losses.add("event", kind, "the only event of our schema is Meeting")
                continue
            span = self.lines.spans[trigger]
            chosen = self.chosen.get(name, {})
            event, status, mode = (chosen.get(choice.capitalize()) for choice in CHOICES)
            roles = tuple(self._roles(arguments))
            yield MeetingMark(name, span.start, span.end, event, status, mode, roles)

    def _roles(self, arguments: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for numbered_role, target in arguments:
            role = numbered_role.rstrip("0123456789")
            if role in ROLES:
                yield role, target
            else:
                self.losses.add("argument", role, "it is none of a meeting's roles")


def _json_object(note: str) -> dict[str, Any] | None:
    try:
        content = json.loads(note)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


annotation_format("brat", "", read=read_brat, write=write_brat)
