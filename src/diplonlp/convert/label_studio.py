"""Label Studio's JSON: a task for each document, with regions, choices for each region, and relations between them.

Meetings are regions on their trigger. Offsets are UTF-16 units, as a browser counts. What Label Studio has no place
for travels in the task's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import msgspec

from diplonlp.convert.brat_config import COLOURS
from diplonlp.convert.carried import pack
from diplonlp.convert.check import check_spans
from diplonlp.convert.files import write_text, writing
from diplonlp.convert.markup import (
    CHOICES,
    EVERYTHING,
    RELATIONS,
    ROLES,
    Mark,
    Markup,
    MeetingMark,
    TopicMark,
    draw,
    undrawn,
)
from diplonlp.convert.merge import topic_names
from diplonlp.convert.report import Ledger, Losses
from diplonlp.convert.utf16 import Utf16
from diplonlp.errors import FormatError
from diplonlp.records import LABELS, Document

if TYPE_CHECKING:
    from diplonlp.pipeline import Pipeline

TEXT, LABEL, ENTITY, VALUE, CODE = "text", "label", "entity", "value", "topic"
MEETING, TOPIC = "MEETING", "TOPIC"
KEY = "diplonlp"
# Kinds of our records; a region's id begins with one.
MENTION_ID, TOPIC_ID, MEETING_ID = "mention-", "topic-", "meeting-"


def label_studio_config(codes: Iterable[str] = ()) -> str:
    """Return the labeling configuration to paste into a Label Studio project: labels, choices, relations.

    Parameters
    ----------
    codes : iterable of str
        Topics to choose from besides those of the table.

    Examples
    --------
    >>> print(label_studio_config().splitlines()[1])
      <Labels name="label" toName="text">
    """
    codes = sorted({*topic_names(), *codes})
    colours = {name.upper(): colour for name, colour in COLOURS.items()}
    labels = [
        f"    <Label value={quoteattr(name)} background={quoteattr(colours[name])}/>"
        for name in (*LABELS, TOPIC, MEETING)
    ]
    relations = [f"    <Relation value={quoteattr(name)}/>" for name in (*RELATIONS, *ROLES)]
    lines = [
        "<View>",
        f'  <Labels name="{LABEL}" toName="{TEXT}">',
        *labels,
        "  </Labels>",
        "  <Relations>",
        *relations,
        "  </Relations>",
        f'  <Text name="{TEXT}" value="${TEXT}" granularity="word"/>',
        *(line for name, values in CHOICES.items() for line in _choices(name, values, MEETING, "radio")),
        *_choices(CODE, codes, TOPIC, "select"),
        *_field(ENTITY, "the entity it means: mentions with the same id are one"),
        *_field(VALUE, "the date (2024-05-14) or the state's code (KGZ)"),
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _choices(name: str, values: Iterable[str], label: str, layout: str) -> Iterator[str]:
    shape = ' layout="select"' if layout == "select" else ' choice="single-radio" showInline="true"'
    when = f'visibleWhen="region-selected" whenTagName="{LABEL}" whenLabelValue="{label}"'
    yield f'  <Choices name="{name}" toName="{TEXT}" perRegion="true" {when}{shape}>'
    yield from (f"    <Choice value={quoteattr(value)}/>" for value in values)
    yield "  </Choices>"


def _field(name: str, hint: str) -> Iterator[str]:
    labels = ",".join(LABELS)
    when = f'visibleWhen="region-selected" whenTagName="{LABEL}" whenLabelValue="{labels}"'
    yield f'  <TextArea name="{name}" toName="{TEXT}" perRegion="true" {when} maxSubmissions="1" editable="true"'
    yield f"    placeholder={quoteattr(hint)}/>"


def write_label_studio(
    documents: Iterable[Document], path: Path, ledger: Ledger, trees: Pipeline | None = None
) -> None:
    """Write a file to import into Label Studio, and the labeling configuration beside it."""
    codes: set[str] = set()
    with writing(path) as file:
        file.write(b"[")
        separator = b"\n"
        for document in documents:
            losses = Losses(document.id)
            try:
                task = msgspec.json.encode(make_task(document, losses))
            except FormatError as error:
                ledger.fail(error)
                continue
            file.write(separator + task)
            separator = b",\n"
            codes.update(topic.code for topic in document.topics)
            ledger.close(losses)
        file.write(b"\n]\n")
    write_text(config_path(path), label_studio_config(codes))


def config_path(path: Path) -> Path:
    """Return where the configuration stands: beside the tasks.

    Examples
    --------
    >>> config_path(Path("gold/tasks.json.gz")).name
    'tasks.config.xml'
    """
    return path.with_name(path.name.removesuffix(".gz").removesuffix(".json") + ".config.xml")


def make_task(document: Document, losses: Losses) -> dict[str, Any]:
    """Return a document as a task with one annotation, as Label Studio imports it.

    Parameters
    ----------
    document : Document
        An annotated document.
    losses : Losses
        Takes what cannot be drawn, though it is carried along.

    Raises
    ------
    FormatError
        When its offsets do not fit its text.

    Examples
    --------
    >>> from diplonlp import Mention
    >>> riga = Mention(id="m1", start=2, end=6, text="Рига", label="LOC", lemma="Рига")
    >>> task = make_task(Document(id="d", lang="ru", text="🙂 Рига", mentions=(riga,)), Losses("d"))
    >>> task["annotations"][0]["result"][0]["value"]
    {'start': 3, 'end': 7, 'text': 'Рига', 'labels': ['LOC']}
    """
    check_spans(document)
    packed = pack(document)
    drawn = draw(document, EVERYTHING)
    for kind, example, reason in undrawn(document, drawn):
        losses.add(kind, example, reason, carried=True)
    results = list(_Results(document.text).of(drawn))
    return {
        "data": {TEXT: document.text, "id": document.id, KEY: msgspec.Raw(packed.encode())},
        "annotations": [{"result": results, "was_cancelled": False}],
    }


class _Results:
    """Makes the items of an annotation's ``result``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = Utf16(text)

    def of(self, drawn: Markup) -> Iterator[dict[str, Any]]:
        for mark in drawn.mentions:
            name = MENTION_ID + mark.id
            yield self._item(name, mark, LABEL, "labels", [mark.label])
            yield from self._filled(name, mark)
        for topic in drawn.topics or ():
            name = TOPIC_ID + topic.id
            yield self._item(name, topic, LABEL, "labels", [TOPIC])
            yield self._item(name, topic, CODE, "choices", [topic.label])
        for meeting in drawn.meetings or ():
            yield from self._meeting(meeting)
        for tie in drawn.ties or ():
            yield _relation(MENTION_ID + tie.source, MENTION_ID + tie.target, tie.type)

    def _filled(self, name: str, mark: Mark) -> Iterator[dict[str, Any]]:
        for field, content in ((ENTITY, mark.entity), (VALUE, mark.value)):
            if content is not None:
                yield self._item(name, mark, field, "textarea", [content])

    def _meeting(self, meeting: MeetingMark) -> Iterator[dict[str, Any]]:
        name = MEETING_ID + meeting.id
        yield self._item(name, meeting, LABEL, "labels", [MEETING])
        for choice in CHOICES:
            value = getattr(meeting, choice)
            if value is not None:
                yield self._item(name, meeting, choice, "choices", [value])
        for role, target in meeting.arguments:
            yield _relation(name, (TOPIC_ID if role == "Topic" else MENTION_ID) + target, role)

    def _item(
        self, name: str, mark: Mark | TopicMark | MeetingMark, control: str, kind: str, content: list[str]
    ) -> dict[str, Any]:
        value: dict[str, Any] = {
            "start": self.units.to_units(mark.start),
            "end": self.units.to_units(mark.end),
            "text": self.text[mark.start : mark.end],
        }
        value["text" if kind == "textarea" else kind] = content
        return {"id": name, "from_name": control, "to_name": TEXT, "type": kind, "value": value}


def _relation(source: str, target: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [label]}
