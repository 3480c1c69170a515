from __future__ import annotations

import pytest

from diplonlp.records import Document, Entity, Meeting, Mention, Relation, Topic, Trigger

RU = "Министр иностранных дел Киргизии Лия Варо и посол Казахстана Ору Кестен 29 марта в Оше обсудили торговлю."
EN = "Oru Kesten, ambassador of Kazakhstan, will call Lia Varo on Friday."


def mention(text: str, words: str, label: str, entity: str | None, number: int) -> Mention:
    start = text.index(words)
    return Mention(
        id=f"m{number}", start=start, end=start + len(words), text=words, label=label, lemma=words, entity=entity
    )


@pytest.fixture
def russian() -> Document:
    found = [
        ("Министр иностранных дел Киргизии", "TITLE", "e3"),
        ("Киргизии", "STATE", "e5"),
        ("Лия Варо", "PERSON", "e1"),
        ("посол Казахстана", "TITLE", "e4"),
        ("Ору Кестен", "PERSON", "e2"),
        ("29 марта", "DATE", None),
        ("Оше", "LOC", "e6"),
    ]
    return Document(
        id="ru-1",
        lang="ru",
        title="Встреча <в> Оше",
        date="2022-03-30",
        text=RU,
        mentions=tuple(mention(RU, *row, number) for number, row in enumerate(found)),
        entities=(
            Entity(id="e1", label="PERSON", name="Лия Варо", name_en="Lia Varo", name_ru="Лия Варо", state="KGZ"),
            Entity(id="e2", label="PERSON", name="Ору Кестен", name_en="Oru Kesten", name_ru="Ору Кестен", state="KAZ"),
            Entity(id="e3", label="TITLE", name="министр иностранных дел Киргизии"),
            Entity(id="e4", label="TITLE", name="посол Казахстана"),
            Entity(id="e5", label="STATE", name="Киргизия", kb="state:KGZ", state="KGZ"),
            Entity(id="e6", label="LOC", name="Ош", state="KGZ"),
        ),
        relations=(
            Relation(type="HOLDS_TITLE", source="e1", target="e3", start=0, end=41),
            Relation(type="HOLDS_TITLE", source="e2", target="e4", start=44, end=71),
        ),
        topics=(
            Topic(id="t1", code="trade", name="торговля", start=RU.index("торговлю"), end=len(RU) - 1, text="торговлю"),
        ),
        meetings=(
            Meeting(
                id="v1",
                participants=("e1", "e2"),
                parties=("KAZ", "KGZ"),
                place="e6",
                date="2022-03-29",
                date_text="29 марта",
                topics=("t1",),
                mode="visit",
                trigger=Trigger(start=RU.index("обсудили"), end=RU.index("обсудили") + 8, text="обсудили"),
                start=0,
                end=len(RU),
            ),
        ),
    )


@pytest.fixture
def english() -> Document:
    return Document(
        id="en-1",
        lang="en",
        date="2022-04-05",
        text=EN,
        mentions=(mention(EN, "Oru Kesten", "PERSON", "e1", 1), mention(EN, "Lia Varo", "PERSON", "e2", 2)),
        entities=(
            Entity(id="e1", label="PERSON", name="Oru Kesten", name_en="Oru Kesten", name_ru="Ору Кестен", state="KAZ"),
            Entity(id="e2", label="PERSON", name="Lia Varo", name_en="Lia Varo", name_ru="Лия Варо", state="KGZ"),
        ),
        meetings=(
            Meeting(
                id="v1",
                status="planned",
                mode="phone",
                participants=("e1", "e2"),
                trigger=Trigger(start=43, end=47, text="call"),
                start=0,
                end=len(EN),
            ),
        ),
    )
