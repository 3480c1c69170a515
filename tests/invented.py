"""Documents of invented people for tests of who is who across documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diplonlp import Document, Entity, Meeting, Relation, Trigger


def person(name: str, state: str | None = None, title: str | None = None, **more: Any) -> dict[str, Any]:
    """Return what a test says of one person of a document."""
    return {"name": name, "state": state, "title": title, **more}


def document(
    key: str,
    *people: dict[str, Any],
    meet: bool = False,
    date: str | None = None,
    others: Sequence[Entity] = (),
    body: Entity | None = None,
) -> Document:
    """Build a document of people, their titles, perhaps one meeting of all of them, and a body all of them are of."""
    entities = [*others, *([body] if body else [])]
    relations = []
    for number, said in enumerate(people):
        facts = {name: value for name, value in said.items() if name != "title"}
        entities.append(Entity(id=f"p{number}", label="PERSON", **facts))
        if said["title"]:
            entities.append(Entity(id=f"t{number}", label="TITLE", name=said["title"]))
            relations.append(Relation(type="HOLDS_TITLE", source=f"p{number}", target=f"t{number}", start=0, end=1))
        if body:
            relations.append(Relation(type="REPRESENTS", source=f"p{number}", target=body.id, start=0, end=1))
    participants = tuple(f"p{number}" for number in range(len(people)))
    trigger = Trigger(start=0, end=3, text="met")
    return Document(
        id=key,
        lang="en",
        text="met",
        date=date,
        entities=tuple(entities),
        relations=tuple(relations),
        meetings=(Meeting(id="v1", participants=participants, trigger=trigger, start=0, end=3),) if meet else (),
    )


CORPUS = (
    document("1", person("Talant Osmonov", "KGZ", "Speaker"), person("Nurlan Sadykov", "KAZ"), meet=True),
    document("2", person("Талант Осмонов", "KGZ"), person("Дарига Садыкова", "KAZ")),
    document("3", person("Осмонов", "KGZ")),
    document("4", person("Talent Osmonov"), person("Н. Садыков", "KAZ")),
    document("5", person("T. Osmonov", "KGZ")),
    document("6", person("Осмонов")),
    document("7", person("Ivan Petrov", "RUS"), person("Igor Petrov", "RUS")),
    document("8", person("Ivan Petrov", "KGZ"), person("I. Petrov", "RUS")),
    document("9", person("Иван Петрович Петров")),
    document("10", person("Талант Асмонов", "KGZ"), person("Osmonov", "KGZ", "Speaker")),
    document("11", person("Си Юаньцзин")),
    document("12", person("Xi Yuanjing", "CHN")),
    document("13", person("Осмонов Талант Керимович", "KGZ", "Спикер"), date="2020-05-01"),
    document("14", person("Б. Сатаров"), person("Nurlan Sadykov", "KAZ"), meet=True),
    document("15", person("Bakyt Satarov"), person("Нурлан Садыков"), meet=True),
    document("16", others=[Entity(id="o", label="ORG", name="Ministry of Roads", state="KGZ")]),
    document("17", others=[Entity(id="o", label="ORG", name="Ministry of Roads", state="KAZ")]),
    document("18", others=[Entity(id="o", label="ORG", name="Zarnitsa Air", name_ru="Зарница Эйр")]),
    document("19", others=[Entity(id="o", label="ORG", name="Зарница Эйр", state="KGZ")]),
    document("20", others=[Entity(id="s", label="STATE", name="Киргизия", kb="state:KGZ")]),
    document("21", person("Ivan Petrov"), person("Ivan Petrov")),
    document("22", person("Корниенко"), person("Hradecky")),
    document("23", person("Valentina Korniyenko", "RUS"), person("Z. Hradecky")),
    document("24", person("Korniyenko", "RUS"), person("Zeve Hradecky")),
    document("25", person("Градецкий"), person("Ziv Hradecky", "CZE")),
    document("26", person("В. Корниенко"), person("Lidington")),
    document("27", person("Лидингтон"), person("D. Lidington")),
)
