"""Trees no treebank may have are mended, others left as they are."""

from __future__ import annotations

import random

import pytest

from diplonlp.lang.constraints import mend_clauses

Row = tuple[str, str, int]  # part of speech, relation, head

TREES: list[tuple[str, list[Row], list[tuple[str, int]]]] = [
    ("nothing", [], []),
    ("they met", [("PRON", "nsubj", 1), ("VERB", "ROOT", 1)], [("nsubj", 1), ("ROOT", 1)]),
    (
        "Rudakov is minister",
        [("PROPN", "ROOT", 0), ("AUX", "cop", 2), ("NOUN", "appos", 0)],
        [("nsubj", 2), ("cop", 2), ("ROOT", 2)],
    ),
    (
        "said Rudakov is minister",
        [("VERB", "ROOT", 0), ("PROPN", "ccomp", 0), ("AUX", "cop", 3), ("NOUN", "nmod:desc", 1)],
        [("ROOT", 0), ("nsubj", 3), ("cop", 3), ("ccomp", 0)],
    ),
    (
        "Aydin succeeded Yildiz",
        [("PROPN", "nsubj", 1), ("VERB", "ROOT", 1), ("PROPN", "nsubj", 1)],
        [("nsubj", 1), ("ROOT", 1), ("obj", 1)],
    ),
    (
        "she thanked guests",
        [("PRON", "nsubj", 1), ("VERB", "ROOT", 1), ("NOUN", "iobj", 1)],
        [("nsubj", 1), ("ROOT", 1), ("obj", 1)],
    ),
    (
        "she gave them gifts",
        [("PRON", "nsubj", 1), ("VERB", "ROOT", 1), ("PRON", "iobj", 1), ("NOUN", "obj", 1)],
        [("nsubj", 1), ("ROOT", 1), ("iobj", 1), ("obj", 1)],
    ),
    (
        "he was appointed minister",
        [("PRON", "nsubj:pass", 2), ("AUX", "aux:pass", 2), ("VERB", "ROOT", 2), ("NOUN", "appos", 0)],
        [("nsubj:pass", 2), ("aux:pass", 2), ("ROOT", 2), ("xcomp", 2)],
    ),
    (
        "met in Oslo",
        [("VERB", "ROOT", 0), ("ADP", "case", 2), ("PROPN", "nmod", 0)],
        [("ROOT", 0), ("case", 2), ("obl", 0)],
    ),
    (
        "with Oslo met they",
        [("ADP", "case", 1), ("PROPN", "nsubj", 2), ("VERB", "ROOT", 2), ("PRON", "nsubj", 2)],
        [("case", 1), ("obl", 2), ("ROOT", 2), ("nsubj", 2)],
    ),
    (
        "A saw B and C left",
        [
            ("PROPN", "nsubj", 1),
            ("VERB", "ROOT", 1),
            ("PROPN", "obj", 1),
            ("CCONJ", "cc", 5),
            ("PROPN", "conj", 2),
            ("VERB", "conj", 1),
        ],
        [("nsubj", 1), ("ROOT", 1), ("obj", 1), ("cc", 5), ("nsubj", 5), ("conj", 1)],
    ),
    (
        "A saw B and C",
        [("PROPN", "nsubj", 1), ("VERB", "ROOT", 1), ("PROPN", "obj", 1), ("CCONJ", "cc", 4), ("PROPN", "conj", 2)],
        [("nsubj", 1), ("ROOT", 1), ("obj", 1), ("cc", 4), ("conj", 2)],
    ),
]


@pytest.mark.parametrize(("words", "tree", "expected"), TREES, ids=[row[0] for row in TREES])
def test_clauses_are_mended(words: str, tree: list[Row], expected: list[tuple[str, int]]) -> None:
    heads, relations = mend_clauses([row[2] for row in tree], [row[1] for row in tree], [row[0] for row in tree])
    assert list(zip(relations, heads, strict=True)) == expected


@pytest.mark.parametrize("seed", range(300))
def test_a_tree_stays_a_tree(seed: int) -> None:
    """Whatever a network guesses, one root is left and every word hangs on it."""
    draw = random.Random(seed)
    size = draw.randint(2, 12)
    order = draw.sample(range(size), size)
    heads = [0] * size
    for place, word in enumerate(order):
        heads[word] = order[draw.randrange(place)] if place else word
    relations = [draw.choice(("nsubj", "obj", "iobj", "cop", "appos", "nmod", "conj", "cc", "case")) for _ in heads]
    relations[order[0]] = "ROOT"
    found, named = mend_clauses(heads, relations, [draw.choice(("VERB", "NOUN", "AUX")) for _ in heads])
    assert [i for i, head in enumerate(found) if head == i] == [named.index("ROOT")]
    for word in range(size):
        steps = 0
        while found[word] != word and steps <= size:
            word, steps = found[word], steps + 1
        assert found[word] == word
