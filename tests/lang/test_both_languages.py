"""What must hold in either language: the text comes back whole, and every sentence is one tree."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from diplonlp.neural.doc import found_spans

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
    "text",
    [
        *UGLY,
        "Президент Казахстана встретился с главой МИД Финляндии на саммите ОДКБ в Ереване.",
        "The Ministry of Foreign Affairs of Norway and the President of Finland met at the CIS summit in Oslo.",
    ],
)
def test_names_are_the_outermost_mentions(any_nlp: Language, text: str) -> None:
    """Mentions stand inside each other; the flat names of spaCy are those that stand inside no other name."""
    doc = any_nlp(text)
    found = {(span.start, span.end, span.label_): score for span, score in found_spans(doc) or ()}
    assert all(0 < score <= 1 for score in found.values())
    names = {bounds for bounds in found if bounds[2] in {"PERSON", "ORG", "LOC", "STATE", "EVENT"}}
    outer = {n for n in names if not any(o[0] <= n[0] and n[1] <= o[1] and o[:2] != n[:2] for o in names)}
    assert {(name.start, name.end, name.label_) for name in doc.ents} == outer


def test_a_state_inside_a_body_is_a_mention_and_no_name(russian_nlp: Language) -> None:
    doc = russian_nlp("Он встретился с главой МИД Финляндии.")
    assert [name.text for name in doc.ents] == ["МИД Финляндии"]
    assert ("Финляндии", "STATE") in [(span.text, span.label_) for span in doc.spans["diplonlp_found"]]


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


def test_a_doc_can_be_saved(any_nlp: Language) -> None:
    """The ways spaCy has to keep a Doc work: what the pipeline leaves in it can be written."""
    doc = any_nlp("Президент Казахстана прибыл в Баку. The President of Kazakhstan arrived in Baku.")
    again = Doc(any_nlp.vocab).from_bytes(doc.to_bytes())
    assert again.to_json() == doc.to_json()
    kept = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    assert next(DocBin(store_user_data=True).from_bytes(kept).get_docs(any_nlp.vocab)).to_json() == doc.to_json()
