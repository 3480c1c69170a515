"""The arrays a network takes: a window's row is the same alone and in a batch, but for the padding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from diplonlp.neural.inputs import (
    ALWAYS,
    NEVER,
    PERHAPS,
    EnglishWords,
    Inputs,
    RussianWords,
    Words,
    common_inputs,
    english_inputs,
    padded,
    russian_inputs,
)
from diplonlp.neural.pieces import BEGIN, END
from diplonlp.neural.windows import Window
from diplonlp.neural.words import FLAGS

GRAMS, GRAMMEMES = 24, 46
Make = Callable[[Any], Inputs]


def whole(start: int, end: int) -> Window:
    return Window(start, end, start, end)


def common(begins: Sequence[int], seed: int) -> dict[str, np.ndarray]:
    numbers, size = np.random.default_rng(seed), len(begins)
    return {
        "shapes": numbers.integers(1, 22, size),
        "flags": numbers.integers(0, 2, (size, FLAGS)).astype(np.uint8),
        "groups": numbers.integers(0, 4, size),
        "begins": np.array(begins, np.int64),
        "cuts": np.array(begins, np.int64) == ALWAYS,
    }


def english(begins: Sequence[int], seed: int = 0) -> EnglishWords:
    numbers = np.random.default_rng(seed)
    pieces = [tuple(numbers.integers(1000, 30000, numbers.integers(1, 5)).tolist()) for _ in begins]
    return EnglishWords(**common(begins, seed), pieces=pieces)


def russian(begins: Sequence[int], seed: int = 0) -> RussianWords:
    numbers, size = np.random.default_rng(seed), len(begins)
    return RussianWords(
        **common(begins, seed),
        vectors=numbers.normal(size=(size, 300)).astype(np.float16),
        unknown=numbers.integers(0, 2, size).astype(bool),
        grams=numbers.integers(0, 1 << 15, (size, GRAMS)),
        grammemes=numbers.random((size, GRAMMEMES)).astype(np.float16),
        outlines=numbers.integers(0, 66, size),
    )


@pytest.mark.parametrize(
    ("rows", "size", "fill", "expected"),
    [
        ([[1, 2]], 2, 0, [[1, 2]]),
        ([[1], [2, 3]], 3, 7, [[1, 7, 7], [2, 3, 7]]),
        ([[]], 2, 5, [[5, 5]]),
        ([[[1, 2]], [[3, 4], [5, 6]]], 2, 0, [[[1, 2], [0, 0]], [[3, 4], [5, 6]]]),
    ],
)
def test_padded(rows: list[list[int]], size: int, fill: int, expected: list[list[int]]) -> None:
    assert padded([np.array(row) for row in rows], size, fill).tolist() == expected


def test_padding_keeps_the_kind_of_number() -> None:
    assert padded([np.array([True])], 2).dtype == bool
    assert padded([np.array([0.5], np.float16)], 2).dtype == np.float16


TEXTS = [[ALWAYS, NEVER, PERHAPS, NEVER, ALWAYS, NEVER], [NEVER], [PERHAPS, NEVER, ALWAYS, ALWAYS], [ALWAYS] * 9]
WINDOWS = [whole(0, 6), whole(0, 1), whole(1, 4), Window(2, 9, 4, 9)]


def alone_and_together(make: Make, texts: list[Words]) -> list[tuple[Inputs, Inputs, int, int]]:
    """For every window the arrays of it alone, those of the batch, its row and its length."""
    rows = list(zip(texts, WINDOWS, strict=True))
    together = common_inputs(rows, [1] * len(rows), [0] * len(rows)) | make(rows)
    return [
        (common_inputs([row], [1], [0]) | make([row]), together, i, row[1].end - row[1].start)
        for i, row in enumerate(rows)
    ]


@pytest.mark.parametrize("text_of", [english, russian])
def test_a_row_of_the_common_arrays_is_the_window_alone(text_of: Callable[..., Words]) -> None:
    texts = [text_of(begins, seed) for seed, begins in enumerate(TEXTS)]
    make: Make = english_inputs if text_of is english else russian_inputs
    for alone, together, row, size in alone_and_together(make, texts):
        width = together["mask"].shape[1]
        for name in ("shapes", "flags", "begins", "mask"):
            np.testing.assert_array_equal(alone[name][0], together[name][row, :size])
            assert not together[name][row, size:].any(), f"{name} is not zero in the padding"
        groups = together["groups"].reshape(-1, width)[row]
        np.testing.assert_array_equal(alone["groups"], groups[:size])
        assert not groups[size:].any()
        assert together["flags"].dtype == together["mask"].dtype == np.float32
        assert all(array.shape[0] in (len(TEXTS), len(TEXTS) * width) for array in together.values())


def test_a_window_begins_a_sentence_whatever_it_is_in_the_text() -> None:
    text = english([NEVER, NEVER, PERHAPS])
    found = common_inputs([(text, whole(1, 3)), (text, whole(2, 3))], [0, 0], [0, 0])
    assert found["begins"].tolist() == [[ALWAYS, PERHAPS], [ALWAYS, 0]]
    assert text.begins.tolist() == [NEVER, NEVER, PERHAPS], "the text's own array was written over"


# -- groups -------------------------------------------------------------------------------------------------------


def test_groups_of_two_texts_stay_apart() -> None:
    texts = [english([ALWAYS] * 3), english([ALWAYS] * 4)]
    texts[0].groups, texts[1].groups = np.array([1, 0, 2]), np.array([2, 1, 0, 1])
    rows = [(text, whole(0, len(text))) for text in texts]
    found = common_inputs(rows, [0, 0], [0, 3])["groups"].reshape(2, 4).tolist()
    assert found == [[1, 0, 2, 0], [5, 4, 0, 4]]  # 0 is no group in either


def test_groups_of_one_text_are_shared_by_its_windows() -> None:
    text = english([ALWAYS] * 4)
    text.groups = np.array([1, 2, 0, 1])
    found = common_inputs([(text, whole(0, 2)), (text, whole(2, 4))], [0, 0], [0, 0])["groups"]
    assert found.tolist() == [1, 2, 0, 1]


def test_guidelines_are_given_for_every_row() -> None:
    text = english([ALWAYS] * 2)
    rows = [(text, whole(0, 1)), (text, whole(1, 2)), (text, whole(0, 2))]
    found = common_inputs(rows, [2, 0, 1], [0, 0, 0])["corpus"]
    assert found.tolist() == [2, 0, 1]
    assert found.dtype == np.int64


# -- English ------------------------------------------------------------------------------------------------------


def test_pieces_and_their_words() -> None:
    text = english([ALWAYS, NEVER, ALWAYS])
    text.pieces = [(7,), (8, 9), (5,)]
    found = english_inputs([(text, whole(0, 2)), (text, whole(2, 3))])
    assert found["ids"].tolist() == [[BEGIN, 7, 8, 9, END], [BEGIN, 5, END, 0, 0]]
    # The marks at the ends and the padding belong to a word past the last.
    assert found["owner"].tolist() == [[2, 0, 1, 1, 2], [2, 0, 2, 2, 2]]
    assert found["first"].tolist() == [[1, 2], [1, 0]]


def test_a_row_of_pieces_is_the_window_alone() -> None:
    texts: list[Words] = [english(begins, seed) for seed, begins in enumerate(TEXTS)]
    for alone, together, row, size in alone_and_together(english_inputs, texts):
        pieces = len(alone["ids"][0])
        width = together["first"].shape[1]
        np.testing.assert_array_equal(alone["ids"][0], together["ids"][row, :pieces])
        np.testing.assert_array_equal(alone["first"][0], together["first"][row, :size])
        assert not together["ids"][row, pieces:].any()
        owner = np.where(alone["owner"][0] == size, width, alone["owner"][0])
        np.testing.assert_array_equal(owner, together["owner"][row, :pieces])
        assert (together["owner"][row, pieces:] == width).all()


# -- Russian ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "window", "places", "slots"),
    [
        ([ALWAYS], (0, 1), [0], [0]),
        ([ALWAYS, NEVER, NEVER], (0, 3), [0, 1, 2], [0, 1, 2]),
        ([ALWAYS, NEVER, ALWAYS, NEVER], (0, 4), [0, 1, 3, 4], [0, 1, 4, 2, 3]),  # 4 is no word: the gap
        ([ALWAYS] * 3, (0, 3), [0, 2, 4], [0, 3, 1, 3, 2]),
        ([ALWAYS, NEVER, ALWAYS, NEVER], (1, 4), [0, 2, 3], [0, 3, 1, 2]),  # no gap before a window's first word
        ([ALWAYS, NEVER, ALWAYS, NEVER], (2, 4), [0, 1], [0, 1]),
    ],
)
def test_a_gap_parts_two_sentences(
    begins: list[int], window: tuple[int, int], places: list[int], slots: list[int]
) -> None:
    found = russian_inputs([(russian(begins), whole(*window))])
    assert found["places"].tolist() == [places]
    assert found["slots"].tolist() == [slots]


def test_a_row_of_russian_features_is_the_window_alone() -> None:
    texts: list[Words] = [russian(begins, seed) for seed, begins in enumerate(TEXTS)]
    for alone, together, row, size in alone_and_together(russian_inputs, texts):
        for name in ("vectors", "unknown", "grams", "grammemes", "outlines", "places"):
            np.testing.assert_array_equal(alone[name][0], together[name][row, :size])
            assert not together[name][row, size:].any()
        width = together["places"].shape[1]
        slots = alone["slots"].shape[1]
        expected = np.where(alone["slots"][0] == size, width, alone["slots"][0])
        np.testing.assert_array_equal(expected, together["slots"][row, :slots])
        assert (together["slots"][row, slots:] == width).all()
        # Every word is in the slot of its place.
        assert together["slots"][row, together["places"][row, :size]].tolist() == list(range(size))


def test_reading_backwards_leaves_the_padding_where_it_is() -> None:
    text = russian([ALWAYS, NEVER, NEVER, ALWAYS, NEVER])
    found = russian_inputs([(text, whole(0, 3)), (text, whole(3, 5)), (text, whole(2, 3))])["back"]
    assert found.tolist() == [[2, 1, 0], [1, 0, 2], [0, 1, 2]]
    assert (np.take_along_axis(found, found, axis=1) == np.arange(3)).all(), "twice backwards is forwards"


def test_numbers_are_as_wide_as_the_network_takes_them() -> None:
    found = russian_inputs([(russian([ALWAYS, NEVER]), whole(0, 2))])
    kinds = {name: str(array.dtype) for name, array in found.items()}
    assert kinds == {
        "vectors": "float32", "unknown": "bool", "grams": "int64", "grammemes": "float32", "outlines": "int64",
        "places": "int64", "slots": "int64", "back": "int64",
    }  # fmt: skip
