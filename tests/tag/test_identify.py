"""The network's mentions as the house has them: what the tables know of them, and what rules settle."""

from __future__ import annotations

import pytest

from diplonlp import Pipeline


def mentions(nlp: Pipeline, text: str) -> list[tuple[str, str, str | None]]:
    return [(m.label, m.text, m.value) for m in nlp(text, date="2024-05-16").mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Кремль опроверг это сообщение.", ("STATE", "Кремль", "RUS")),
        ("Белый дом подтвердил визит.", ("STATE", "Белый дом", "USA")),
        ("Позиция Вашингтона по договору известна.", ("STATE", "Вашингтона", "USA")),
        ("Бишкек подпишет соглашение.", ("STATE", "Бишкек", "KGZ")),
        ("Министр прибыл в Бишкек.", ("LOC", "Бишкек", None)),
        ("The Kremlin denied the report.", ("STATE", "Kremlin", "RUS")),
        ("Bishkek will sign the agreement.", ("STATE", "Bishkek", "KGZ")),
        ("The minister arrived in Bishkek.", ("LOC", "Bishkek", None)),
    ],
)
def test_a_city_or_seat_that_acts_is_its_state(nlp: Pipeline, text: str, expected: tuple[str, str, str | None]) -> None:
    found = mentions(nlp, text)
    assert expected in found or (expected[0], "The " + expected[1], expected[2]) in found, found


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Азамат Бакыт уулу выступил в Бишкеке.", "Азамат Бакыт уулу"),
        ("Асан Бакыт уулу назначен временным поверенным в делах Кыргызстана в Катаре.", "Асан Бакыт уулу"),
        ("Послом страны в Турции назначена Айгуль Талант кызы, сообщило министерство.", "Айгуль Талант кызы"),
        ("Kerim Aydin oglu was named ambassador to Qatar.", "Kerim Aydin oglu"),
    ],
)
def test_a_particle_shows_a_person(nlp: Pipeline, text: str, person: str) -> None:
    assert ("PERSON", person, None) in mentions(nlp, text)


@pytest.mark.parametrize(
    ("text", "words", "kb"),
    [
        ("Саммит СНГ пройдёт в Минске.", "СНГ", "org:cis"),
        ("Leaders of the CIS met in Minsk.", "CIS", "org:cis"),
        ("Спикер Жогорку Кенеша прибыл в Анкару.", "Жогорку Кенеша", "org:kgz-jogorku-kenesh"),
    ],
)
def test_a_body_of_the_tables_has_its_id(nlp: Pipeline, text: str, words: str, kb: str) -> None:
    doc = nlp(text)
    mention = next(m for m in doc.mentions if m.text.removeprefix("the ") == words)
    assert mention.entity is not None
    assert doc.entity(mention.entity).kb == kb


def test_what_a_rules_component_was_told_replaces_what_overlaps(nlp: Pipeline) -> None:
    import diplonlp
    from diplonlp.lang.english import english

    mine = english()
    ruler = mine.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns([{"label": "ORG", "pattern": "Kemal Aydin Foundation"}])  # type: ignore[attr-defined]
    found = diplonlp.load(english=mine)("The Kemal Aydin Foundation met Ilze Bergmane in Riga.").mentions
    assert ("ORG", "Kemal Aydin Foundation") in [(m.label, m.text) for m in found]
    assert ("PERSON", "Ilze Bergmane") in [(m.label, m.text) for m in found]
