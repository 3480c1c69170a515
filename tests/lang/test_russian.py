"""The Russian pipeline: trees, lemmas, names, sentences, and what it does when its weights are not there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from diplonlp.errors import ModelError
from diplonlp.lang import russian as module
from diplonlp.lang.russian import LONGEST_SENTENCE


def relations(doc: Doc) -> dict[str, tuple[str, str]]:
    """For every word its relation and its head."""
    return {token.text: (token.dep_, token.head.text) for token in doc}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Министр встретился с послом Узбекистана.",
            {"Министр": ("nsubj", "встретился"), "послом": ("obl", "встретился"), "Узбекистана": ("nmod", "послом")},
        ),
        (
            "Переговоры были перенесены на среду.",
            {"Переговоры": ("nsubj:pass", "перенесены"), "были": ("aux:pass", "перенесены")},
        ),
        ("Президент не поедет в Вену.", {"не": ("advmod", "поедет"), "Вену": ("obl", "поедет")}),
        (
            "Послы Армении и Грузии обсудили торговлю.",
            {"Армении": ("nmod", "Послы"), "Грузии": ("conj", "Армении"), "торговлю": ("obj", "обсудили")},
        ),
        ("Министр Иван Вершинский прибыл.", {"Иван": ("appos", "Министр"), "Вершинский": ("flat:name", "Иван")}),
    ],
)
def test_trees(russian_nlp: Language, text: str, expected: dict[str, tuple[str, str]]) -> None:
    found = relations(russian_nlp(text))
    assert {word: found[word] for word in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Переговоры с Ириной Захаровой прошли в Минске.", "переговоры с Ирина Захарова пройти в Минск ."),
        ("Он говорил о Сергее Лаптеве и Анне Лаптевой.", "он говорить о Сергей Лаптев и Анна Лаптева ."),
        ("Послы США и ОАЭ стали гарантами.", "посол США и ОАЭ стать гарант ."),
        ("Визит в Санкт-Петербург отменён.", "визит в Санкт-Петербург отменить ."),
        ("Встреча с Клаусом Штольцем прошла в Вене.", "встреча с Клаус Штольц пройти в Вена ."),
        ("Посол Ёлкин и Joe Biden", "посол Ёлкин и Joe Biden"),
    ],
)
def test_lemmas(russian_nlp: Language, text: str, expected: str) -> None:
    assert " ".join(token.lemma_ for token in russian_nlp(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "В Астане Айбек Тороманов встретился с главой МИД Финляндии Илмари Коскело.",
            [
                ("Астане", "LOC"),
                ("Айбек Тороманов", "PERSON"),
                ("МИД Финляндии", "ORG"),  # the state inside it is no flat name
                ("Илмари Коскело", "PERSON"),
            ],
        ),
        ("Казахстан вступил в ОДКБ.", [("Казахстан", "STATE"), ("ОДКБ", "ORG")]),
        ("Переговоры с Казахстаном прошли в Москве.", [("Казахстаном", "STATE"), ("Москве", "LOC")]),
        ("Стороны обсудили торговлю.", []),
    ],
)
def test_names(russian_nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(name.text, name.label_) for name in russian_nlp(text).ents]
    assert set(expected) <= set(found) if expected else found == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Посол А. И. Орехов прибыл в г. Ош. Его встретили.", 2),
        ("Заявление сделано 3 мая 2021 г. в Баку.", 1),
        ("«Мы готовы», — сказал он. «Ждём».", 2),
        ("Обсудили нефть, газ и т. д. Решений нет.", 2),
    ],
)
def test_sentences(russian_nlp: Language, text: str, count: int) -> None:
    assert len(list(russian_nlp(text).sents)) == count


@pytest.mark.parametrize("piece", ["посол, ", "посол ", "посол"])
def test_endless_sentence_is_cut(russian_nlp: Language, piece: str) -> None:
    text = piece * 1500
    doc = russian_nlp(text)
    assert doc.text == text
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_SENTENCE
    if piece.strip() == "посол,":
        assert all(sentence.text.endswith(",") for sentence in doc.sents)


def test_natasha_is_never_imported() -> None:
    """A bare environment has neither pymorphy2 nor pkg_resources, without which natasha cannot be imported."""
    code = """
import builtins, sys
real = builtins.__import__
banned = ("natasha", "pymorphy2", "pkg_resources", "torch", "transformers")
def guarded(name, *args, **kwargs):
    if name.partition(".")[0] in banned:
        raise ImportError(name)
    return real(name, *args, **kwargs)
builtins.__import__ = guarded
from diplonlp.lang.russian import russian
doc = russian()("Посол прибыл в Ташкент.")
assert doc.ents[0].text == "Ташкент", doc.ents
assert not [name for name in sys.modules if name.partition(".")[0] in banned]
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_import_loads_no_weights() -> None:
    code = "import sys, diplonlp.lang.russian as r; assert 'slovnet' not in sys.modules and 'navec' not in sys.modules"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.fixture
def forgotten_weights() -> object:
    """Weights already read would hide that the files are gone."""
    module.navec.cache_clear()
    yield
    module.navec.cache_clear()


@pytest.mark.usefixtures("forgotten_weights")
def test_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install"):
        module.russian()


@pytest.mark.usefixtures("forgotten_weights")
def test_missing_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_data_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"navec.*pip install"):
        module.russian()


@pytest.mark.usefixtures("forgotten_weights")
def test_damaged_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "emb").mkdir()
    (tmp_path / "emb" / "navec_news_v1.tar").write_bytes(b"not a tar file")
    monkeypatch.setattr(module, "_data_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"navec_news_v1\.tar: damaged"):
        module.russian()
