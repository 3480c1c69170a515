"""EntityStore: who is one and who is two, in any order of reading; all people are invented."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from invented import CORPUS, document, person

from diplonlp import Document, Entity, EntityStore, FormatError, InputError, resolve
from diplonlp.link.store import judging


def stored(*documents: Document) -> EntityStore:
    """Return a store in memory with these documents."""
    store = EntityStore.open()
    store.add_many(documents)
    return store


def groups(store: EntityStore) -> set[frozenset[str]]:
    """Return the clusters without their ids."""
    return {frozenset(keys) for _, keys in store.clusters()}


def is_one(store: EntityStore, a: str = "1#p0", b: str = "2#p0") -> bool:
    """Return whether the store holds two actors to be one."""
    return store.explain(a, b).same


KNOWN = {"kb": "person:w1"}
OTHER = {"kb": "person:w2"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Bakyt Osmonov"), person("Бакыт Осмонов")),
        (person("Bakyt Osmonov"), person("Осмонов Бакыт Керимович")),
        (person("Valentina Korniyenko"), person("Валентина Корниенко")),
        (person("V. Korniyenko", "RUS"), person("Валентина Корниенко", "RUS")),
        (person("Korniyenko", "RUS", "Speaker"), person("Валентина Корниенко", "RUS", "Speaker")),
        (person("Askar Beknazarov", "KAZ"), person("Аскар Бекназаров", "KAZ", "Deputy")),
        (person("Bakyt Osmonov", "KGZ", **KNOWN), person("Бакыт Осмонов", "KGZ")),
        (person("Bakyt Osmonov", **KNOWN), person("The Speaker", **KNOWN)),
    ],
)
def test_one_in_two_documents(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert is_one(stored(document("1", one), document("2", other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Осмонов"), person("Osmonov")),
        (person("Осмонов", "KGZ"), person("Osmonov", "KGZ")),
        (person("Осмонов", "KGZ"), person("Bakyt Osmonov", "KGZ")),
        (person("Осмонов", None, "Speaker"), person("Bakyt Osmonov", None, "Speaker")),
        (person("Dariga Osmonova"), person("Aigul Osmonova")),
        (person("Dariga Osmonova", "KGZ"), person("Nurlan Osmonov", "KGZ")),
        (person("Бакыт Керимович Осмонов", "KGZ"), person("Талант Керимович Осмонов", "KGZ")),
        (person("Бакыт Керимович Осмонов"), person("Бакыт Азаматович Осмонов")),
        (person("Bakyt Osmonov", "KGZ", "Speaker"), person("Talant Sadykov", "KGZ", "Speaker")),
        (person("Bakyt Osmonov", "KGZ"), person("Bakyt Osmonov", "KAZ")),
        (person("Bakyt Osmonov", **KNOWN), person("Bakyt Osmonov", **OTHER)),
        (person("B. Osmonov"), person("Bakyt Osmonov")),
        (person("🙂"), person("🙃")),
    ],
)
def test_two_in_two_documents(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not is_one(stored(document("1", one), document("2", other)))


@pytest.mark.parametrize(
    ("name", "full", "same"),
    [
        ("Korniyenko", "Валентина Корниенко", True),
        ("Корниенко", "V. I. Korniyenko", True),
        ("Корниенко", "Korniyenko", True),
        ("Kornilenko", "Корниенко", False),
        ("V. Korniyenko", "Валентина Корниенко", True),
        ("N. Korniyenko", "Валентина Корниенко", False),
        ("Hradecky", "Lukas Hradecky", True),
        ("Lukas", "Lukas Hradecky", False),
        ("Lukas", "Hradecky Lukas", False),
        ("Petrov", "Ivan Petrov", False),
        ("Johnson", "Amelia Johnson", False),
        ("Смит", "Amelia Smith", False),
        ("Ким", "Kim Soo-hwan", False),
        ("Аскаров", "Askar Askarov", False),
        ("Wei", "Wei Longming", False),
    ],
)
def test_a_rare_family_name_is_enough_and_a_common_one_never(name: str, full: str, same: bool) -> None:
    store = stored(document("1", person(name)), document("2", person(full)))
    assert is_one(store) is same
    assert ("a family name few bear" in str(store.explain("1#p0", "2#p0"))) is same


def test_a_rare_family_name_goes_to_the_only_one_who_has_it() -> None:
    store = stored(document("1", person("Корниенко")), document("2", person("Valentina Korniyenko", "RUS")))
    assert is_one(store)
    store.add(document("3", person("Nadezhda Korniyenko", "RUS")))
    assert groups(store) == {frozenset({"1#p0"}), frozenset({"2#p0"}), frozenset({"3#p0"})}
    assert "fits two" in str(store.explain("1#p0", "2#p0"))
    store.add(document("1", person("Корниенко", "UKR")))
    assert "different states" in str(store.explain("1#p0", "2#p0")), store.explain("1#p0", "2#p0")
    store.remove("3")
    store.add(document("1", person("Корниенко", "RUS")))
    assert is_one(store)


def test_a_rare_family_name_joins_no_two() -> None:
    people = ("Zeve Hradecky", "Ziv Hradecky", "Hradecky", "Z. Hradecky")
    store = stored(*(document(str(number), person(name)) for number, name in enumerate(people)))
    assert not is_one(store, "0#p0", "1#p0")
    assert not is_one(store, "2#p0", "0#p0")


def test_a_shared_organisation_decides_on_initials() -> None:
    body = Entity(id="o", label="ORG", name="Zarnitsa Air", kb="org:zarnitsa")
    full, short = person("Bakyt Osmonov"), person("B. Osmonov")
    assert is_one(stored(document("1", full, body=body), document("2", short, body=body)))
    assert not is_one(stored(document("1", full, body=body), document("2", short)))


def body(key: str, name: str, state: str | None = None) -> Document:
    return document(key, others=[Entity(id="o", label="ORG", name=name, state=state)])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (body("1", "Zarnitsa Air"), body("2", "Зарница Аир", "KGZ"), True),
        (body("1", "Northern Roads Union"), body("2", "NRU"), True),
        (body("1", "All Roads Congress"), body("2", "ARC"), True),
        (body("1", "Национальная хоккейная лига"), body("2", "НХЛ"), True),
        (body("1", "Ministry of Roads", "KGZ"), body("2", "Ministry of Roads", "KAZ"), False),
        (body("1", "Ministry of Roads", "KGZ"), body("2", "Ministry of Roads"), False),
        (body("1", "Ministry of Roads"), body("2", "Ministry of Rivers"), False),
        (body("1", "МИД"), body("2", "МИД"), False),
        (body("1", "МИД", "KGZ"), body("2", "Foreign Ministry", "KGZ"), True),
        (body("1", "Parliament"), body("2", "Парламент"), False),
        (body("1", "Zarnitsa Air", "KGZ"), body("2", "Zarnitsa Air", "KAZ"), False),
    ],
)
def test_bodies_no_table_knows(one: Document, other: Document, same: bool) -> None:
    assert is_one(stored(one, other), "1#o", "2#o") is same


def test_first_letters_that_fit_two_bodies_link_to_neither() -> None:
    store = stored(body("1", "Northern Roads Union"), body("2", "Nukus Rivers Union"), body("3", "NRU"))
    assert len(groups(store)) == 3


def test_first_letters_put_no_doubt_on_the_whole_name_in_another_language() -> None:
    names = ("Armed Forces of Ukraine", "Вооружённые силы Украины", "ВСУ")
    store = stored(*(body(str(number), name) for number, name in enumerate(names)))
    assert len(groups(store)) == 1


def test_a_family_name_with_an_office_of_another_decade_is_left_open() -> None:
    def spoken(year: int) -> Document:
        return document(str(year), person("Osmonov", "KGZ", "Speaker"), date=f"{year}-01-01")

    assert is_one(stored(spoken(2019), spoken(2021)), "2019#p0", "2021#p0")
    assert not is_one(stored(spoken(2004), spoken(2021)), "2004#p0", "2021#p0")


def test_a_family_name_and_office_that_fit_two_link_to_neither() -> None:
    store = stored(
        document("1", person("Osmonov", "KGZ", "Deputy")),
        document("2", person("Bakyt Osmonov", "KGZ", "Deputy")),
        document("3", person("Nurlan Osmonov", "KGZ", "Deputy")),
    )
    assert len(groups(store)) == 4  # three people and the office
    assert "fits two" in str(store.explain("1#p0", "2#p0"))


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_documents_does_not_matter(seed: int) -> None:
    shuffled = random.Random(seed).sample(CORPUS, len(CORPUS))
    one_by_one = EntityStore.open()
    for given in shuffled:
        one_by_one.add(given)
        one_by_one.link()
    at_once, expected = stored(*shuffled), stored(*CORPUS)
    assert groups(one_by_one) == groups(at_once) == groups(expected)
    assert list(at_once.clusters()) == list(expected.clusters())
    assert list(at_once.judgements()) == list(one_by_one.judgements()) == list(expected.judgements())


@pytest.mark.parametrize("seed", range(5))
def test_large_blocks_do_not_depend_on_the_order_either(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "LARGEST", 2)
    shuffled = random.Random(seed).sample(CORPUS, len(CORPUS))
    store = EntityStore.open()
    for given in shuffled:
        store.add(given)
        store.link()
    for gone in shuffled[:8]:
        store.remove(gone.id)
        store.link()
    assert groups(store) == groups(stored(*sorted(shuffled[8:], key=lambda given: given.id)))


def test_what_a_document_names_twice_is_two() -> None:
    store = stored(document("1", person("Ivan Petrov", "RUS"), person("Ivan Petrov", "RUS")))
    assert not is_one(store, "1#p0", "1#p1")


def test_resolve_and_the_store_agree() -> None:
    store = stored(*CORPUS)
    assert [store.resolve(one) for one in CORPUS] == resolve(CORPUS)


def test_a_document_of_the_same_id_is_replaced() -> None:
    store = stored(document("1", person("Bakyt Osmonov")), document("2", person("Бакыт Осмонов")))
    assert is_one(store)
    store.add(document("2", person("Nurlan Sadykov")))
    assert not is_one(store)
    assert len(store) == 2
    assert groups(store) == groups(
        stored(document("1", person("Bakyt Osmonov")), document("2", person("Nurlan Sadykov")))
    )


def test_a_document_taken_out_leaves_nothing_behind() -> None:
    store = stored(*CORPUS)
    store.link()
    for given in CORPUS[5:]:
        store.remove(given.id)
    assert groups(store) == groups(stored(*CORPUS[:5]))
    assert list(store.judgements()) == list(stored(*CORPUS[:5]).judgements())
    assert store.lookup("Xi Yuanjing") == []


def test_a_store_opened_again_has_everything(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with EntityStore.open(path) as store:
        store.add_many(CORPUS[:12])
        before = list(store.clusters())
    with EntityStore.open(path) as store:
        assert list(store.clusters()) == before
        store.add_many(CORPUS[12:])
        assert groups(store) == groups(stored(*CORPUS))


def test_what_is_added_before_an_error_is_kept() -> None:
    def failing() -> Any:
        yield from CORPUS[:3]
        raise KeyboardInterrupt

    store = EntityStore.open()
    with pytest.raises(KeyboardInterrupt):
        store.add_many(failing())
    assert len(store) == 3


# -- ids ------------------------------------------------------------------------------------------------------------


def ids(store: EntityStore, *keys: str) -> list[str]:
    found = {key: resolved for resolved, members in store.clusters() for key in members}
    return [found[key] for key in keys]


def test_what_the_tables_know_keeps_its_id() -> None:
    state = Entity(id="s", label="STATE", name="Peru", kb="state:PER")
    store = stored(
        document("1", person("Bakyt Osmonov", **KNOWN), others=[state]), document("2", person("Бакыт Осмонов"))
    )
    assert ids(store, "1#p0", "2#p0", "1#s") == ["person:w1", "person:w1", "state:PER"]


def test_an_id_stays_when_a_namesake_comes() -> None:
    store = stored(document("1", person("Ivan Petrov", "RUS")))
    assert ids(store, "1#p0") == ["person:ivan-petrov"]
    store.add(document("2", person("Иван Петров", "KGZ")))
    assert ids(store, "1#p0", "2#p0") == ["person:ivan-petrov", "person:ivan-petrov-kgz"]


def test_an_id_stays_when_another_spelling_becomes_commoner() -> None:
    store = stored(document("1", person("Talant Osmonov", "KGZ")))
    store.link()
    store.add_many(document(str(number), person("Talent Osmonov", "KGZ")) for number in range(2, 9))
    assert set(ids(store, "1#p0", "2#p0")) == {"person:talant-osmonov"}


def test_two_ids_that_become_one_both_lead_to_it() -> None:
    store = stored(document("1", person("Bakyt Osmonov")), document("2", person("Osmonov", "KGZ", "Speaker")))
    first, second = ids(store, "1#p0", "2#p0")
    store.merge("1#p0", "2#p0")
    [joined] = {*ids(store, "1#p0", "2#p0")}
    assert [store.lookup(known)[0].resolved for known in (first, second)] == [joined, joined]
    assert store.members(first) == store.members(second) == ["1#p0", "2#p0"]


def test_ids_come_back_when_a_merge_is_taken_back() -> None:
    store = stored(document("1", person("Bakyt Osmonov")), document("2", person("Osmonov", "KGZ", "Speaker")))
    before = ids(store, "1#p0", "2#p0")
    store.merge("1#p0", "2#p0")
    store.link()
    store.split("1#p0", "2#p0")
    assert ids(store, "1#p0", "2#p0") == before


def test_an_id_survives_the_document_it_came_with() -> None:
    store = stored(document("1", person("Bakyt Osmonov", "KGZ")), document("2", person("Talent Osmonov")))
    store.add(document("3", person("Бакыт Осмонов")))
    [before] = {*ids(store, "1#p0", "3#p0")}
    store.remove("1")
    assert ids(store, "3#p0") == [before]


# -- questions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Talant Osmonov", "Талант Осмонов", "Осмонов Талант", "Талантом Осмоновым", "1#p0", "person:talant-osmonov"],
)
def test_lookup(name: str) -> None:
    found = stored(*CORPUS).lookup(name)
    assert found[0].resolved == "person:talant-osmonov"
    assert found[0].count == 6


def test_lookup_of_a_family_name_gives_all_of_it() -> None:
    found = stored(*CORPUS).lookup("Петров")
    assert {"person:ivan-petrov-rus", "person:igor-petrov"} <= {one.resolved for one in found}
    assert [one.count for one in found] == sorted((one.count for one in found), reverse=True)


def test_lookup_of_bodies_and_of_nobody() -> None:
    store = stored(*CORPUS)
    assert [one.resolved for one in store.lookup("Зарница Эйр")] == ["org:zarnitsa-air"]
    assert len(store.lookup("Ministry of Roads")) == 2
    assert store.lookup("Nobody Known") == store.lookup("") == store.lookup("person:nobody") == []


def test_wrong_names_are_errors() -> None:
    store = stored(*CORPUS)
    with pytest.raises(InputError, match="no such actor"):
        store.explain("1#p0", "99#p0")
    with pytest.raises(InputError, match="no such document"):
        store.remove("99")
    with pytest.raises(InputError, match="never gave this id"):
        store.members("person:nobody")
    with pytest.raises(InputError, match="add it first"):
        store.resolve(document("99", person("Bakyt Osmonov")))
    with pytest.raises(InputError, match="both are the same actor"):
        store.merge("1#p0", "1#p0")


# -- ugly input -----------------------------------------------------------------------------------------------------

UGLY = [
    "",
    " ",
    "🙂",
    "🙂" * 10_000,
    "a" * 10_000,
    "Bakyt " + "Osmonov " * 2_000,
    "\ud800",
    "'; DROP TABLE members; --",
    "\0",
]


def test_ugly_names_are_kept_apart_and_harm_nobody(tmp_path: Path) -> None:
    ugly = [document(f"{number}", person(name), person(name, "KGZ")) for number, name in enumerate(UGLY)]
    with EntityStore.open(tmp_path / "store.db") as store:
        store.add_many([*ugly, *CORPUS])
        expected = {frozenset(key for key in group) for group in groups(store)}
        assert {key for group in expected for key in group} >= {f"{n}#p0" for n in range(len(UGLY))}
        assert store.lookup("🙂" * 10_000) is not None
        assert store.explain("2#p0", "3#p0").same is False


def test_half_a_character_in_an_id_is_a_clear_error() -> None:
    with pytest.raises(FormatError, match="half a character"):
        EntityStore.open().add(document("\ud800", person("Bakyt Osmonov")))
