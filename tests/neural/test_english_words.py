"""English words as the network gets them: where sentences may begin, what shares a group, pieces for every word."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from diplonlp.lang.english import line_sentences
from diplonlp.neural.english import english_words
from diplonlp.neural.inputs import ALWAYS, NEVER, PERHAPS, EnglishWords
from diplonlp.neural.pieces import Pieces
from diplonlp.neural.words import FLAGS, LOOKUPS
from diplonlp.tag.lexicon import Entry
from diplonlp.tag.phrases import Match

PIECES = Pieces(["[PAD]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{sign}" for sign in "abcdefghijklmnopqrstuvwxyz")])


def words_of(nlp: Language, text: str) -> tuple[EnglishWords, list[str]]:
    words, tokens = english_words(line_sentences(nlp.make_doc(text)), PIECES, [])
    return words, [token.text for token in tokens]


@pytest.mark.parametrize(
    ("text", "must", "may", "cuts"),
    [
        ("They met. They left.", ["They"], ["They"], ["They", "They"]),
        ("Mr. Koskelo met Gov. Marlow.", ["Mr."], ["Koskelo", "Marlow"], ["Mr."]),  # no window begins there
        ("Talks\n\nThey met", ["Talks", "They"], [], ["Talks", "They"]),
        ("\n\n  They met\nin\nOslo", ["They"], [], ["They"]),
        ('"Go." He went.', ['"'], ["He"], ['"', "He"]),
        ("!!!", ["!"], [], ["!"]),
        ("", [], [], []),
        (" \n ", [], [], []),
        ("👍🏽", ["👍"], [], ["👍"]),
    ],
)
def test_sentence_starts(english_nlp: Language, text: str, must: list[str], may: list[str], cuts: list[str]) -> None:
    words, texts = words_of(english_nlp, text)
    by_code = {code: np.flatnonzero(words.begins == code).tolist() for code in (NEVER, PERHAPS, ALWAYS)}
    assert [texts[i] for i in by_code[ALWAYS]][: len(must)] == must
    assert set(may) <= {texts[i] for i in by_code[PERHAPS]}
    assert [texts[i] for i in np.flatnonzero(words.cuts)][: len(cuts)] == cuts
    assert not (words.cuts & (words.begins == NEVER)).any()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mamytov met Bo; MAMYTOV left", [1, 0, 0, 0, 1, 0]),
        ("mamytov Mamytov", [0, 1]),  # a small word names nobody
        ("U.S. U.S. 2024 2024", [0, 0, 0, 0]),
        ("The envoy. The envoy.", [1, 0, 0, 1, 0, 0]),
        ("Ёлкин Ёлкин", [1, 1]),
    ],
)
def test_groups(english_nlp: Language, text: str, expected: list[int]) -> None:
    assert words_of(english_nlp, text)[0].groups.tolist() == expected


@pytest.mark.parametrize("text", ["", "\n", "a\n\nb  c", "x" * 5000, "👍🏽 \u200b \x00 e\u0301", "!" * 3000])
def test_every_word_has_a_row_and_a_piece(english_nlp: Language, text: str) -> None:
    words, texts = words_of(english_nlp, text)
    columns = (words.shapes, words.flags, words.groups, words.begins, words.cuts, words.pieces)
    assert {len(column) for column in columns} == {len(texts)} == {len(words)}
    assert not any(text.isspace() for text in texts)
    assert all(1 <= len(pieces) <= 12 for pieces in words.pieces)


def test_look_ups_stay_with_their_words_where_white_space_is_left_out(english_nlp: Language) -> None:
    doc = Doc(english_nlp.vocab, ["In", "\n", "New", "\n", "Zealand", "on", "Monday"])
    words, tokens = english_words(doc, PIECES, [Match(2, 5, Entry("state", "state:NZL"))])
    assert words.flags.shape == (5, FLAGS)
    begins, goes_on = (words.flags[:, 2 * LOOKUPS.index("state") + i].tolist() for i in (0, 1))
    assert [token.text for token, flag in zip(tokens, begins, strict=True) if flag] == ["New"]
    assert [token.text for token, flag in zip(tokens, goes_on, strict=True) if flag] == ["Zealand"]
    dates = words.flags[:, 2 * LOOKUPS.index("date")].tolist()
    assert [token.text for token, flag in zip(tokens, dates, strict=True) if flag] == ["Monday"]
