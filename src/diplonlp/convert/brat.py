"""Brat standoff: a folder with the text and the annotations of every document in two files.

Beside them stands a JSON file with all that brat has no place for; without it the two are read as they are.
Offsets count code points, as brat's server does; line breaks inside a mention cut it into fragments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from diplonlp.convert.brat_config import CODE, MEETING, TOPIC_TYPE, annotation_conf, visual_conf
from diplonlp.convert.carried import LINE_BREAKS, on_one_line, pack
from diplonlp.convert.check import check_spans
from diplonlp.convert.file_names import FileNames
from diplonlp.convert.files import output_error, write_text
from diplonlp.convert.markup import CHOICES, Mark, Markup, MeetingMark, Shows, draw, undrawn
from diplonlp.convert.merge import topic_names
from diplonlp.convert.report import Ledger, Losses
from diplonlp.errors import FormatError, OutputError
from diplonlp.records import Document, Entity

if TYPE_CHECKING:
    from diplonlp.pipeline import Pipeline

# What brat's server takes for the end of a line.
_LINE = re.compile(f"[^{LINE_BREAKS}]+")


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""Cut a span where it runs over line breaks, which brat cannot have in an annotation.

    Examples
    --------
    >>> fragments("President of\r\n  Peru", 0, 20)
    [(0, 12), (16, 20)]
    """
    found = []
    for line in _LINE.finditer(text, start, end):
        words = line[0].strip()
        if words:
            first = line.start() + len(line[0]) - len(line[0].lstrip())
            found.append((first, first + len(words)))
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    parts = fragments(text, start, end)
    return (parts[0][0], parts[-1][1]) if parts else None


SHOWS = Shows(topics=True, ties=True, meetings=True, values=True, entities=True, trim=_trim)


class Sidecar(msgspec.Struct):
    """The JSON file beside the two of brat: where the document stood among the others, and the document."""

    place: int
    document: msgspec.Raw


def write_brat(documents: Iterable[Document], path: Path, ledger: Ledger, trees: Pipeline | None = None) -> None:
    """Write a folder that brat opens at once."""
    _make_folder(path)
    names = FileNames()
    codes = set(topic_names())
    for place, document in enumerate(documents):
        try:
            check_spans(document)
            losses = _write_document(document, path, names, place)
        except FormatError as error:
            ledger.fail(error)
        else:
            codes.update(topic.code for topic in document.topics)
            ledger.close(losses)
    write_text(path / "annotation.conf", annotation_conf(sorted(codes)))
    write_text(path / "visual.conf", visual_conf())


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        annotated = next(path.glob("*.ann"), None)
    except OSError as error:
        raise output_error(path, error) from error
    if annotated is not None:
        raise OutputError(f"{path}: has annotations already ({annotated.name}); choose another folder, or empty it")


def _write_document(document: Document, folder: Path, names: FileNames, place: int) -> Losses:
    losses = Losses(document.id)
    drawn = draw(document, SHOWS)
    for kind, example, reason in undrawn(document, drawn):
        losses.add(kind, example, reason, carried=True)
    sidecar = msgspec.json.encode(Sidecar(place=place, document=msgspec.Raw(pack(document).encode())))
    name = names.name(document.id)
    write_text(folder / f"{name}.txt", document.text)
    write_text(folder / f"{name}.ann", "".join(f"{line}\n" for line in _lines(document.text, drawn)))
    write_text(folder / f"{name}.json", sidecar.decode())
    return losses


def numbered(drawn: Markup) -> dict[str, str]:
    """Return the document's id for every id that a drawing has in brat, where it was not edited."""
    spans = chain((mark.id for mark in drawn.mentions), (topic.id for topic in drawn.topics or ()))
    names = {f"T{number}": name for number, name in enumerate(spans, start=1)}
    return names | {f"E{number}": meeting.id for number, meeting in enumerate(drawn.meetings or (), start=1)}


def _lines(text: str, drawn: Markup) -> Iterator[str]:
    """Yield the lines of the .ann file: spans, equivalences, relations, events, attributes, notes."""
    mentions = {mark.id: f"T{number}" for number, mark in enumerate(drawn.mentions, start=1)}
    topics = {topic.id: f"T{number}" for number, topic in enumerate(drawn.topics or (), start=len(drawn.mentions) + 1)}
    yield from (_span(mentions[mark.id], mark.label, text, mark.start, mark.end) for mark in drawn.mentions)
    yield from (_span(topics[topic.id], TOPIC_TYPE, text, topic.start, topic.end) for topic in drawn.topics or ())
    triggers = _triggers(drawn.meetings or (), len(mentions) + len(topics))
    yield from (_span(name, MEETING, text, start, end) for (start, end), name in triggers.items())
    for group in _groups(drawn.mentions):
        yield "*\tEquiv " + " ".join(mentions[mark.id] for mark in group)
    for number, tie in enumerate(drawn.ties or (), start=1):
        yield f"R{number}\t{tie.type} Arg1:{mentions[tie.source]} Arg2:{mentions[tie.target]}\t"
    for number, meeting in enumerate(drawn.meetings or (), start=1):
        yield _event(f"E{number}", meeting, triggers[meeting.start, meeting.end], mentions | topics)
    codes = ((CODE, topics[topic.id], topic.label) for topic in drawn.topics or ())
    attributes = chain(_meeting_attributes(drawn.meetings or ()), codes)
    for number, (name, target, value) in enumerate(attributes, start=1):
        yield f"A{number}\t{name} {target} {value}"
    for number, (target, note) in enumerate(_notes(drawn), start=1):
        yield f"#{number}\tAnnotatorNotes {mentions[target]}\t{on_one_line(json.dumps(note, ensure_ascii=False))}"


def _span(name: str, label: str, text: str, start: int, end: int) -> str:
    parts = fragments(text, start, end)
    places = ";".join(f"{first} {last}" for first, last in parts)
    return f"{name}\t{label} {places}\t" + " ".join(text[first:last] for first, last in parts)


def _triggers(meetings: Iterable[MeetingMark], last: int) -> dict[tuple[int, int], str]:
    """A span for each trigger; meetings told by the same words share it, as brat has it."""
    places = dict.fromkeys((meeting.start, meeting.end) for meeting in meetings)
    return {place: f"T{number}" for number, place in enumerate(places, start=last + 1)}


def _groups(mentions: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Yield the mentions of each entity that has several."""
    groups: dict[str, list[Mark]] = {}
    for mark in mentions:
        if mark.entity is not None:
            groups.setdefault(mark.entity, []).append(mark)
    yield from (group for group in groups.values() if len(group) > 1)


def _event(name: str, meeting: MeetingMark, trigger: str, names: dict[str, str]) -> str:
    """An event; brat numbers the arguments of one role: Participant, Participant2."""
    seen: dict[str, int] = {}
    arguments = []
    for role, target in meeting.arguments:
        seen[role] = seen.get(role, 0) + 1
        arguments.append(f" {role}{seen[role] if seen[role] > 1 else ''}:{names[target]}")
    return f"{name}\t{MEETING}:{trigger}" + "".join(arguments)


def _meeting_attributes(meetings: Iterable[MeetingMark]) -> Iterator[tuple[str, str, str]]:
    for number, meeting in enumerate(meetings, start=1):
        for choice in CHOICES:
            value = getattr(meeting, choice)
            if value is not None:
                yield choice.capitalize(), f"E{number}", value


def _notes(drawn: Markup) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the notes: a mention's value, and the facts of an entity at its first mention."""
    entities = {entity.id: entity for entity in drawn.entities or ()}
    for mark in drawn.mentions:
        note: dict[str, Any] = {} if mark.value is None else {"value": mark.value}
        entity = entities.pop(mark.entity, None) if mark.entity is not None else None
        if entity is not None:
            note["entity"] = noted_facts(entity)
        if note:
            yield mark.id, note


def noted_facts(entity: Entity) -> dict[str, Any]:
    """Return what the note about an entity says: whatever is known of it."""
    return {name: value for name, value in entity.to_dict().items() if value not in (None, (), [])}
