r"""Altered copies of texts (``benchmarks/altered.py``): what each alteration writes, and where gold spans go."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(scope="module")
def altered() -> ModuleType:
    """The benchmark; its folder is on the path while it is imported, as when it is run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        return importlib.import_module("altered")


def unmark(marked: str) -> tuple[str, tuple[int, int] | None]:
    """The text without the brackets, and the span they hold."""
    start, end = marked.find("["), marked.find("]") - 1
    return marked.replace("[", "").replace("]", ""), None if start < 0 else (start, end)


# Alteration, seed, text and altered text, each with a gold span in brackets; no brackets where nothing is left of it.
CASES = [
    ("none", "", "Посол [США] прибыл.", "Посол [США] прибыл."),
    ("all capitals", "", "посол [США] прибыл", "ПОСОЛ [США] ПРИБЫЛ"),
    ("all capitals", "", "Franz Weiß met [the ﬁrst Envoy]", "FRANZ WEIß MET [THE ﬁRST ENVOY]"),
    ("lower case", "", "В [МИД Киргизии]", "в [мид киргизии]"),
    ("lower case", "", "In [İstanbul]", "in [İstanbul]"),
    ("no punctuation", "", "Из-за «[экс-президента США]», в 8,1", "Изза [экспрезидента США] в 81"),
    ("no punctuation", "", "of the [U.S.], too.", "of the [US] too"),
    ("no punctuation", "", "He said [...] nothing", "He said  nothing"),
    ("OCR hyphens", "a", "[Россия] обсуждает сотрудничество", "[Россия] обсуждает сотруд-\nничество"),
    ("OCR hyphens", "a", "Россия обсуждает [сотрудничество]", "Россия обсуждает [сотруд-\nничество]"),
    ("OCR hyphens", "a", "Россия обсуждает сотруд[ничество]", "Россия обсуждает сотруд-\n[ничество]"),
    ("OCR hyphens", "a", "Россия обсуждает [сотруд]ничество", "Россия обсуждает [сотруд]-\nничество"),
    ("OCR hyphens", "c", "Россия обсуждает [сотрудничество]", "Россия обсуждает [сотрудничество]"),
    ("mixed alphabets", "k", "[Россия] и Japan", "[P\u043e\u0441cия] и Japan"),
    ("mixed alphabets", "a", "Россия и [Japan]", "Россия и [J\u0430p\u0430n]"),
    ("mixed alphabets", "e", "[Россия] и Japan", "[Россия] и Japan"),
    ("е for ё", "", "[Королёв] и Ёлкин", "[Королев] и Елкин"),
    ("ё for е", "", "[Горбачев] приведет ПЕТРА и Петра еще", "[Горбачёв] приведёт ПЕТРА и Петра ещё"),
    ("ё for е", "", "[МХКЕЁ] и Embassy", "[МХКЕЁ] и Embassy"),
    ("broken articles", "a", "[The White House] said a visit", "[White House] said a visit"),
    ("broken articles", "i", "The president said [a visit]", "President said [visit]"),
    ("broken articles", "i", "The [president] said a visit", "[President] said visit"),
    ("broken articles", "d", "[The White House] said a visit", "The [The White House] said the visit"),
    ("broken articles", "h", "The White House said [a] visit", "White House said a [a] visit"),
    ("broken articles", "g", "[The White House] said a visit", "[A White House] said a visit"),
    ("broken articles", "i", "[The] White House said a visit", "White House said visit"),
    ("broken articles", "i", "Vitamin A. [Athens] theatre", "Vitamin A. [Athens] theatre"),
]


@pytest.mark.parametrize(("name", "seed", "before", "after"), CASES)
def test_text_and_span_are_altered(altered: ModuleType, name: str, seed: str, before: str, after: str) -> None:
    (text, span), (expected, place) = unmark(before), unmark(after)
    spans = [{"label": "ORG", "start": span[0], "end": span[1]}] if span else []
    doc = altered.alter({"id": seed, "text": text, "spans": spans}, altered.ALTERATIONS[name][0])
    assert doc["text"] == expected
    assert [(s["start"], s["end"]) for s in doc["spans"]] == ([place] if place else [])


UGLY = [
    "",
    " ",
    "\r\n\r\n",
    "🤝 Встреча\r\nв Бишкеке 🇰🇬!",
    "a",
    "The",
    "the the  the x",
    "«»",
    "Ёё" * 9,
    "Сотрудничество " * 60,
]


@pytest.mark.parametrize("text", UGLY)
@pytest.mark.parametrize("name", sorted({name for name, *_ in CASES}))
def test_every_offset_has_its_place(altered: ModuleType, name: str, text: str) -> None:
    new = altered.ALTERATIONS[name][0](text, "seed")
    assert new == altered.ALTERATIONS[name][0](text, "seed"), "the same seed alters the same places"
    for places in (new.starts, new.ends):
        assert len(places) == len(text) + 1
        assert list(places) == sorted(places)
        assert all(0 <= place <= len(new.text) for place in places)


def test_about_one_long_word_in_twelve_is_cut_and_nothing_else_is_changed(altered: ModuleType) -> None:
    text = "Министерство России обсуждает сотрудничество. " * 1000
    new = altered.ALTERATIONS["OCR hyphens"][0](text, "seed").text
    assert new.replace("-\n", "") == text
    assert 200 < new.count("-\n") < 300


def test_every_alteration_is_in_the_table(altered: ModuleType) -> None:
    assert {name for name, *_ in CASES} == set(altered.ALTERATIONS)


def test_large_drops_are_bold_and_what_was_not_asked_is_a_dash(altered: ModuleType) -> None:
    table = altered.markdown({"ru": {"none": 0.8, "е for ё": 0.75}, "en": {"none": 0.8, "broken articles": 0.5}})
    assert table.splitlines()[2:] == [
        "| ru | 0.800 | 0.750 (-0.050) | – |",
        "| en | 0.800 | – | **0.500 (-0.300)** |",
    ]
