from __future__ import annotations

import pytest

from diplonlp.read.sentences import sentence_at

CASES = [
    ("They met. It rained.", "met", "They met."),
    ("They met. It rained.", "met. It", "They met. It rained."),
    ("Mr. Smith met Dr. Brown. They talked.", "Brown", "Mr. Smith met Dr. Brown."),
    ("Г-н Иванов прибыл в г. Бишкек. Встреча прошла.", "Бишкек", "Г-н Иванов прибыл в г. Бишкек."),
    ("И.о. министра А. С. Пробный выступил. Он ушёл.", "Пробный", "И.о. министра А. С. Пробный выступил."),
    ("Talks in Vienna\nThe envoys met. They left.", "envoys", "The envoys met."),
    ("Talks in Vienna\nThe envoys met. They left.", "Vienna", "Talks in Vienna"),
    ("Talks in Vienna\r\n\r\nThe envoys met.", "envoys", "The envoys met."),
    ("The envoys of both\nstates met. They left.", "states", "The envoys of both\nstates met."),
    (
        "The minister of foreign affairs of the republic and the\nForeign Secretary met on Monday. They left.",
        "Secretary",
        "The minister of foreign affairs of the republic and the\nForeign Secretary met on Monday.",
    ),
    ("«Мы рады», – сказал он. Она молчала.", "рады", "«Мы рады», – сказал он."),
    ("   \n x", "x", "x"),
]


@pytest.mark.parametrize(("text", "words", "sentence"), CASES)
def test_sentence_at(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    assert sentence_at(text, start, start + len(words)) == sentence


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (-5, 2, "They met."),
        (99, 120, "It rained."),
        (12, 3, "It rained."),
        (0, 0, "They met."),
        (0, 99, "They met. It rained."),
    ],
)
def test_offsets_out_of_range_are_taken_to_the_nearest_place(start: int, end: int, sentence: str) -> None:
    assert sentence_at("They met. It rained.", start, end) == sentence


def test_empty_text() -> None:
    assert sentence_at("", 0, 0) == ""


def test_a_huge_paragraph_is_read_only_around_the_place() -> None:
    text = "Посол прибыл в Минск. " * 20_000 + "Он встретил министра. " + "Посол уехал домой. " * 20_000
    start = text.index("министра")
    assert sentence_at(text, start, start + 8) == "Он встретил министра."


def test_a_line_without_a_space_gives_at_least_the_range() -> None:
    assert "b" in sentence_at("a" * 100_000 + "b" + "a" * 100_000, 100_000, 100_001)
