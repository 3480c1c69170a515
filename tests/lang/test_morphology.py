"""Dictionary forms of Russian words, names above all."""

from __future__ import annotations

import pytest

from diplonlp.lang.morphology import lemma, normal_forms


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Киргизии", {"киргизия"}),
        ("стали", {"стать", "сталь"}),
        ("госсекретарём", {"госсекретарь"}),
        ("послом", {"посол"}),
        ("NATO", {"nato"}),
        ("2024", {"2024"}),
        ("", {""}),
        ("—", {"—"}),
    ],
)
def test_normal_forms(word: str, expected: set[str]) -> None:
    assert normal_forms(word) == expected


def test_normal_forms_fold_yo() -> None:
    assert normal_forms("Королёвым") == normal_forms("королевым")
    assert "ё" not in "".join(normal_forms("полёты"))


def features(case: str, gender: str, number: str = "Sing") -> str:
    return f"Animacy=Anim|Case={case}|Gender={gender}|Number={number}"


@pytest.mark.parametrize(
    ("word", "case", "gender", "expected"),
    [
        ("Токаева", "Gen", "Masc", "Токаев"),
        ("Токаева", "Nom", "Fem", "Токаева"),
        ("Мишустиной", "Ins", "Fem", "Мишустина"),
        ("Вершинского", "Gen", "Masc", "Вершинский"),
        ("Вершинской", "Gen", "Fem", "Вершинская"),
        ("Штольцем", "Ins", "Masc", "Штольц"),  # the analyser's guess is "штолец"
        ("Орбана", "Gen", "Masc", "Орбан"),
        ("Меркель", "Ins", "Fem", "Меркель"),
        ("Меттиссен", "Gen", "Fem", "Меттиссен"),
        ("Сийярто", "Ins", "Masc", "Сийярто"),
        ("Обаме", "Dat", "Masc", "Обама"),
        ("Павла", "Gen", "Masc", "Павел"),
        ("МИДа", "Gen", "Masc", "МИД"),
        ("ПУТИНА", "Gen", "Masc", "ПУТИН"),
        ("Нур-Султане", "Loc", "Masc", "Нур-Султан"),
        ("Киргизией", "Ins", "Fem", "Киргизия"),
    ],
)
def test_names(word: str, case: str, gender: str, expected: str) -> None:
    assert lemma(word, "PROPN", features(case, gender)) == expected


@pytest.mark.parametrize(
    ("word", "pos", "given", "expected"),
    [
        ("стали", "VERB", "Number=Plur|Tense=Past", "стать"),
        ("стали", "NOUN", "Case=Gen|Number=Sing", "сталь"),
        ("подписанное", "VERB", "VerbForm=Part", "подписать"),
        ("людей", "NOUN", "Case=Gen|Number=Plur", "человек"),
        ("Biden", "PROPN", "", "Biden"),
        ("2024", "NUM", "", "2024"),
        ("«", "PUNCT", "", "«"),
    ],
)
def test_other_words(word: str, pos: str, given: str, expected: str) -> None:
    assert lemma(word, pos, given) == expected
