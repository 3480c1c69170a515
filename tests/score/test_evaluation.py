"""What is counted in each layer, on documents small enough to count by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from diplonlp import Document, evaluate
from diplonlp.errors import FormatError, InputError

Make = Callable[..., Document]

GOLD: list[tuple[Any, ...]] = [
    ("Министр иностранных дел Перу", "TITLE", "t1"),
    ("Перу", "STATE", "sPER", 1, "PER"),
    ("Ана Кори", "PERSON", "p1"),
    ("Лиме", "LOC", "l1"),
    ("Оле Бруном", "PERSON", "p2"),
    ("вторник", "DATE", None, 1, "2024-05-14"),
    ("Кори", "PERSON", "p1", 2),
    ("Брун", "PERSON", "p2", 2),
    ("Министр", "TITLE", "p1", 2),
    ("Бруна", "PERSON", "p2"),
    ("Куско", "LOC", "l2"),
    ("Пак", "PERSON", "p3"),
]
MEETING: dict[str, Any] = {
    "trigger": "встретилась",
    "participants": ("p1", "p2"),
    "place": "l1",
    "date": "2024-05-14",
    "mode": "visit",
    "parties": ("PER", "NOR"),
    "topics": ("t1",),
}
INVITED: dict[str, Any] = {"trigger": "пригласила", "participants": ("p2",), "status": "proposed", "place": "l2"}
TOPIC = ("рыболовство", "maritime")


def without(words: str, *, instead: tuple[Any, ...] | None = None) -> list[tuple[Any, ...]]:
    return [*(span for span in GOLD if span[0] != words), *([instead] if instead else [])]


def counts(gold: Document, predicted: Document, layer: str, measure: str) -> tuple[float, int, int]:
    found = evaluate([gold], [predicted]).score(layer, measure)
    return round((found.precision or 0) * found.predicted, 6), found.predicted, found.gold


@pytest.mark.parametrize(
    ("spans", "measure", "expected"),
    [
        (GOLD, "all labels", (12, 12, 12)),
        (GOLD, "inside another", (1, 1, 1)),
        (without("Перу"), "inside another", (0, 0, 1)),
        (without("Перу"), "STATE", (0, 0, 1)),
        # A wrong bound and a wrong label are both a miss and a false find.
        (without("Ана Кори", instead=("Кори", "PERSON", "p1")), "PERSON", (5, 6, 6)),
        (without("Куско", instead=("Куско", "STATE", "sPER", 1, "PER")), "LOC", (1, 1, 2)),
        (without("Куско", instead=("Куско", "STATE", "sPER", 1, "PER")), "STATE", (1, 2, 1)),
        # Values count where the span is right.
        (without("вторник", instead=("вторник", "DATE", None, 1, "2024-05-21")), "value of DATE", (0, 1, 1)),
        (without("вторник", instead=("вторник", "DATE", None)), "value of DATE", (0, 1, 1)),
        (without("вторник"), "DATE", (0, 0, 1)),
        (without("Перу", instead=("Перу", "STATE", "sCHL", 1, "CHL")), "value of STATE, NORP", (0, 1, 1)),
    ],
)
def test_mentions(make: Make, spans: Any, measure: str, expected: tuple[int, int, int]) -> None:
    assert counts(make(GOLD), make(spans), "mentions", measure) == expected


def test_a_mention_listed_twice_counts_once(make: Make) -> None:
    assert counts(make(GOLD), make([*GOLD, GOLD[0]]), "mentions", "TITLE") == (2, 2, 2)


@pytest.mark.parametrize(
    ("spans", "relations", "measure", "expected"),
    [
        (GOLD, [("HOLDS_TITLE", "p1", "t1")], "whole title", (2, 2, 2)),
        (GOLD, [("HOLDS_TITLE", "p1", "t1")], "person and office", (1, 1, 1)),
        (GOLD, [("HOLDS_TITLE", "p2", "t1")], "person and office", (0, 1, 1)),
        (GOLD, [], "alone, for a person", (1, 1, 1)),
        (without("Министр", instead=("Министр", "TITLE", "p2", 2)), [], "alone, for a person", (0, 1, 1)),
        (without("Министр", instead=("Министр", "TITLE", "t9", 2)), [], "alone, for a person", (0, 0, 1)),
    ],
)
def test_titles(make: Make, spans: Any, relations: Any, measure: str, expected: tuple[int, int, int]) -> None:
    gold = make(GOLD, relations=[("HOLDS_TITLE", "p1", "t1")])
    assert counts(gold, make(spans, relations=relations), "titles", measure) == expected


RELATIONS = [("HOLDS_TITLE", "p1", "t1"), ("REPRESENTS", "p1", "sPER"), ("LOCATED_IN", "l1", "sPER")]


@pytest.mark.parametrize(
    ("relations", "measure", "expected"),
    [
        (RELATIONS, "all types", (3, 3, 3)),
        ([RELATIONS[0], ("REPRESENTS", "p2", "sPER")], "all types", (1, 2, 3)),
        ([RELATIONS[0], ("REPRESENTS", "p2", "sPER")], "REPRESENTS", (0, 1, 1)),
        ([("REPRESENTS", "p1", "t1")], "HOLDS_TITLE", (0, 0, 1)),
        ([], "all types", (0, 0, 3)),
    ],
)
def test_relations(make: Make, relations: Any, measure: str, expected: tuple[int, int, int]) -> None:
    gold = make(GOLD, relations=RELATIONS)
    assert counts(gold, make(GOLD, relations=relations), "relations", measure) == expected


def test_entities_are_known_by_their_mentions_not_by_their_ids(make: Make) -> None:
    swapped = {"p1": "p2", "p2": "p1", "l1": "l2", "l2": "l1"}
    spans = [(words, label, swapped.get(entity, entity), *rest) for words, label, entity, *rest in GOLD]
    gold = make(GOLD, [MEETING], RELATIONS, [TOPIC])
    renamed = MEETING | {"place": "l2"}
    relations = [(kind, swapped.get(a, a), b) for kind, a, b in RELATIONS]
    scored = evaluate([gold], [make(spans, [renamed], relations, [TOPIC])])
    assert not scored.misses
    assert all(s.f1 in (None, 1.0) for s in scored.groups[0].scores)


@pytest.mark.parametrize(
    ("meetings", "measure", "expected"),
    [
        ([MEETING], "found", (1, 1, 1)),
        ([], "found", (0, 0, 1)),
        ([MEETING, INVITED], "found", (1, 2, 1)),
        # Half of the participants is enough to be the meeting meant, and is told apart from having all.
        ([MEETING | {"participants": ("p1", "p2", "p3")}], "found", (1, 1, 1)),
        ([MEETING | {"participants": ("p1", "p2", "p3")}], "with the same participants", (0, 1, 1)),
        ([MEETING | {"participants": ("p1", "p2", "p3")}], "participants", (2, 3, 2)),
        ([MEETING | {"participants": ("p3",)}], "found", (0, 1, 1)),
        ([MEETING | {"participants": ("p3",)}], "participants", (0, 1, 2)),
        ([MEETING | {"status": "planned"}], "status", (0, 1, 1)),
        ([MEETING | {"status": "planned"}], "held meetings", (0, 0, 1)),
        ([MEETING | {"status": "planned"}], "planned meetings", (0, 1, 0)),
        ([MEETING | {"mode": None}], "mode", (0, 0, 1)),
        ([MEETING | {"mode": "host"}], "mode", (0, 1, 1)),
        ([MEETING], "mode visit", (1, 1, 1)),
        ([MEETING | {"date": "2024-05"}], "date", (0, 1, 1)),
        ([MEETING | {"place": "l2"}], "place", (0, 1, 1)),
        ([MEETING | {"parties": ("PER", "CHL", "NOR")}], "parties", (2, 3, 2)),
        ([MEETING | {"topics": ()}], "topics", (0, 0, 1)),
        # An agreement is no contact, whoever took part.
        ([MEETING | {"event": "SUPPORT"}], "found", (0, 0, 1)),
        ([MEETING | {"event": "SUPPORT"}], "agreements", (0, 1, 0)),
    ],
)
def test_meetings(make: Make, meetings: Any, measure: str, expected: tuple[int, int, int]) -> None:
    gold = make(GOLD, [MEETING], topics=[TOPIC])
    assert counts(gold, make(GOLD, meetings, topics=[TOPIC]), "meetings", measure) == expected


def test_of_two_meetings_of_the_same_people_the_likelier_is_taken(make: Make) -> None:
    again = MEETING | {"status": "planned", "trigger": "пригласила", "date": "2024-06", "place": "l2", "topics": ()}
    gold = make(GOLD, [MEETING, again], topics=[TOPIC])
    turned = make(GOLD, [again, MEETING], topics=[TOPIC])
    scored = evaluate([gold], [turned])
    assert (scored.score("meetings", "status").f1, scored.score("meetings", "place").f1) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ([MEETING], (1, 1, 1)),
        ([MEETING, MEETING | {"trigger": "обсудили"}], (1, 1, 1)),
        ([MEETING | {"status": "denied"}], (0, 0, 1)),
        ([MEETING | {"participants": ("p1", "p2", "p3")}], (1, 3, 1)),
        ([MEETING | {"participants": ("p1", "sPER")}], (0, 0, 1)),
    ],
)
def test_people_who_met(make: Make, meetings: Any, expected: tuple[int, int, int]) -> None:
    assert counts(make(GOLD, [MEETING]), make(GOLD, meetings), "pairs met", "people who met") == expected


def test_linking_looks_at_every_mention_with_an_entity(make: Make) -> None:
    scored = evaluate([make(GOLD)], [make(without("Бруна", instead=("Бруна", "PERSON", "p9")))])
    everything, people = scored.score("linking", "B³"), scored.score("linking", "B³, people")
    assert (everything.gold, everything.predicted, people.gold) == (11, 11, 7)
    # Brun's three mentions are two and one: all pure, and 4/9 + 4/9 + 1/9 of the recall of three is lost.
    assert people.precision == 1
    assert people.recall == pytest.approx((4 + 2 * 2 / 3 + 1 / 3) / 7)


def test_what_gold_leaves_open_is_not_scored(make: Make) -> None:
    gold = make(without("Пак", instead=("Пак", "PERSON", None)))
    scored = evaluate([gold], [make(GOLD)])
    assert scored.score("linking", "LEA").f1 == 1
    assert scored.score("linking", "LEA").predicted == 10


def test_shared_mentions_tell_linking_from_finding(make: Make) -> None:
    scored = evaluate([make(GOLD)], [make(without("Бруна"))])
    assert scored.score("linking", "B³").recall < 1  # type: ignore[operator]
    assert scored.score("linking", "B³ on shared mentions").f1 == 1


def test_across_documents(make: Make) -> None:
    ids = {"p1": "person:cori", "p2": "person:brun"}
    spans = [span for span in GOLD if span[2] in ids]
    gold = [make(spans, id=name, resolved=ids) for name in ("d1", "d2")]
    apart = [make(spans, id=name, resolved=ids | {"p2": f"person:brun-{name}"}) for name in ("d1", "d2")]
    scored = evaluate(gold, apart)
    assert scored.score("across documents", "B³").precision == 1
    assert scored.score("across documents", "B³").recall == pytest.approx((3 * 1 + 3 * 0.5) * 2 / 12)
    assert not [s for s in evaluate([make(spans)], [make(spans)]).groups[0].scores if s.layer == "across documents"]


def test_languages_and_other_groups(make: Make) -> None:
    gold = [
        make(GOLD, id="a", lang="ru", meta={"register": "interview", "hard": ["phone", "tour"]}),
        make(GOLD, id="b", lang="en", meta={"hard": ["phone"]}),
    ]
    found = [make(GOLD, id="a"), make([], id="b")]
    by_language = evaluate(gold, found)
    assert [(g.name, g.documents) for g in by_language.groups] == [("all", 2), ("en", 1), ("ru", 1)]
    assert by_language.score("mentions", "PERSON", "ru").f1 == 1
    assert by_language.score("mentions", "PERSON", "en").f1 == 0
    assert [g.name for g in evaluate(gold, found, by="hard").groups] == ["all", "phone", "tour"]
    assert [g.name for g in evaluate(gold, found, by="register").groups] == ["all", "interview", "none"]


def test_absent_and_unknown_documents_are_named(make: Make) -> None:
    scored = evaluate([make(GOLD, id="a"), make(GOLD, id="b")], [make(GOLD, id="a"), make(GOLD, id="c")])
    assert (scored.absent, scored.unknown) == (("b",), ("c",))
    assert scored.score("mentions", "PERSON").recall == 0.5
    assert "not in the output, counted as annotated with nothing: b" in str(scored)
    assert "not in the gold standard, not scored: c" in str(scored)


@pytest.mark.parametrize(
    ("gold", "found", "error", "message"),
    [
        ([], [], InputError, "no documents"),
        ([{"id": "a"}, {"id": "a"}], [], FormatError, "a: the id occurs twice in the gold"),
        ([{"id": "a"}], [{"id": "a"}, {"id": "a"}], FormatError, "a: the id occurs twice in the output"),
        ([{"id": "a", "text": "Лима 1"}], [{"id": "a", "text": "Лима 2"}], InputError, "differ from character 5"),
        ([{"id": "a", "text": "Лима"}], [{"id": "a", "text": "Лима."}], InputError, "differ from character 4"),
    ],
)
def test_what_cannot_be_compared(make: Make, gold: Any, found: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        evaluate([make(**given) for given in gold], [make(**given) for given in found])


def test_a_text_without_anything(make: Make) -> None:
    scored = evaluate([make(text="")], [make(text="")])
    assert all(s.f1 is None for s in scored.groups[0].scores)
    assert not scored.misses


def test_misses_say_what_each_side_has_and_show_the_sentence(make: Make) -> None:
    spans = without("Ана Кори", instead=("Кори", "PERSON", "p1"))
    found = make(spans, [MEETING | {"status": "planned"}])
    gold = make(GOLD, [MEETING, INVITED])
    shown = {(m.layer, m.kind, m.gold, m.predicted) for m in evaluate([gold], [found]).misses}
    assert ("mentions", "wrong", "PERSON 'Ана Кори'", "PERSON 'Кори'") in shown
    assert ("meetings", "wrong", "status held", "status planned") in shown
    assert ("meetings", "missing", "CONSULT proposed: Оле Бруном", "") in shown
    assert ("pairs met", "missing", "Ана Кори – Оле Бруном", "") in shown
    sentences = {m.sentence for m in evaluate([gold], [found]).misses if m.kind == "missing" and m.layer == "meetings"}
    assert sentences == {"Министр пригласила Бруна в Куско."}


def test_numbers_for_machines(make: Make) -> None:
    plain = evaluate([make(GOLD)], [make(without("Пак"))]).to_dict()
    row = next(s for s in plain["groups"][0]["scores"] if s["measure"] == "PERSON")
    assert row == {
        "layer": "mentions",
        "measure": "PERSON",
        "predicted": 5,
        "gold": 6,
        "precision": 1.0,
        "recall": pytest.approx(5 / 6),
        "f1": pytest.approx(10 / 11),
    }
    assert plain["misses"][0]["sentence"] == "🐟 Пак опроверг слухи."
