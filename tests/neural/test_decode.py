"""Which spans become mentions: the surest first, nothing that crosses one, titles only the outer."""

from __future__ import annotations

import random
import time
from itertools import combinations, permutations

import pytest

from diplonlp.neural.decode import LABELS, Candidate, choose_spans

HALF = dict.fromkeys(LABELS, 0.5)


def candidates(rows: str) -> list[Candidate]:
    """Read "0-3 TITLE .9, 2-3 STATE .8"."""
    cells = [row.replace("-", " ").split() for row in rows.split(",") if row]
    return [Candidate(int(start), int(end), label, float(score)) for start, end, label, score in cells]


def chosen(rows: str, thresholds: dict[str, float] = HALF) -> str:
    return ", ".join(f"{c.start}-{c.end} {c.label}" for c in choose_spans(candidates(rows), thresholds))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("", ""),
        ("0-1 PERSON .5", "0-1 PERSON"),  # the threshold itself counts
        ("0-1 PERSON .4999", ""),
        ("0-1 PERSON 0", ""),
        # Side by side nothing disturbs.
        ("1-2 ORG .6, 0-1 STATE .6", "0-1 STATE, 1-2 ORG"),
        # Of the same bounds the surer; of equals the first by name, so that every run finds the same.
        ("0-2 ORG .6, 0-2 LOC .9", "0-2 LOC"),
        ("0-2 ORG .6, 0-2 LOC .6", "0-2 LOC"),
        ("0-2 TITLE .6, 0-2 TITLE .9", "0-2 TITLE"),
        # Of two that cross the surer.
        ("0-2 ORG .6, 1-3 LOC .9", "1-3 LOC"),
        ("0-2 ORG .9, 1-3 LOC .6", "0-2 ORG"),
        ("0-2 ORG .6, 1-3 LOC .6", "0-2 ORG"),
        ("0-2 ORG .9, 1-3 LOC .8, 2-4 STATE .7", "0-2 ORG, 2-4 STATE"),  # what lost excludes nothing
        ("0-2 ORG .7, 1-3 LOC .4, 2-4 STATE .7", "0-2 ORG, 2-4 STATE"),
        ("0-2 ORG .7, 1-3 LOC .8, 2-4 STATE .7", "1-3 LOC"),
        # One inside another, however deep, at either edge, of any label but a title.
        ("0-5 EVENT .6, 1-4 ORG .9, 2-3 STATE .7", "0-5 EVENT, 1-4 ORG, 2-3 STATE"),
        ("0-2 ORG .9, 0-1 STATE .6", "0-2 ORG, 0-1 STATE"),
        ("0-2 ORG .9, 1-2 STATE .6", "0-2 ORG, 1-2 STATE"),
        ("0-3 ORG .9, 0-2 ORG .6, 0-1 ORG .7", "0-3 ORG, 0-2 ORG, 0-1 ORG"),
        # Inside one that crosses nothing, but crossing its inner.
        ("0-6 EVENT .9, 1-3 ORG .8, 2-4 LOC .7", "0-6 EVENT, 1-3 ORG"),
        # Titles: the outer one, even when the inner is surer; what else stands inside stays.
        ("0-3 TITLE .6, 0-1 TITLE .9", "0-3 TITLE"),
        ("0-3 TITLE .6, 2-3 TITLE .9, 2-3 STATE .8", "0-3 TITLE"),
        ("0-5 TITLE .9, 0-3 TITLE .8, 0-1 TITLE .7, 4-5 STATE .6", "0-5 TITLE, 4-5 STATE"),
        ("0-3 TITLE .4, 0-1 TITLE .9", "0-1 TITLE"),
        ("0-2 TITLE .9, 1-3 TITLE .8", "0-2 TITLE"),
        ("0-5 PERSON .9, 0-1 TITLE .8, 3-4 TITLE .7", "0-5 PERSON, 0-1 TITLE, 3-4 TITLE"),
        ("0-5 TITLE .9, 1-4 ORG .9, 2-3 TITLE .9", "0-5 TITLE, 1-4 ORG"),
    ],
)
def test_choice(rows: str, expected: str) -> None:
    assert chosen(rows) == expected


@pytest.mark.parametrize(
    ("org", "expected"), [(0.3, "0-2 ORG"), (0.6, "0-2 ORG"), (0.61, "1-3 LOC"), (0.99, "1-3 LOC"), (1.0, "1-3 LOC")]
)
def test_every_label_has_a_threshold_of_its_own(org: float, expected: str) -> None:
    """What is below its label's threshold does not push out what is above its own."""
    assert chosen("0-2 ORG .6, 1-3 LOC .55", HALF | {"ORG": org}) == expected


def test_the_order_of_candidates_does_not_matter() -> None:
    rows = candidates("0-2 ORG .6, 1-3 LOC .6, 0-2 LOC .6, 1-2 STATE .6, 0-4 TITLE .6, 2-3 TITLE .6")
    assert len({tuple(choose_spans(order, HALF)) for order in permutations(rows)}) == 1


def crosses(one: Candidate, other: Candidate) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def random_candidates(chance: random.Random) -> list[Candidate]:
    spans = [(start := chance.randrange(20), start + chance.randint(1, 6)) for _ in range(chance.randrange(40))]
    return [Candidate(a, b, chance.choice(LABELS), chance.choice((0.4, 0.5, 0.7, chance.random()))) for a, b in spans]


def test_what_holds_of_any_choice() -> None:
    chance = random.Random(3)
    for _ in range(1500):
        rows = random_candidates(chance)
        kept = choose_spans(rows, HALF)
        assert set(kept) <= set(rows)
        assert all(c.score >= 0.5 for c in kept)
        assert len({c[:2] for c in kept}) == len(kept)
        assert not any(crosses(one, other) for one, other in combinations(kept, 2))
        assert kept == sorted(kept, key=lambda c: (c.start, -c.end))
        titles = [c for c in kept if c.label == "TITLE"]
        assert not any(a.start <= b.start and b.end <= a.end for a in titles for b in titles if a != b)
        assert choose_spans(chance.sample(rows, len(rows)), HALF) == kept
        assert choose_spans(kept, HALF) == kept


def test_a_surest_candidate_is_always_kept() -> None:
    chance = random.Random(5)
    for _ in range(500):
        rows = [c for c in random_candidates(chance) if c.label != "TITLE" and c.score >= 0.5]
        if rows:
            best = max(c.score for c in rows)
            assert best in {c.score for c in choose_spans(rows, HALF)}


def test_many_candidates_are_quick() -> None:
    rows = [Candidate(i, i + n, label, 0.9 - n / 100) for i in range(0, 8000, 2) for n in (1, 2, 3) for label in LABELS]
    began = time.perf_counter()
    assert choose_spans(rows, HALF)
    assert time.perf_counter() - began < 5
