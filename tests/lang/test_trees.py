"""Heads guessed word by word become a tree."""

from __future__ import annotations

import pytest

from diplonlp.lang.trees import repair_tree


@pytest.mark.parametrize(
    ("heads", "relations", "expected"),
    [
        ([], [], []),
        ([-1], ["punct"], [0]),
        ([1, -1, 1], ["nsubj", "root", "obj"], [1, 1, 1]),
        ([-1, -1, 1], ["obl", "root", "obj"], [1, 1, 1]),  # two words without a head
        ([1, 0, 1], ["a", "b", "c"], [0, 0, 1]),  # a circle and no root at all
        ([3, 2, 1, -1], ["a", "b", "c", "root"], [3, 3, 1, 3]),  # a circle beside the root
        ([9, 0], ["a", "b"], [0, 0]),  # a head outside the sentence
        ([1, 2, 0], ["a", "root", "b"], [1, 1, 0]),  # the word called root stands in a circle
    ],
)
def test_repair_tree(heads: list[int], relations: list[str], expected: list[int]) -> None:
    found, named = repair_tree(heads, relations)
    assert found == expected
    assert named.count("ROOT") == bool(heads)
    assert all((head == i) == (name == "ROOT") for i, (head, name) in enumerate(zip(found, named, strict=True)))


def test_long_circle_is_broken() -> None:
    size = 5000
    found, _ = repair_tree([(i + 1) % size for i in range(size)], ["dep"] * size)
    assert [i for i, head in enumerate(found) if head == i] == [0]
    assert found[size - 1] == 0
