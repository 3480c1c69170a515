"""What must hold in either language: the text comes back whole, and every sentence is one tree."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

UGLY = [
    "",
    " ",
    "\n",
    " \t\n  ",
    "   Посол  РФ   ",
    "The  envoy\t\tleft .\n\n\n",
    "a\x00b \x00 в\x00г",
    "\ufeffАстана\u200b, 3\u00a0мая\u2028Ташкент\u2029\x85х",
    "👍🏽👩‍👩‍👧 встреча 🇰🇿🇺🇿!",
    "Встреча\r\nпрошла\rв\r\n\r\nОше",
    "é e\u0301 й и\u0306 ﬁ Ǆ",
    "שלום 你好 مرحبا नमस्ते",
    "....!!!???«»“”''\"\"((()))[[]]--——",
    "http://example.org/a?b=c&d=%20 @mid_rf #ЕАЭС e-mail: a.b@example.org",
    "г.г. т.е. и т.д. и т.п. U.S.A. U.N. e.g. i.e. Mr. Dr.",
    "слово" * 400,
    ")" * 300,
    "\n".join("строка" for _ in range(50)),
]


def check_trees(doc: Doc) -> None:
    """Every sentence has one root, every other word a head in the same sentence, and no circle of heads."""
    assert doc.has_annotation("DEP")
    for sentence in doc.sents:
        words = [token for token in sentence if not token.is_space]
        assert [token.dep_ for token in words].count("ROOT") == bool(words)
        for token in words:
            assert sentence.start <= token.head.i < sentence.end
            assert (token.head == token) == (token.dep_ == "ROOT")
            assert sentence.root in (token, *token.ancestors)
            assert not token.head.is_space


@pytest.mark.parametrize("text", UGLY)
def test_text_comes_back_whole(any_nlp: Language, text: str) -> None:
    doc = any_nlp(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    if text:
        check_trees(doc)


@pytest.mark.parametrize("text", UGLY)
def test_every_word_is_annotated(any_nlp: Language, text: str) -> None:
    for token in any_nlp(text):
        assert (token.pos_ == "SPACE") == token.is_space
        assert token.pos_
        assert token.lemma_
        assert token.dep_


def test_pipe_gives_what_a_call_gives(any_nlp: Language) -> None:
    texts = ["Президент прибыл в Баку. Его ждали.", "", "The envoy left Oslo.\n\nHe was late.", " "]
    piped = list(any_nlp.pipe(texts, batch_size=2))
    assert [doc.text for doc in piped] == texts
    for doc, text in zip(piped, texts, strict=True):
        assert doc.to_json() == any_nlp(text).to_json()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Talks in Oslo\nThe envoys met", ["Talks in Oslo", "The envoys met"]),
        ("Переговоры в Осло\nПослы встретились", ["Переговоры в Осло", "Послы встретились"]),
        ("Talks in Oslo\n\nthe envoys met", ["Talks in Oslo", "the envoys met"]),
        ("Переговоры в Осло\r\n\r\nпослы встретились", ["Переговоры в Осло", "послы встретились"]),
        ("The envoys of five\nstates met", ["The envoys of five\nstates met"]),
        ("Послы пяти\nгосударств встретились", ["Послы пяти\nгосударств встретились"]),
        ("- trade\n- water\n- borders", ["- trade", "- water", "- borders"]),
    ],
)
def test_lines(any_nlp: Language, text: str, sentences: list[str]) -> None:
    assert [sentence.text.strip() for sentence in any_nlp(text).sents] == sentences


def test_a_name_goes_on_over_a_wrapped_line(russian_nlp: Language, english_nlp: Language) -> None:
    russian = russian_nlp(
        "На встрече выступил министр иностранных дел Армении Арам\nВардгесян, сообщили в Ереване. "
        "Он рассказал о том, как идут\nпереговоры."
    )
    english = english_nlp("Armenian Foreign Minister Aram\nVardgesyan, who arrived in Tbilisi,\nspoke on Monday.")
    assert "Арам\nВардгесян" in [name.text for name in russian.ents]
    assert "Aram\nVardgesyan" in [name.text for name in english.ents]
