"""The shipped networks: what they say of a paragraph holds wherever it stands, and any text has an answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from diplonlp.lang.english import line_sentences
from diplonlp.lang.models import model_path
from diplonlp.lang.russian import navec, razdel_sentences
from diplonlp.neural.decode import Candidate
from diplonlp.neural.doc import Tables, found_spans
from diplonlp.neural.english import english_words
from diplonlp.neural.inputs import Words, english_inputs, russian_inputs
from diplonlp.neural.network import Answers, Network
from diplonlp.neural.pieces import Pieces
from diplonlp.neural.russian import WordTable
from diplonlp.neural.windows import WindowSize
from diplonlp.pipeline import Pipeline

ALONE = WindowSize(usual=1, longest=320, overlap=40)  # every sentence has a window of its own
CLEAR = {
    "en": "President of Kazakhstan Daulet Seitkali met Sigrid Halvorsen in Astana on Tuesday.",
    "ru": "Президент Казахстана Даулет Сейткали встретился с Сигрид Халворсен в Астане во вторник.",
}
SURE = {
    "en": {("Kazakhstan", "STATE"), ("Sigrid Halvorsen", "PERSON"), ("Astana", "LOC")},
    "ru": {("Казахстана", "STATE"), ("Сигрид Халворсен", "PERSON"), ("Астане", "LOC")},
}
OTHERS = {
    "en": [
        "Rain fell over the hills for three days, and farmers were glad of it.",
        "Prime Minister Pavel Rudakov arrived in Rome, where he opened a school.",
        "The price of wheat rose by four per cent; nobody could say why it did so.",
        "Kemal Aydin, who writes novels, lives in Izmir with his two brothers.",
    ],
    "ru": [
        "Три дня над холмами шёл дождь, и крестьяне были ему рады.",
        "Премьер-министр Павел Рудаков прибыл в Рим, где открыл школу.",
        "Цена пшеницы выросла на четыре процента; никто не мог сказать почему.",
        "Кемаль Айдын, который пишет романы, живёт в Измире с двумя братьями.",
    ],
}


class Reader:
    """A network as the pipeline runs it, less spaCy: text in, answers out, in windows and batches of any size."""

    def __init__(self, nlp: Language) -> None:
        self.lang, self.nlp = str(nlp.lang), nlp
        self._tables = Tables(self.lang, nlp.make_doc)
        self._path = model_path("english" if self.lang == "en" else "russian")
        self.about = self.network().about
        if self.lang == "en":
            self._pieces = Pieces((self._path / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1])
        else:
            self._table = WordTable(navec(), self.about["outlines"])

    def network(self, size: WindowSize = ALONE, batch: int = 2000) -> Network:
        return Network(self._path, english_inputs if self.lang == "en" else russian_inputs, size, batch)

    def words(self, text: str, shared: bool = False) -> tuple[Words, list[int]]:
        """The words of a text and what each takes of a window; *shared* lets equal words know of each other."""
        doc = self.nlp.make_doc(text)
        if self.lang == "en":
            english, _ = english_words(line_sentences(doc), self._pieces, self._tables.matches(doc))
            words: Words = english
            sizes = [len(pieces) for pieces in english.pieces]
        else:
            words, _ = self._table.words(razdel_sentences(doc), self._tables.matches(doc))
            sizes = [1] * len(words)
        return (words if shared else dataclasses.replace(words, groups=np.zeros_like(words.groups))), sizes


@pytest.fixture(scope="module")
def english_reader(english_nlp: Language) -> Reader:
    return Reader(english_nlp)


@pytest.fixture(scope="module")
def russian_reader(russian_nlp: Language) -> Reader:
    return Reader(russian_nlp)


@pytest.fixture(params=["english_reader", "russian_reader"])
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.getfixturevalue(request.param)
    return found


# -- batches and windows ------------------------------------------------------------------------------------------


def moved(found: Iterable[Candidate], by: int) -> list[Candidate]:
    return [Candidate(c.start + by, c.end + by, c.label, c.score) for c in found]


def same(one: Answers, other: Answers, part: slice) -> None:
    """Compare the answers for a text with those for a part of another that is the same text."""
    inside = [c for c in other.mentions if part.start <= c.start < part.stop]
    assert [c[:3] for c in moved(one.mentions, part.start)] == [c[:3] for c in inside]
    assert [c.score for c in one.mentions] == pytest.approx([c.score for c in inside], abs=1e-4)
    for name, numbers in one.words.items():
        expected = numbers + part.start if name == "heads" else numbers
        np.testing.assert_array_equal(expected, other.words[name][part], err_msg=name)


@pytest.mark.parametrize("batch", [1, 40, 2000])
def test_rows_of_a_batch_do_not_mix(reader: Reader, batch: int) -> None:
    """Whole numbers of eight bits share a scale in a batch, so only equal rows can be compared to the last digit."""
    text = CLEAR[reader.lang]
    words, sizes = reader.words(text)
    alone = reader.network(batch=batch).read(words, sizes)
    many, many_sizes = reader.words("\n\n".join([text] * 7))
    assert many_sizes == sizes * 7
    together = reader.network(batch=batch).read(many, many_sizes)
    for i in range(7):
        same(alone, together, slice(i * len(words), (i + 1) * len(words)))


def check_sure(one: Answers, other: Answers) -> None:
    """What is nearly certain in one reading is found in the other, about as probable."""
    for sure, rest in ((one, other), (other, one)):
        scores = {c[:3]: c.score for c in rest.mentions}
        for mention in (c for c in sure.mentions if c.score > 0.95):
            assert scores.get(mention[:3], 0) == pytest.approx(mention.score, abs=0.4), mention


@pytest.mark.parametrize("batch", [40, 300, 10**9])
def test_the_size_of_batches_changes_nothing_that_is_sure(reader: Reader, batch: int) -> None:
    words, sizes = reader.words("\n\n".join([*OTHERS[reader.lang], CLEAR[reader.lang]] * 3))
    one_by_one = reader.network(batch=1).read(words, sizes)
    assert any(c.score > 0.95 for c in one_by_one.mentions)
    check_sure(one_by_one, reader.network(batch=batch).read(words, sizes))


@pytest.mark.parametrize("size", [WindowSize(64, 200, 40), WindowSize(200, 200, 40), WindowSize(1, 24, 12)])
def test_the_size_of_windows_changes_nothing_that_is_sure(reader: Reader, size: WindowSize) -> None:
    words, sizes = reader.words("\n\n".join([*OTHERS[reader.lang], CLEAR[reader.lang]]))
    check_sure(reader.network().read(words, sizes), reader.network(size).read(words, sizes))


@pytest.mark.parametrize("place", [0, 2, 4])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_paragraph_says_the_same_among_others(nlp: Pipeline, lang: str, place: int) -> None:
    paragraphs = [*OTHERS[lang][:place], CLEAR[lang], *OTHERS[lang][place:], *OTHERS[lang] * 5]
    text = "\n\n".join(paragraphs)
    start = text.index(CLEAR[lang])
    for document, offset in ((nlp(CLEAR[lang]), 0), (nlp(text), start)):
        found = {(m.text, m.label) for m in document.mentions if offset <= m.start < offset + len(CLEAR[lang])}
        assert found >= SURE[lang]


def test_equal_words_know_of_each_other(reader: Reader) -> None:
    """The network is told which words of a text are the same; told nothing, it is less sure or more, never broken."""
    text = "\n\n".join([CLEAR[reader.lang], *OTHERS[reader.lang], CLEAR[reader.lang]])
    words, sizes = reader.words(text, shared=True)
    assert words.groups.max() > 3
    check_sure(reader.network().read(words, sizes), reader.network(WindowSize(64, 200, 40)).read(words, sizes))


def test_the_answers_are_the_same_every_time(reader: Reader) -> None:
    words, sizes = reader.words("\n\n".join(OTHERS[reader.lang]), shared=True)
    network = reader.network()
    first, again, other = network.read(words, sizes), network.read(words, sizes), reader.network().read(words, sizes)
    assert first.mentions == again.mentions == other.mentions
    assert all((numbers == again.words[name]).all() for name, numbers in first.words.items())


# -- guidelines ---------------------------------------------------------------------------------------------------


def test_guidelines_nobody_taught_are_the_house_s(reader: Reader) -> None:
    words, sizes = reader.words(CLEAR[reader.lang])
    network = reader.network()
    assert network.guides[0] == "house"
    assert network.read(words, sizes, "klingon").mentions == network.read(words, sizes).mentions


def test_guidelines_change_mentions_and_nothing_else(reader: Reader) -> None:
    words, sizes = reader.words(CLEAR[reader.lang])
    network = reader.network()
    house = network.read(words, sizes)
    for guide in network.guides[1:]:
        for name, numbers in network.read(words, sizes, guide).words.items():
            np.testing.assert_array_equal(numbers, house.words[name])


# -- any text -----------------------------------------------------------------------------------------------------


def check_doc(doc: Doc, text: str) -> None:
    """The text comes back, every token is annotated, every sentence is one tree, mentions never cross."""
    assert doc.text == text
    assert all(token.pos_ and token.lemma_ and token.dep_ for token in doc)
    for sentence in doc.sents:
        words = [token for token in sentence if not token.is_space]
        assert [token.dep_ for token in words].count("ROOT") == bool(words)
        assert all(sentence.start <= token.head.i < sentence.end for token in words)
        assert all(sentence.root in (token, *token.ancestors) for token in words)
    found = found_spans(doc)
    assert found is not None
    bounds = {(span.start, span.end) for span, _ in found}
    assert len(bounds) == len(found)
    assert not any(a[0] < b[0] < a[1] < b[1] for a in bounds for b in bounds)
    assert all(not span[0].is_space and not span[-1].is_space and 0 < score <= 1 for span, score in found)


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "\t \n  \n", "\u00a0", "\u2028\u2029", "\x1c\x85"])
def test_nothing_to_read(any_nlp: Language, text: str) -> None:
    doc = any_nlp(text)
    assert doc.text == text
    assert found_spans(doc) == []
    assert doc.ents == ()


@pytest.mark.parametrize(
    "text",
    [
        ".",
        "...!!!???",
        "«»“”''\"\"((()))[[]]--——",
        "👍🏽",
        "👩‍👩‍👧🇰🇿🇺🇿 ☎️",
        "\x00",
        "\x00\x01\x02 \x1b[31m\x7f",
        "\u200b",
        "\u200b\u200d\ufeff\u2060",
        "\u0301",
        "Аста\u200bна и Tash\u00adkent",
        "\u202eтскелоК\u202c met Сулейменов\u0301",
        "1",
        "a",
        "Я",
        "%$#@&*^~`|\\/<>{}=+_",
        "𝔎𝔞𝔷𝔞𝔨𝔥𝔰𝔱𝔞𝔫 Ｋａｚａｋｈｓｔａｎ",
        "שלום 你好 مرحبا नमस्ते",
        "\ufffd\U0010ffff",
    ],
)
def test_hardly_anything_to_read(any_nlp: Language, nlp: Pipeline, text: str) -> None:
    check_doc(any_nlp(text), text)
    document = nlp(text)
    assert all(document.text[m.start : m.end] == m.text for m in document.mentions)


MESSY = [
    "Посол\r\n\r\n\tprибыл в\n\n\n Ош... \u200b 👍🏽 «Да»,—сказал\x00он,«нет» U.S. Mr.\nKoskelo\n\n- a\n- b\n",
    "a\n\nb\n\nc\n\n" * 40,
    "Встреча ( прошла [ в « Москве \" и ' Oslo",
    "x" * 3000 + " " + "я" * 3000 + " " + "9" * 3000,
    "https://example.org/" + "a/b?c=d&" * 300,
    "И. О. Ф. " * 120,
    "Mr. Dr. U.S. e.g. " * 120,
    "1 " * 700,
    "Министр; посол: глава, президент - спикер — депутат / сенатор | " * 40,
    "КОСКЕЛО MET ТОКАЕВ IN АСТАНА " * 60,
    "“” ‘’ « » . , . , ; : " * 80,
]


@pytest.mark.parametrize("text", MESSY)
def test_messy_texts(any_nlp: Language, text: str) -> None:
    check_doc(any_nlp(text), text)


@pytest.mark.parametrize(
    ("lang", "words", "end", "expected"),
    [
        (
            "en", "the envoy and the minister said that talks had gone well while a guest was late for lunch ",
            "and met Vladimir Putin in Moscow", [("Vladimir Putin", "PERSON"), ("Moscow", "LOC")],
        ),
        (
            "ru", "посол и министр сказал что встреча прошла хорошо а гость опоздал на обед потому что шёл дождь ",
            "и встретил Владимира Путина в Москве", [("Владимира Путина", "PERSON"), ("Москве", "LOC")],
        ),
    ],
)  # fmt: skip
def test_three_thousand_words_without_a_stop(
    russian_nlp: Language, english_nlp: Language, lang: str, words: str, end: str, expected: list[tuple[str, str]]
) -> None:
    text = words * (3000 // len(words.split()) + 1) + end
    assert len(text.split()) > 3000
    doc = (english_nlp if lang == "en" else russian_nlp)(text)
    check_doc(doc, text)
    found = [(span.text, span.label_) for span, _ in found_spans(doc) or ()]
    assert found[-2:] == expected
    assert len(found) > 100, "nothing is found in the middle"
