"""Small documents made by hand, and a stand-in for the resolver so that these tests are about the graph alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import pytest
from anyascii import anyascii

from diplonlp.graph import build
from diplonlp.records import Document, Entity, Meeting, Topic, Trigger

KINDS = {"PERSON": "person", "TITLE": "title", "STATE": "state", "ORG": "org", "LOC": "place", "EVENT": "event"}


def _resolved_id(entity: Entity) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(entity.name_en or entity.name).lower())
    return entity.kb or f"{KINDS[entity.label]}:{slug}"


def _resolve(documents: Iterable[Document]) -> list[Document]:
    return [
        msgspec.structs.replace(
            document,
            entities=tuple(msgspec.structs.replace(e, resolved=_resolved_id(e)) for e in document.entities),
        )
        for document in documents
    ]


@pytest.fixture(autouse=True)
def _names_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "resolve", _resolve)


# Invented people of real states.
ACTORS = {
    "lia": {"label": "PERSON", "name": "Lia Varo", "name_en": "Lia Varo", "name_ru": "Лия Варо", "state": "KGZ"},
    "oru": {"label": "PERSON", "name": "Oru Kesten", "name_en": "Oru Kesten", "name_ru": "Ору Кестен", "state": "KAZ"},
    "mar": {"label": "PERSON", "name": "Mar Dolin", "name_en": "Mar Dolin", "name_ru": "Мар Долин", "state": "RUS"},
    "ten": {"label": "PERSON", "name": "Ten Ashur", "name_en": "Ten Ashur", "state": "UZB"},
    "kgz": {"label": "STATE", "name": "Kyrgyzstan", "name_en": "Kyrgyzstan", "state": "KGZ", "kb": "state:KGZ"},
    "rus": {"label": "STATE", "name": "Russia", "name_en": "Russia", "state": "RUS", "kb": "state:RUS"},
    "un": {"label": "ORG", "name": "United Nations", "name_en": "United Nations", "kb": "org:un"},
    "osce": {"label": "ORG", "name": "OSCE", "name_en": "OSCE", "kb": "org:osce"},
    "mfa": {"label": "ORG", "name": "Foreign Ministry", "state": "KGZ", "kb": "org:kgz-mfa"},
    "osh": {"label": "LOC", "name": "Osh", "name_en": "Osh", "state": "KGZ", "kb": "place:osh"},
    "almaty": {"label": "LOC", "name": "Almaty", "name_en": "Almaty", "state": "KAZ", "kb": "place:almaty"},
}
Report = Callable[..., Document]


@pytest.fixture
def report() -> Report:
    """Make a document that tells of one meeting: report("d1", "lia oru", date="2022-03-29", place="osh")."""
    return make_report


def make_report(
    name: str,
    who: str,
    *,
    published: str | None = "2022-03-30",
    lang: str = "en",
    topic: str | None = None,
    **meeting: Any,
) -> Document:
    text = f"{name}: they met."
    used = dict.fromkeys([*who.split(), *([meeting["place"]] if meeting.get("place") else [])])
    states = [ACTORS[actor].get("state") for actor in who.split()]
    meeting.setdefault("parties", tuple(sorted({state for state in states if state})))
    topics = (Topic(id="t1", code=topic, name=topic, start=0, end=1, text=text[0]),) if topic else ()
    return Document(
        id=name,
        lang=lang,
        text=text,
        date=published,
        entities=tuple(Entity(id=actor, **ACTORS[actor]) for actor in used),
        topics=topics,
        meetings=(
            Meeting(
                id="v1",
                participants=tuple(who.split()),
                topics=tuple(item.id for item in topics),
                start=0,
                end=len(text),
                trigger=Trigger(start=len(name) + 7, end=len(name) + 10, text="met"),
                score=0.9,
                **meeting,
            ),
        ),
    )
