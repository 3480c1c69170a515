"""Edit scripts: what is made of a word and its lemma gives the lemma back."""

from __future__ import annotations

import random

import pytest

from diplonlp.neural.lemmas import apply_script, script_of

PAIRS = [
    ("countries", "country", "=3|y"),
    ("Paris", "Paris", "=0|"),
    ("Countries", "country", "-3|y"),
    ("Countries", "Country", "=3|y"),
    ("U.S.", "U.S.", "=0|"),
    ("Went", "go", "-4|go"),
    ("was", "be", "=3|be"),
    ("n't", "not", "=2|ot"),
    ("'s", "be", "=2|be"),
    ("THE", "the", "-0|"),
    ("$", "$", "=0|"),
    ("a|b", "a|c", "=1|c"),  # the script's own marks inside a word
    ("|", "||", "=0||"),
    ("-3|y", "=3|y", "=4|=3|y"),
    ("1990s", "1990", "=1|"),
    ("👍🏽", "👍", "=1|"),
    ("İstanbul", "İstanbul", "=0|"),
    ("ΑΣ", "ας", "-0|"),  # a capital sigma at the end of a word
    ("e\u0301s", "e\u0301", "=1|"),
    ("iPhones", "iPhone", "=1|"),
    ("iphones", "iPhone", "=6|Phone"),
    ("a", "a b", "=0| b"),
]


@pytest.mark.parametrize(("form", "lemma", "script"), PAIRS)
def test_round_trip(form: str, lemma: str, script: str) -> None:
    assert script_of(form, lemma) == script
    assert apply_script(form, script) == lemma


@pytest.mark.parametrize(
    ("form", "script", "expected"),
    [
        ("Ministries", "-3|y", "ministry"),
        ("Ministries", "=3|y", "Ministry"),
        ("a", "=3|y", "a"),  # more than there is: the form stays
        ("A", "-3|y", "a"),
        ("ab", "=2|", "ab"),  # a lemma is never empty
        ("ab", "=2|be", "be"),
        ("x", "=0|", "x"),
        ("👍", "-0|", "👍"),
        ("ẞ", "-0|", "ß"),
        ("x", "=0|a|b", "xa|b"),
    ],
)
def test_scripts_of_other_words(form: str, script: str, expected: str) -> None:
    assert apply_script(form, script) == expected


def test_random_pairs() -> None:
    chance = random.Random(11)
    for _ in range(5000):
        form, lemma = ("".join(chance.choices("abcABяЯ|=-1İß👍\u0301", k=chance.randint(1, 9))) for _ in range(2))
        assert apply_script(form, script_of(form, lemma)) == lemma, (form, lemma)


def test_one_script_fits_many_words() -> None:
    """Lemmas are classes: case in the text must not multiply them where the lemma is written small."""
    forms = ["studies", "Studies", "STUDIES", "Cities", "CITIES"]
    lemmas = ["study", "study", "study", "city", "city"]
    assert {script_of(form, lemma) for form, lemma in zip(forms, lemmas, strict=True)} == {"=3|y", "-3|y"}
