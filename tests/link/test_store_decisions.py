"""What an analyst decides wins over every rule, is kept in a file, and wrong files are clear errors."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from diplonlp import Document, Entity, EntityStore, FormatError, InputError, OutputError
from diplonlp.link.store.decisions import read_decisions

HEADER = "a,b,decision\n"


def named(key: str, name: str, state: str | None = None) -> Document:
    return Document(id=key, lang="en", text="", entities=(Entity(id="e", label="PERSON", name=name, state=state),))


# Two spellings of one name with a state, once another given name: rules make three people of them.
PEOPLE = [
    named("1", "Bakyt Osmonov", "KGZ"),
    named("2", "Бакыт Осмонов", "KGZ"),
    named("3", "Bakyt Osmonov", "KAZ"),
    named("4", "Nurlan Osmonov", "KGZ"),
    named("5", "Bakyt Osmonov", "KGZ"),
]


def store_with(decisions: Path | None = None) -> EntityStore:
    store = EntityStore.open(decisions=decisions)
    store.add_many(PEOPLE)
    return store


def groups(store: EntityStore) -> set[str]:
    """Return the clusters, each as the ids of its documents."""
    return {"".join(key[0] for key in keys) for _, keys in store.clusters()}


def written(folder: Path, text: str) -> Path:
    path = folder / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", {"125", "3", "4"}),
        ("1#e,3#e,same\n", {"1235", "4"}),
        ("4#e,3#e,same\n", {"125", "34"}),
        ("1#e,2#e,different\n", None),
        ("1#e,3#e,same\n1#e,4#e,same\n", {"12345"}),
        ("1#e,3#e,same\n3#e,5#e,different\n", None),
        ("1#e,9#e,same\n8#e,9#e,different\n", {"125", "3", "4"}),
    ],
)
def test_decisions_win_over_rules(lines: str, expected: set[str] | None, tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + lines)
    store = store_with(path)
    found = groups(store)
    if expected is not None:
        assert found == expected
    for decision in read_decisions(path):
        known = {one.id for one in PEOPLE}
        if {decision.a[0], decision.b[0]} <= known:
            assert store.explain(decision.a, decision.b).same is decision.same


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_documents_and_decisions_does_not_matter(seed: int, tmp_path: Path) -> None:
    lines = ["1#e,3#e,same", "1#e,2#e,different", "4#e,5#e,different", "2#e,4#e,same"]
    draw = random.Random(seed)
    expected = groups(store_with(written(tmp_path, HEADER + "\n".join(lines))))
    store = EntityStore.open(decisions=written(tmp_path, HEADER + "\n".join(draw.sample(lines, len(lines)))))
    for document in draw.sample(PEOPLE, len(PEOPLE)):
        store.add(document)
        store.link()
    assert groups(store) == expected


def test_merge_and_split_write_the_file_and_hold_in_a_new_run(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    store = store_with(path)
    store.merge("1#e", "3#e", by="A. Analyst", note="moved in 2019")
    store.split("1#e", "4#e")
    assert path.read_text(encoding="utf-8").splitlines() == [
        "a,b,decision,name_a,name_b,by,note",
        "1#e,3#e,same,Bakyt Osmonov,Bakyt Osmonov,A. Analyst,moved in 2019",
        "1#e,4#e,different,Bakyt Osmonov,Nurlan Osmonov,,",
    ]
    assert groups(store_with(path)) == groups(store) == {"1235", "4"}


def test_the_latest_word_on_two_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    store = store_with(path)
    store.merge("1#e", "3#e")
    store.split("3#e", "1#e")
    assert [one.same for one in read_decisions(path)] == [False]
    assert groups(store) == {"125", "3", "4"}


def test_a_file_keeps_the_form_its_owner_gave_it(tmp_path: Path) -> None:
    path = written(tmp_path, '\ufeffdecision;note;b;a\nsame;"да; одно";3#e;1#e')
    store = store_with(path)
    store.split("1#e", "4#e", note="two")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "decision;note;b;a"
    assert lines[2] == "different;two;4#e;1#e"
    assert len(read_decisions(path)) == 2


def test_decisions_stay_in_the_store_without_their_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with EntityStore.open(path, decisions=written(tmp_path, HEADER + "1#e,3#e,same\n")) as store:
        store.add_many(PEOPLE)
    with EntityStore.open(path) as store:
        assert groups(store) == {"1235", "4"}
    with EntityStore.open(path, decisions=written(tmp_path, HEADER)) as store:
        assert groups(store) == {"125", "3", "4"}
        assert store.decisions == []


def test_a_decision_waits_for_its_documents() -> None:
    store = EntityStore.open()
    store.add_many(PEOPLE[:1])
    store.add(PEOPLE[3])
    store.merge("1#e", "4#e")
    store.remove("4")
    assert groups(store) == {"1"}
    store.add(PEOPLE[3])
    assert groups(store) == {"14"}


def test_what_contradicts_other_decisions_is_refused() -> None:
    store = store_with()
    store.merge("1#e", "3#e")
    store.merge("3#e", "4#e")
    with pytest.raises(FormatError, match="1#e and 4#e are held to be different"):
        store.split("1#e", "4#e")
    assert store.explain("1#e", "4#e").same


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1#e,2#e\n", r"decisions.csv, line 1: there is no column 'decision'; the columns are a, b, decision,"),
        ("a,b,decision,why\n", r"line 1: no column is called 'why'"),
        (HEADER + "1#e,2#e,yes\n", r"decisions.csv, line 2: decision is 'yes'; write 'same' or 'different'"),
        (HEADER + "\n1#e,2,same\n", r"line 3: b is '2'; write document id, '#', entity id"),
        (HEADER + "1#e,1#e,same\n", r"line 2: a and b are both '1#e'"),
        (HEADER + "1#e,2#e,same,x\n", r"line 2: more cells than columns"),
        (HEADER + '"1#e,2#e,same\n', r"line 2: not CSV"),
        (HEADER + "1#e,2#e,same\n2#e,1#e,different\n", r"line 3: 1#e and 2#e are held to be different.*\(line 2\)"),
        (HEADER + "1#e,2#e,same\n2#e,3#e,same\n1#e,3#e,different\n", r"line 4: .*\(line 2, 3\)"),
    ],
)
def test_wrong_files(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message):
        EntityStore.open(decisions=written(tmp_path, text))


def test_files_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes("a,b,decision\n1#e,2#e,same,«да»".encode("cp1251"))
    with pytest.raises(InputError, match="not UTF-8"):
        EntityStore.open(decisions=path)
    with pytest.raises(InputError, match="cannot be read"):
        EntityStore.open(decisions=tmp_path)
    with pytest.raises(OutputError, match="the decision cannot be written"):
        store_with(tmp_path / "nowhere" / "decisions.csv").merge("1#e", "3#e")


def test_an_empty_file_decides_nothing(tmp_path: Path) -> None:
    assert read_decisions(written(tmp_path, "")) == read_decisions(tmp_path / "none.csv") == []
