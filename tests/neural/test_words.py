"""What a network sees of a word: shapes, look-ups, groups."""

from __future__ import annotations

import unicodedata

import pytest

from diplonlp.neural.words import FLAGS, LOOKUPS, SHAPES, groups, lookup_flags, shape
from diplonlp.tag.lexicon import Entry
from diplonlp.tag.phrases import Match

ALIKE = [
    ("Москва", "Астана", "Ёлкин", "Їжак"),
    ("МОСКВА", "МИД", "ОДКБ", "ЁЖ"),
    ("Moscow", "Paris", "Élysée", "Şuşa"),
    ("MOSCOW", "EU", "ÉTATS", "U.S."),
    ("талибы", "talks", "ёж", "état", "你好", "שלום"),  # a script without capitals is written small
    ("МакГрегор", "Санкт-Петербург", "МИДа"),
    ("McGregor", "Guinea-Bissau"),
    ("A", "Я"),
    ("covid-Штаб", "ИлI", "Xи"),  # two scripts in one word
    ("7", "5"),
    ("16", "99", "٤٢"),
    ("2024", "1991", "10000", "1" * 5000),
    ("3rd", "9/11", "2024-й", "1,5"),
    ('"', "«", "“", "„"),
    ("»", "”"),
    ("-", "–", "—"),
    ("(", ")"),
    (".",),
    (",",),
    ("!", "...", "'", "’s", "\u200b", "👍🏽", "\u0301", "\ufeff", "\x00", "%", "_a", "¤"),
]  # fmt: skip


@pytest.mark.parametrize("words", ALIKE)
def test_words_of_one_shape(words: tuple[str, ...]) -> None:
    assert len({shape(word) for word in words}) == 1


def test_shapes_differ() -> None:
    assert len({shape(words[0]) for words in ALIKE}) == len(ALIKE)


def test_every_sign_of_unicode_has_a_shape() -> None:
    """The network's table has SHAPES rows; 0 is kept for the padding."""
    for number in range(0x30000):
        if unicodedata.category(sign := chr(number)) != "Cs":
            assert 0 < shape.__wrapped__(sign) < SHAPES, sign
            assert 0 < shape.__wrapped__(sign + "aЯ") < SHAPES, sign


def named(flags: list[int]) -> set[str]:
    """What a row of flags says: "state" begins here, "-state" goes on."""
    return {("-" if i % 2 else "") + LOOKUPS[i // 2] for i, flag in enumerate(flags) if flag}


STATE, MAYBE = Entry("state", "state:KGZ"), Entry("state", "state:GEO", ambiguous=True)


@pytest.mark.parametrize(
    ("size", "matches", "dates", "expected"),
    [
        (0, [], [], []),
        (2, [], [], [set(), set()]),
        (3, [Match(0, 2, STATE)], [], [{"state"}, {"-state"}, set()]),
        (2, [Match(1, 2, MAYBE)], [], [set(), {"state?"}]),
        # The same words may be two things, and a phrase may stand inside another.
        (2, [Match(0, 2, STATE), Match(0, 2, MAYBE)], [], [{"state", "state?"}, {"-state", "-state?"}]),
        (3, [Match(0, 3, Entry("org", "")), Match(1, 2, STATE)], [], [{"org"}, {"-org", "state"}, {"-org"}]),
        (2, [Match(0, 1, STATE), Match(0, 1, STATE)], [], [{"state"}, set()]),
        (2, [Match(0, 2, STATE), Match(1, 2, STATE)], [], [{"state"}, {"-state", "state"}]),
        # A kind without a column for doubt has one column; cues count by their job, most not at all.
        (1, [Match(0, 1, Entry("norp", "", ambiguous=True))], [], [{"norp"}]),
        (1, [Match(0, 1, Entry("capital", "", ambiguous=True))], [], [{"capital"}]),
        (1, [Match(0, 1, Entry("cue", "", role="event-noun"))], [], [{"event-noun"}]),
        (1, [Match(0, 1, Entry("cue", "", role="between"))], [], [set()]),
        # A body's role, "state" or whatever it is called, is not its kind.
        (1, [Match(0, 1, Entry("body", "", role="state"))], [], [{"body"}]),
        (1, [Match(0, 1, Entry("title", "", ambiguous=True, role="event-noun"))], [], [{"title?"}]),
        (3, [], [(0, 2), (1, 3)], [{"date"}, {"date", "-date"}, {"-date"}]),
        (2, [Match(0, 1, STATE)], [(0, 2)], [{"state", "date"}, {"-date"}]),
    ],
)
def test_lookup_flags(
    size: int, matches: list[Match[Entry]], dates: list[tuple[int, int]], expected: list[set[str]]
) -> None:
    flags = lookup_flags(size, matches, dates)
    assert flags.shape == (size, FLAGS)
    assert [named(row) for row in flags.tolist()] == expected
    assert (lookup_flags(size, matches[::-1], dates[::-1]) == flags).all()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([], []),
        (["", ""], [0, 0]),
        (["a"], [1]),
        (["a", "b", "a", "", "c", "b"], [1, 2, 1, 0, 3, 2]),
        (["е", "ё", "е\u0308"], [1, 2, 3]),
    ],
)
def test_groups(keys: list[str], expected: list[int]) -> None:
    assert groups(keys).tolist() == expected
