"""One id for one actor across documents, scripts and orders of reading; people and meetings are invented."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from invented import CORPUS, document, person

from diplonlp.errors import InputError
from diplonlp.link.across import resolve
from diplonlp.records import Document, Entity


def ids(documents: Sequence[Document]) -> dict[str, str]:
    """Return the resolved id of every entity, by document and entity."""
    return {f"{doc.id}#{entity.id}": str(entity.resolved) for doc in resolve(documents) for entity in doc.entities}


def test_what_the_tables_know_goes_by_its_id() -> None:
    known = Entity(id="e1", label="STATE", name="Kyrgyzstan", kb="state:KGZ")
    again = Entity(id="e7", label="STATE", name="Киргизия", kb="state:KGZ")
    found = ids([document("1", others=[known]), document("2", others=[again])])
    assert found == {"1#e1": "state:KGZ", "2#e7": "state:KGZ"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Bakyt Osmonov"), person("Бакыт Осмонов")),
        (person("Bakyt Osmonov"), person("Осмонов Бакыт Керимович")),
        (person("Valentina Korniyenko"), person("Валентина Корниенко")),
        (person("Talant Osmonov"), person("Talent Osmonov")),
        (person("Li Wenjun"), person("Ли Вэньцзюнь")),
        (person("Osmonov", aliases=("Bakyt Osmonov",)), person("Бакыт Осмонов")),
        (person("Б. Осмонов", "KGZ"), person("Bakyt Osmonov", "KGZ")),
        (person("Б. Осмонов", None, "Speaker"), person("Bakyt Osmonov", None, "Speaker")),
        (person("Осмонов", "KGZ", "Speaker"), person("Bakyt Osmonov", "KGZ", "Speaker")),
        (person("Bill Gately", "USA"), person("Билл Гейтли", "USA")),
    ],
)
def test_one_person_has_one_id(one: dict[str, object], other: dict[str, object]) -> None:
    found = ids([document("1", one), document("2", other)])
    assert found["1#p0"] == found["2#p0"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Осмонов"), person("Осмонов")),
        (person("Осмонов", "KGZ"), person("Bakyt Osmonov", "KGZ")),
        (person("Осмонов", None, "Speaker"), person("Bakyt Osmonov", None, "Speaker")),
        (person("Б. Осмонов"), person("Bakyt Osmonov")),
        (person("Б. Осмонов", "KGZ"), person("Bakyt Osmonov", "KAZ")),
        (person("Dariga Osmonova"), person("Nurlan Osmonov")),
        (person("Bakyt Osmonov", "KGZ"), person("Bakyt Osmonov", "KAZ")),
        (person("Бакыт Керимович Осмонов"), person("Бакыт Азаматович Осмонов")),
        (person("Талант Осмонов", "KGZ"), person("Талант Асмонов", "KGZ")),
        (person("Talant Osmonov", "KGZ"), person("Талант Асмонов", "KGZ")),
        (person("Marat Osmonov"), person("Мурат Осмонов")),
        (person("Валентина Ивановна"), person("Валентина Ивановна")),
    ],
)
def test_two_people_have_two_ids(one: dict[str, object], other: dict[str, object]) -> None:
    found = ids([document("1", one), document("2", other)])
    assert found["1#p0"] != found["2#p0"]


def test_slug_is_readable_and_romanised() -> None:
    found = ids([document("1", person("Осмонов Бакыт Керимович"), person("Си Юаньцзин"))])
    assert found["1#p0"] == "person:bakyt-osmonov"
    assert found["1#p1"] == "person:xi-yuanjing"


def test_namesakes_are_told_apart_by_a_fact_not_a_number() -> None:
    found = ids([document("1", person("Ivan Petrov", "RUS")), document("2", person("Иван Петров", "KGZ"))])
    assert found == {"1#p0": "person:ivan-petrov-rus", "2#p0": "person:ivan-petrov-kgz"}


def test_company_decides_on_initials() -> None:
    partner = person("Nurlan Sadykov")
    with_him = [document("1", person("B. Osmonov"), partner, meet=True)]
    met = [document("2", person("Bakyt Osmonov"), person("Нурлан Садыков"), meet=True)]
    apart = [document("2", person("Bakyt Osmonov"), person("Нурлан Садыков"))]
    assert ids(with_him + met)["1#p0"] == "person:bakyt-osmonov"
    assert ids(with_him + apart)["1#p0"] != "person:bakyt-osmonov"


def test_initials_that_fit_two_people_link_to_neither() -> None:
    found = ids(
        [
            document("1", person("I. Petrov", "RUS")),
            document("2", person("Ivan Petrov", "RUS")),
            document("3", person("Igor Petrov", "RUS")),
        ]
    )
    assert len(set(found.values())) == 3


def test_a_name_between_two_people_does_not_join_them() -> None:
    """Two namesakes of two states stay two, though a third document names no state."""
    found = ids(
        [
            document("1", person("Ivan Petrov", "RUS")),
            document("2", person("Ivan Petrov", "KGZ")),
            document("3", person("Ivan Petrov")),
        ]
    )
    assert found["1#p0"] != found["2#p0"]


def test_one_wrong_state_does_not_cut_a_person_in_two() -> None:
    often = [document(f"a{number}", person("Bakyt Osmonov", "KGZ")) for number in range(6)]
    seldom = [document("b", person("Bakyt Osmonov", "KAZ")), document("c", person("Бакыт Осмонов"))]
    found = ids(often + seldom)
    assert found["c#p0"] == found["a0#p0"] != found["b#p0"]


def test_people_of_one_document_stay_apart() -> None:
    found = ids(
        [document("1", person("Bakyt Osmonov"), person("Бакыт Осмонов", "KAZ")), document("2", person("Bakyt Osmonov"))]
    )
    assert found["1#p0"] != found["1#p1"]


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_the_documents_does_not_matter(seed: int) -> None:
    shuffled = random.Random(seed).sample(CORPUS, len(CORPUS))
    assert ids(shuffled) == ids(CORPUS)
    assert [doc.id for doc in resolve(shuffled)] == [doc.id for doc in shuffled]


def test_bodies_of_two_states_and_companies() -> None:
    def body(name: str, state: str | None) -> Entity:
        return Entity(id="o", label="ORG", name=name, state=state)

    found = ids(
        [
            document("1", others=[body("Ministry of Roads", "KGZ")]),
            document("2", others=[body("Ministry of Roads", "KAZ")]),
            document("3", others=[body("Zarnitsa Air", "KGZ")]),
            document("4", others=[body("Зарница Аир", None)]),
        ]
    )
    assert found["1#o"] == "org:ministry-of-roads-kgz"
    assert found["2#o"] == "org:ministry-of-roads-kaz"
    assert found["3#o"] == found["4#o"]


def test_every_entity_gets_an_id() -> None:
    ugly = [person(""), person("🙂"), person("Ю"), person("—")]
    found = ids([document("1", *ugly), document("2", *ugly)])
    assert all(value.startswith("person:") for value in found.values())
    assert len(found) == 8


def test_repeated_document_ids_are_an_error() -> None:
    with pytest.raises(InputError, match="several documents have this id"):
        resolve([document("1"), document("1")])


def test_nothing_comes_of_nothing() -> None:
    assert resolve([]) == []
