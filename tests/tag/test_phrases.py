"""Phrases of the tables in a text, in whatever form they stand there."""

from __future__ import annotations

import pytest
from spacy.language import Language

from diplonlp.tag.phrases import Match, PhraseIndex, is_acronym, longest

# phrase, whether it is a name, text, the words found
EN = [
    ("Russia", True, "He left Russia.", ["Russia"]),
    ("Turkey", True, "He ate turkey.", []),
    ("foreign minister", False, "The foreign ministers left.", ["foreign ministers"]),
    ("foreign minister", False, "Foreign Minister Aydin left.", ["Foreign Minister"]),
    ("SCO", True, "The SCO met.", ["SCO"]),
    ("SCO", True, "He said sco.", []),
    ("Russia", True, "RUSSIA SIGNS TREATY", ["RUSSIA"]),
    ("chair", False, "He chaired the session.", ["chaired"]),
    ("People's Republic of China", True, "The People’s Republic of China signed.", ["People’s Republic of China"]),
    ("natural gas", False, "Gas is natural.", []),
]
RU = [
    ("Россия", True, "Он уехал из России.", ["России"]),
    ("Киргизия", True, "Они говорили о Киргизии.", ["Киргизии"]),
    ("министр иностранных дел", False, "Он говорил с министрами иностранных дел.", ["министрами иностранных дел"]),
    ("министр иностранных дел", False, "Министру иностранных дел вручили письмо.", ["Министру иностранных дел"]),
    ("ШОС", True, "В ШОС девять членов.", ["ШОС"]),
    ("МИД", True, "Об этом сообщили МИДом.", ["МИДом"]),
    (
        "Организация Объединённых Наций",
        True,
        "В Организации Объединенных Наций ждут.",
        ["Организации Объединенных Наций"],
    ),
    ("государства-участники", False, "Государства-участники согласились.", ["Государства-участники"]),
    ("природный газ", False, "Они говорили о природном газе.", ["природном газе"]),
    ("природный газ", False, "Газ природный.", []),
]


def found(nlp: Language, lang: str, phrase: str, name: bool, text: str) -> list[str]:
    index: PhraseIndex[str] = PhraseIndex(lang, nlp.make_doc)
    index.add(phrase, phrase, name=name)
    doc = nlp(text)
    return [doc[match.start : match.end].text for match in index.find(doc)]


@pytest.mark.parametrize(("phrase", "name", "text", "words"), EN)
def test_an_english_phrase(english_nlp: Language, phrase: str, name: bool, text: str, words: list[str]) -> None:
    assert found(english_nlp, "en", phrase, name, text) == words


@pytest.mark.parametrize(("phrase", "name", "text", "words"), RU)
def test_a_russian_phrase(russian_nlp: Language, phrase: str, name: bool, text: str, words: list[str]) -> None:
    assert found(russian_nlp, "ru", phrase, name, text) == words


def test_a_wildcard_matches_the_beginning_of_a_word(russian_nlp: Language) -> None:
    assert found(russian_nlp, "ru", "вод*", False, "Вопросы водной отрасли и воды.") == ["водной", "воды"]


def test_overlapping_phrases_are_all_found_and_the_longest_kept(english_nlp: Language) -> None:
    index: PhraseIndex[str] = PhraseIndex("en", english_nlp.make_doc)
    for phrase in ("Congo", "Republic of the Congo", "Democratic Republic of the Congo"):
        index.add(phrase, phrase, name=True)
    matches = list(index.find(english_nlp("The Democratic Republic of the Congo signed.")))
    assert len(matches) == 3
    assert [match.payload for match in longest(matches)] == ["Democratic Republic of the Congo"]


def test_longest_prefers_the_first_of_two_equal_ones() -> None:
    matches = [Match(1, 3, "b"), Match(0, 2, "a"), Match(4, 5, "c")]
    assert [match.payload for match in longest(matches)] == ["a", "c"]


@pytest.mark.parametrize(
    ("word", "answer"),
    [("EAEU", True), ("СНГ", True), ("U.S.", True), ("G20", False), ("Russia", False), ("I", False), ("", False),
     ("ЕАЭС", True), ("МИД", True), ("МИДом", False)],
)  # fmt: skip
def test_is_acronym(word: str, answer: bool) -> None:
    assert is_acronym(word) is answer
