"""Which line breaks part paragraphs, and which only wrap a line."""

from __future__ import annotations

import pytest

from diplonlp.lang.lines import split_paragraphs

WRAPPED = (
    "The foreign ministers of the five states met on Monday in the city of\n"
    "Tashkent to discuss how the waters of the two rivers are to be shared in\n"
    "the coming summer, when little rain is expected.\n"
    "They meet again in May."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n \t", []),
        ("one line", ["one line"]),
        ("  Head \n\n\n  Body  ", ["Head", "Body"]),
        ("Headline\r\nBody text", ["Headline", "Body text"]),
        ("Заголовок\u2028Текст", ["Заголовок", "Текст"]),
        ("The envoys,\nMinisters and guests", ["The envoys,\nMinisters and guests"]),
        ("Long headline about talks that are to be held in the city of Astana soon\nThe talks", None),
        (WRAPPED, [WRAPPED.rsplit("\n", 1)[0], "They meet again in May."]),
    ],
)
def test_split_paragraphs(text: str, expected: list[str] | None) -> None:
    found = [text[start:end] for start, end in split_paragraphs(text)]
    assert found == (text.split("\n") if expected is None else expected)


def test_many_lines() -> None:
    assert len(list(split_paragraphs("Строка\n" * 20_000))) == 20_000
