"""B³, CEAF-e and LEA: worked examples of their papers, and agreement with two other implementations."""

from __future__ import annotations

import random

import pytest
from corefeval import Document as Comparison
from corefeval import Scorer
from scorch import scores as scorch

from diplonlp.score.clusters import METRICS, Parts, b_cubed, ceaf_e, lea

#: The example of Moosavi and Strube (2016), section 3: one key, two responses.
KEY = [set("abc"), set("defg")]
SYSTEM = [set("ab"), set("cd"), set("fghi")]


def precision_recall(parts: Parts) -> tuple[float, float]:
    return parts.precision_part / parts.precision_whole, parts.recall_part / parts.recall_whole


@pytest.mark.parametrize(
    ("metric", "precision", "recall"),
    [
        # By the definition: each system mention shares 2/2, 2/2, 1/2, 1/2, 2/4, 2/4, 0, 0 of its cluster.
        (b_cubed, 4 / 8, (2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 0 + 2 / 4 + 2 / 4) / 7),
        # abc-ab .8 and defg-fghi .5 is the best pairing.
        (ceaf_e, 1.3 / 3, 1.3 / 2),
        # As the paper computes it.
        (lea, (2 * 1 + 2 * 0 + 4 * (1 / 6)) / 8, (3 * (1 / 3) + 4 * (1 / 6)) / 7),
    ],
)
def test_worked_example(metric: object, precision: float, recall: float) -> None:
    assert precision_recall(metric(KEY, SYSTEM)) == pytest.approx((precision, recall))  # type: ignore[operator]


@pytest.mark.parametrize("name", METRICS)
def test_equal_groupings_are_perfect_and_nothing_is_nothing(name: str) -> None:
    groups = [{1, 2, 3}, {4}, {5, 6}]
    assert precision_recall(METRICS[name](groups, groups)) == (1, 1)
    assert METRICS[name](groups, []).recall_part == 0
    assert METRICS[name]([], groups).precision_part == 0
    assert METRICS[name]([], []) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ([{1}], [{1}], (1, 1)),
        # Joined with another, the link of an entity to itself is not found.
        ([{1}, {2}], [{1, 2}], (0, 0)),
        ([{1, 2}], [{1}, {2}], (0, 0)),
        # A mention gold does not have.
        ([{1}], [{1}, {9}], (0.5, 1)),
    ],
)
def test_lea_of_entities_with_one_mention(gold: list[set[int]], predicted: list[set[int]], expected: object) -> None:
    assert precision_recall(lea(gold, predicted)) == expected


def random_groups(rng: random.Random, mentions: list[int]) -> list[set[int]]:
    groups: dict[int, set[int]] = {}
    for mention in mentions:
        groups.setdefault(rng.randrange(6), set()).add(mention)
    return list(groups.values())


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_scorch(seed: int) -> None:
    rng = random.Random(seed)
    # Each side lacks some mentions of the other.
    gold = random_groups(rng, rng.sample(range(20), 15))
    predicted = random_groups(rng, rng.sample(range(20), 15))
    for ours, theirs in ((b_cubed, scorch.b_cubed), (ceaf_e, scorch.ceaf_e)):
        recall, precision, _ = theirs(gold, predicted)
        assert precision_recall(ours(gold, predicted)) == pytest.approx((precision, recall))


@pytest.mark.parametrize("seed", range(20))
def test_lea_agrees_with_coreference_eval_where_no_entity_has_one_mention(seed: int) -> None:
    rng = random.Random(seed)
    gold, predicted = ([g for g in random_groups(rng, list(range(20))) if len(g) > 1] for _ in range(2))
    scorer = Scorer()
    scorer.update(Comparison(*([[[m, m] for m in group] for group in side] for side in (predicted, gold))))
    theirs = scorer.detailed_score("", "", verbose=False)[1]["lea"]
    assert precision_recall(lea(gold, predicted)) == pytest.approx((theirs["precision"], theirs["recall"]))
