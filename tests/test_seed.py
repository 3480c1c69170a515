"""The document this library was asked for with: a machine-translated news page, pasted with its menus.

Nothing but the text is given; its date stands in its head.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from diplonlp.pipeline import Pipeline
from diplonlp.records import Document, Meeting

SEED = Path(__file__).parents[1].parent / "shared" / "seed"

pytestmark = pytest.mark.skipif(
    not list(SEED.glob("*.txt")) if SEED.is_dir() else True,
    reason="the seed document is not part of the repository: it lies in ../shared/seed, which is not here",
)


@pytest.fixture(scope="module")
def doc(nlp: Pipeline) -> Document:
    text = next(SEED.glob("*.txt")).read_text(encoding="utf-8")
    return nlp(text)


def by_kb(doc: Document, kb: str) -> Any:
    return next((entity for entity in doc.entities if entity.kb == kb), None)


def person(doc: Document, surname: str) -> Any:
    return next(entity for entity in doc.people if entity.name.endswith(surname))


def ties(doc: Document) -> set[tuple[str, str, str]]:
    def key(entity_id: str) -> str:
        entity = doc.entity(entity_id)
        return entity.kb or entity.name

    return {(r.type, key(r.source), key(r.target)) for r in doc.relations}


def titles_of(doc: Document, surname: str) -> list[str]:
    holder = person(doc, surname).id
    found = [doc.entity(r.target) for r in doc.relations if r.type == "HOLDS_TITLE" and r.source == holder]
    return [name.lower() for title in found for name in (title.name, *title.aliases)]


def meeting(doc: Document, kind: str) -> Meeting:
    """The bilateral meeting, or the session in an organisation's frame."""
    people = {person(doc, "Mamytov").id, person(doc, "Matvienko").id}
    found = [m for m in doc.meetings if set(m.participants) == people and bool(m.organizations) == (kind == "session")]
    assert len(found) == 1, [m.to_dict() for m in doc.meetings]
    return found[0]


def codes(doc: Document, found: Meeting) -> set[str]:
    return {topic.code for topic in doc.topics if topic.id in found.topics}


def test_date_and_languages(doc: Document) -> None:
    assert (doc.date, doc.lang) == ("2022-03-30", "en")
    assert {"en", "ru"} <= {block.lang for block in doc.blocks}


def test_the_people_and_nobody_else(doc: Document) -> None:
    assert sorted(p.name for p in doc.people) == ["Talant Mamytov", "Valentina Matvienko"]
    assert "Talent Mamytov" in person(doc, "Mamytov").aliases
    assert {m.text for m in doc.mentions if m.label == "PERSON"} == {
        "Talant Mamytov",
        "Talent Mamytov",
        "Valentina Matvienko",
    }


def test_titles_and_their_holders(doc: Document) -> None:
    assert "speaker of the parliament of kyrgyzstan" in titles_of(doc, "Mamytov")
    assert "chairman of the federation council of the federal assembly of the russian federation" in titles_of(
        doc, "Matvienko"
    )
    assert not any("speaker" in title for title in titles_of(doc, "Matvienko"))
    assert not any("chairman" in title for title in titles_of(doc, "Mamytov"))


def test_states_by_all_their_names(doc: Document) -> None:
    kyrgyzstan, russia = by_kb(doc, "state:KGZ"), by_kb(doc, "state:RUS")
    forms = {
        entity.id: {m.text for m in doc.mentions if m.entity == entity.id and m.label == "STATE"}
        for entity in (kyrgyzstan, russia)
    }
    assert {"Kyrgyzstan", "Republic of Kyrgyzstan", "Bishkek"} <= forms[kyrgyzstan.id]
    assert {"Russia", "Russian Federation"} <= forms[russia.id]
    assert {m.value for m in doc.mentions if m.entity == kyrgyzstan.id} == {"KGZ"}
    assert "Kyrgyz" in {m.text for m in doc.mentions if m.label == "NORP" and m.value == "KGZ"}
    assert {e.kb for e in doc.entities if e.label == "STATE"} <= {"state:KGZ", "state:RUS", "state:KAZ"}


def test_people_represent_their_states(doc: Document) -> None:
    assert {("REPRESENTS", "Talant Mamytov", "state:KGZ"), ("REPRESENTS", "Valentina Matvienko", "state:RUS")} <= ties(
        doc
    )
    assert (person(doc, "Mamytov").state, person(doc, "Matvienko").state) == ("KGZ", "RUS")


def test_organisations_and_what_they_are_part_of(doc: Document) -> None:
    assert by_kb(doc, "org:eaeu") is not None
    assert by_kb(doc, "org:cis") is not None
    assert by_kb(doc, "org:cis-ipa") is not None
    bodies = {m.text for m in doc.mentions if m.label == "ORG"}
    assert "Ministry of Internal Affairs" in bodies
    assert any(text.startswith("Federation Council") for text in bodies)
    found = ties(doc)
    assert ("MEMBER_OF", "state:KGZ", "org:eaeu") in found
    assert ("PART_OF", "org:cis-ipa", "org:cis") in found
    council = next(m.entity for m in doc.mentions if m.label == "ORG" and m.text.startswith("Federation Council"))
    assembly = next(m.entity for m in doc.mentions if m.label == "ORG" and m.text.startswith("Federal Assembly"))
    assert (council, assembly) in {(r.source, r.target) for r in doc.relations if r.type == "PART_OF"}


def test_the_bilateral_meeting(doc: Document) -> None:
    found = meeting(doc, "bilateral")
    assert (found.event, found.status, found.date) == ("CONSULT", "held", "2022-03-29")
    assert sorted(found.parties) == ["KGZ", "RUS"]
    place = doc.entity(found.place or "")
    assert (place.kb, place.state) == ("place:almaty", "KAZ")


def test_the_topics_of_the_bilateral_meeting(doc: Document) -> None:
    found = codes(doc, meeting(doc, "bilateral"))
    assert {"allied-relations", "migration", "economic-cooperation"} <= found
    words = " | ".join(topic.text for topic in doc.topics if topic.id in meeting(doc, "bilateral").topics)
    assert "migration amnesty" in words
    assert "state-funded places" in words or "Kyrgyz students" in words


def test_the_solemn_meeting_of_the_assembly(doc: Document) -> None:
    found = meeting(doc, "session")
    assert (found.status, found.date) == ("held", "2022-03-29")
    assert doc.entity(found.place or "").kb == "place:almaty"
    assert "org:cis-ipa" in {doc.entity(body).kb for body in found.organizations}


def test_the_two_meetings_are_all(doc: Document) -> None:
    assert len(doc.meetings) == 2, [(m.trigger.text, m.participants, m.status) for m in doc.meetings]


def test_the_anniversary_is_found(doc: Document) -> None:
    named = [m.text for m in doc.mentions if m.label == "EVENT"] + [topic.text for topic in doc.topics]
    assert any("anniversary" in words for words in named), named


def test_the_lines_of_the_page_name_nobody(doc: Document) -> None:
    last = doc.text.rindex("Новости партнёров")
    assert [m.text for m in doc.mentions if m.start >= last and m.label in ("PERSON", "STATE", "EVENT")] == []
