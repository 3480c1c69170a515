"""Word pieces: the longest first, as a reference that knows nothing of caches and bounds cuts them."""

from __future__ import annotations

import random
import time
import unicodedata
from itertools import groupby

import pytest

from diplonlp.lang.models import model_path
from diplonlp.neural.pieces import UNKNOWN, Pieces

MOST = 12
VOCABULARY = [
    "[PAD]", "[UNK]", "a", "b", "ab", "aba", "c", "##a", "##b", "##bc", "##abc", "##c", ".", "-", "'", "_", "é", "e",
    "##e", "и", "##и", "1", "##2", "##", "👍",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Pieces:
    return Pieces((model_path("english") / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1])


def texts(word: str, vocabulary: list[str] = VOCABULARY) -> list[str]:
    """The pieces of a word as they are written; "?" is a piece that nothing is known of."""
    return ["?" if number == UNKNOWN else vocabulary[number] for number in Pieces(vocabulary)(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("a", ["a"]),
        ("ABA", ["aba"]),
        ("ababc", ["aba", "##bc"]),  # the longest first, although "ab" + "##abc" is one too
        ("abcab", ["ab", "##c", "##a", "##b"]),
        ("x", ["?"]),
        ("axb", ["a", "?"]),  # a sign the vocabulary lacks makes the rest of its run unknown
        ("axb.b", ["a", "?", ".", "b"]),
        ("a.b-c", ["a", ".", "b", "-", "c"]),
        ("..", [".", "."]),
        ("a_b", ["a", "_", "b"]),
        ("1a12", ["1", "##a", "?"]),
        ("é", ["e"]),
        ("e\u0301a", ["e", "##a"]),  # a combining accent is no sign of its own
        ("\u0301", ["?"]),
        ("\u0301\u0308", ["?"]),
        ("Й", ["и"]),
        ("👍", ["👍"]),
        ("a👍b", ["a", "👍", "b"]),
        ("👍🏽", ["👍", "?"]),
        ("", ["?"]),
        (" ", ["?"]),
        ("\n", ["?"]),
        ("\u200b", ["?"]),
        ("##a", ["?", "?", "a"]),  # nobody writes the vocabulary's own marks
        ("[UNK]", ["?", "?", "?"]),
        ("a" * 10_000, ["a", *["##a"] * (MOST - 1)]),
        ("." * 10_000, ["."] * MOST),
        ("a." * 5_000, ["a", "."] * (MOST // 2)),
        ("x" * 10_000, ["?"]),
    ],
)
def test_pieces(word: str, expected: list[str]) -> None:
    assert texts(word) == expected


def reference(word: str, vocabulary: list[str]) -> list[str]:
    """Cut a word the slow way: every piece is searched among all ends."""
    plain = [c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn"]
    runs = [run for joined, signs in groupby(plain, str.isalnum) for run in (["".join(signs)] if joined else signs)]
    found: list[str] = []
    for run in runs:
        rest, mark = run, ""
        while rest:
            fits = [mark + rest[:n] for n in range(1, len(rest) + 1) if mark + rest[:n] in vocabulary]
            if not fits:
                found.append("?")
                break
            found.append(fits[-1])
            rest, mark = rest[len(fits[-1]) - len(mark) :], "##"
    return found[:MOST] or ["?"]


def test_random_words_are_cut_as_the_reference_cuts_them() -> None:
    chance = random.Random(20240516)
    for _ in range(4000):
        word = "".join(chance.choice("aaabbbccABxé\u0301.-_'1 2И👍\u200b\n") for _ in range(chance.randrange(18)))
        assert texts(word) == reference(word, VOCABULARY), repr(word)


def test_random_vocabularies() -> None:
    chance = random.Random(7)
    for _ in range(300):
        parts = ["".join(chance.choice("ab") for _ in range(chance.randint(1, 4))) for _ in range(6)]
        vocabulary = list(dict.fromkeys(("##" if chance.random() < 0.5 else "") + part for part in parts))
        for _ in range(20):
            word = "".join(chance.choice("ab") for _ in range(chance.randint(1, 12)))
            assert texts(word, vocabulary) == reference(word, vocabulary), (word, vocabulary)


@pytest.mark.parametrize(
    "word",
    [
        "Mamytov",
        "U.S.",
        "COVID-19",
        "Ünal",
        "Президент",
        "你好",
        "👍🏽",
        "[CLS]",
        "[MASK]",
        "##s",
        "\x00",
        "ﬁ",
        "½",
        "İ",
    ],
)
def test_the_shipped_vocabulary(shipped: Pieces, word: str) -> None:
    """Nothing that can be written gives the marks [PAD], [CLS], [SEP] or [MASK]."""
    numbers = shipped(word)
    assert 1 <= len(numbers) <= MOST
    assert all(number == UNKNOWN or number > 105 for number in numbers)
    assert shipped(word) == numbers == shipped(word.lower())


def test_accents_and_capitals_do_not_count(shipped: Pieces) -> None:
    assert shipped("Élysée") == shipped("elysee") == shipped("E\u0301LYSE\u0301E")
    assert shipped("Ünal") == shipped("unal")


@pytest.mark.parametrize("word", ["a" * 10_000, "aя" * 5_000, "é" * 10_000, "!" * 10_000, "\u0301" * 10_000])
def test_an_endless_word_is_quick(shipped: Pieces, word: str) -> None:
    began = time.perf_counter()
    assert 1 <= len(shipped(word)) <= MOST
    assert time.perf_counter() - began < 1
