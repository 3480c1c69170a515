"""The rules of the schema, each with a document that breaks it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from diplonlp import Block, Document, Entity, Meeting, Mention, Relation, Topic, Trigger, read_documents, validate
from diplonlp.validation import validate_all

TEXT = "Посол Перу Ана Кори встретилась в Лиме с Оле Бруном. 🐟"


def mention(words: str, label: Any, entity: str | None = None, **more: Any) -> Mention:
    start = TEXT.index(words)
    given = {"id": f"m{start}-{len(words)}", "start": start, "end": start + len(words), "text": words, "lemma": words}
    return Mention(label=label, entity=entity, **(given | more))


SOUND = Document(
    id="d1",
    lang="ru",
    text=TEXT,
    date="2024-05-16",
    blocks=(Block(start=0, end=len(TEXT), lang="ru"),),
    mentions=(
        mention("Посол Перу", "TITLE", "e1"),
        mention("Перу", "STATE", "e2", value="PER"),
        mention("Ана Кори", "PERSON", "e3"),
        mention("Лиме", "LOC", "e4"),
        mention("Оле Бруном", "PERSON", "e5"),
    ),
    entities=(
        Entity(id="e1", label="TITLE", name="посол Перу", state="PER"),
        Entity(id="e2", label="STATE", name="Перу", state="PER"),
        Entity(id="e3", label="PERSON", name="Ана Кори", state="PER"),
        Entity(id="e4", label="LOC", name="Лима"),
        Entity(id="e5", label="PERSON", name="Оле Брун"),
    ),
    relations=(Relation(type="HOLDS_TITLE", source="e3", target="e1", start=0, end=19),),
    topics=(Topic(id="t1", code="maritime", name="maritime", start=53, end=54, text="🐟"),),
    meetings=(
        Meeting(
            id="v1",
            participants=("e3", "e5"),
            place="e4",
            date="2024-05-14/2024-05-16",
            topics=("t1",),
            parties=("PER",),
            trigger=Trigger(start=20, end=31, text="встретилась"),
            start=0,
            end=52,
        ),
    ),
)


def changed(**changes: Any) -> Document:
    return msgspec.structs.replace(SOUND, **changes)


def with_mention(*extra: Mention) -> Document:
    return changed(mentions=(*SOUND.mentions, *extra))


def with_meeting(**changes: Any) -> Document:
    return changed(meetings=(msgspec.structs.replace(SOUND.meetings[0], **changes),))


def with_relation(kind: Any, source: str, target: str, **place: int) -> Document:
    relation = Relation(type=kind, source=source, target=target, **({"start": 0, "end": 5} | place))
    return changed(relations=(*SOUND.relations, relation))


BROKEN = [
    (with_mention(mention("Лиме", "LOC", "e4", id="m0-10")), "mention m0-10: the id is used 2 times"),
    (changed(entities=(*SOUND.entities, SOUND.entities[0])), "entity e1: the id is used 2 times"),
    (
        with_mention(mention("Лиме", "ORG", id="x", start=34, end=37)),
        "mention x: its text is 'Лиме', but the document has",
    ),
    (with_mention(mention("Лиме", "ORG", id="x", start=70, end=74)), "mention x: 70-74 is no place in a text of 54"),
    (with_mention(mention("Лиме", "ORG", id="x", start=34, end=34)), "mention x: 34-34 is no place"),
    (with_mention(mention("Лиме", "ORG", id="x", start=-3, end=2)), "mention x: -3-2 is no place"),
    (with_relation("REPRESENTS", "e3", "e2", end=99), "REPRESENTS e3-e2: 0-99 is no place"),
    (with_meeting(end=99), "meeting v1: 0-99 is no place"),
    (with_meeting(trigger=Trigger(start=20, end=31, text="встретился")), "trigger of v1: its text is 'встретился'"),
    (changed(blocks=(Block(start=0, end=99, lang="ru"),)), "block 0-99: 0-99 is no place"),
    (with_mention(mention("Ана Кори", "PERSON", "e3", id="x")), "mention x: is m11-8 once more"),
    (with_mention(mention("Перу Ана", "ORG", id="x")), "crosses"),
    (with_mention(mention("Ана", "PERSON", "e3", id="x")), "mention x: a PERSON inside the PERSON m11-8 'Ана Кори'"),
    (with_mention(mention("Лиме", "ORG", "e9", id="x")), "mention x: points at e9, which is no entity"),
    (with_mention(mention("Лиме", "ORG", "e4", id="x")), "mention x: a ORG that points at a LOC, e4"),
    (with_relation("REPRESENTS", "e3", "e9"), "REPRESENTS e3-e9: e9 is no entity"),
    (with_relation("REPRESENTS", "e2", "e3"), "REPRESENTS e2-e3: e2 is a STATE; it takes PERSON"),
    (with_relation("HOLDS_TITLE", "e3", "e1"), "HOLDS_TITLE e3-e1: stands 2 times"),
    (with_meeting(participants=("e3", "e9")), "meeting v1: e9 is no entity"),
    (with_meeting(participants=("e3", "e1")), "meeting v1: its participant e1 is a TITLE"),
    (with_meeting(participants=("e3", "e3")), "meeting v1: a participant is listed twice"),
    (with_meeting(participants=()), "meeting v1: nobody takes part"),
    (with_meeting(place="e3"), "meeting v1: its place e3 is a PERSON"),
    (with_meeting(organizations=("e2",)), "meeting v1: its organisation e2 is a STATE"),
    (with_meeting(topics=("t9",)), "meeting v1: t9 is no topic"),
    (with_meeting(date="16 мая"), "meeting v1: '16 мая' is no date"),
    (with_meeting(date="2024-05-16/2024-05-14"), "meeting v1: '2024-05-16/2024-05-14' is no date"),
    (with_meeting(date="2024-05/2024-06"), "meeting v1: '2024-05/2024-06' is no date"),
    (with_meeting(parties=("PERU",)), "meeting v1: the party 'PERU' is no state's code"),
    (with_mention(mention("Лиме", "DATE", id="x", value="2024-02-30")), "mention x: '2024-02-30' is no date"),
    (with_mention(mention("Лиме", "DATE", id="x", value="0000-02-30")), "mention x: '0000-02-30' is no date"),
    (with_mention(mention("Лиме", "NORP", "e2", id="x", value="PE")), "mention x: 'PE' is no state's code"),
    (changed(date="вчера"), "document: its date 'вчера' is no day"),
    (changed(date="2024-13"), "document: its date '2024-13' is no day"),
    (changed(topics=(msgspec.structs.replace(SOUND.topics[0], code="fish"),)), "topic t1: its code 'fish' is not in"),
    (changed(mentions=SOUND.mentions[:-1]), "entity e5: 'Оле Брун' has no mention"),
]


@pytest.mark.parametrize(("document", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_what_breaks_the_schema_is_named(document: Document, message: str) -> None:
    assert [str(p) for p in validate(document) if message in str(p)]


def test_a_sound_document_has_no_problems() -> None:
    assert validate(SOUND) == []


@pytest.mark.parametrize(
    "extra",
    [
        [mention("Оле Бруном", "ORG", id="x")],
        [mention("Кори", "ORG", id="x"), mention("Кори встретилась", "ORG", id="y")],
        [mention("Лиме", "DATE", id="x", value=None)],
        [mention("Лиме", "DATE", id="x", value="2024")],
    ],
    ids=["same bounds", "ORG in ORG", "unresolved", "year"],
)
def test_what_the_schema_allows(extra: list[Mention]) -> None:
    assert not [p for p in validate(with_mention(*extra)) if "crosses" not in p.message]


def test_ids_of_a_corpus_are_its_documents_own() -> None:
    assert [p.message for p in validate_all([SOUND, SOUND, changed(id="d2")])] == ["another document has this id"]


def test_what_the_library_finds_keeps_the_schema(nlp: Any) -> None:
    for source in read_documents("data/samples"):
        assert validate(nlp(source)) == []
