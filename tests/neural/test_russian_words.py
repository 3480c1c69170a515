"""Features of Russian word forms: the same whatever was read before, and something for every sign there is."""

from __future__ import annotations

import dataclasses
import random
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from diplonlp.lang.russian import RazdelTokenizer, navec, razdel_sentences
from diplonlp.neural import russian as module
from diplonlp.neural.inputs import ALWAYS, NEVER, RussianWords
from diplonlp.neural.russian import BUCKETS, GRAMMEMES, GRAMS, WordTable, gram_buckets, stem

TEXTS = [
    "Президент Казахстана прибыл в Ташкент. Его встретил посол Ёлкин.",
    "Посол Елкин\n\nприбыл в МИД РФ 3 мая 2021 г. с экс-министром",
    "",
    "  \n ",
    "!!! 👍🏽 \u200b e\u0301 NATO covid-штаб 你好 \x00",
    "посол ПОСОЛ Посол пóсол",
]


@pytest.fixture(scope="module")
def outlines(russian_nlp: Language) -> list[str]:
    reader = dict(russian_nlp.pipeline)["diplonlp_russian_network"]
    found: list[str] = reader.network.about["outlines"]
    return found


@pytest.fixture
def table(outlines: list[str]) -> WordTable:
    return WordTable(navec(), outlines)


def doc_of(nlp: Language, text: str) -> Doc:
    return razdel_sentences(RazdelTokenizer(nlp.vocab)(text))


def features(words: RussianWords) -> dict[str, list[object]]:
    return {field.name: getattr(words, field.name).tolist() for field in dataclasses.fields(words)}


@pytest.mark.parametrize("text", TEXTS)
def test_a_row_for_every_word(russian_nlp: Language, table: WordTable, text: str) -> None:
    doc = doc_of(russian_nlp, text)
    words, tokens = table.words(doc, [])
    assert [token.i for token in tokens] == [token.i for token in doc if not token.is_space]
    assert {len(column) for column in features(words).values()} == {len(tokens)}
    assert words.vectors.shape == (len(tokens), 300)
    assert words.grams.shape == (len(tokens), GRAMS)
    assert words.grammemes.shape == (len(tokens), len(GRAMMEMES) + 1)
    assert words.cuts.tolist() == (words.begins == ALWAYS).tolist()


def test_features_do_not_depend_on_what_was_read_before(russian_nlp: Language, outlines: list[str]) -> None:
    docs = [doc_of(russian_nlp, text) for text in TEXTS]
    fresh = [features(WordTable(navec(), outlines).words(doc, [])[0]) for doc in docs]
    one = WordTable(navec(), outlines)
    forwards = [features(one.words(doc, [])[0]) for doc in docs]
    again = [features(one.words(doc, [])[0]) for doc in reversed(docs)][::-1]
    assert fresh == forwards == again


def test_what_was_given_out_does_not_change(russian_nlp: Language, table: WordTable) -> None:
    """The table grows and is cleared behind the words of earlier texts."""
    words, _ = table.words(doc_of(russian_nlp, TEXTS[0]), [])
    before = features(words)
    table.words(doc_of(russian_nlp, " ".join(f"слово{i}" for i in range(2500))), [])
    assert features(words) == before


@pytest.mark.parametrize("most", [0, 5, 1200])
def test_a_table_that_is_cleared_says_the_same(
    russian_nlp: Language, outlines: list[str], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    chance = random.Random(most)
    endless = " ".join(chance.choice(["посол", "Ош", "мир", "газ"]) + str(i) for i in range(1500))
    docs = [doc_of(russian_nlp, text) for text in (*TEXTS, endless, *TEXTS)]
    kept = WordTable(navec(), outlines)
    expected = [features(kept.words(doc, [])[0]) for doc in docs]
    monkeypatch.setattr(module, "_MOST_WORDS", most)
    cleared = WordTable(navec(), outlines)
    assert [features(cleared.words(doc, [])[0]) for doc in docs] == expected


def test_threads_share_a_table(russian_nlp: Language, outlines: list[str]) -> None:
    """A form that one thread has begun to work out is not taken for done by another."""
    chance = random.Random(8)
    forms = [f"{a}{b}{c}" for a in ("перо", "мино", "коло") for b in "бвгджзклмн" for c in ("вец", "вского", "ёвым")]
    forms += [f"{form}{number}" for form in forms for number in range(30)]
    docs = [Doc(russian_nlp.vocab, chance.sample(forms, 400)) for _ in range(40)]
    alone, shared = WordTable(navec(), outlines), WordTable(navec(), outlines)
    expected = [alone.words(doc, [])[0] for doc in docs]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda doc: shared.words(doc, [])[0], docs))
    for one, other in zip(expected, found, strict=True):
        for name in ("vectors", "unknown", "grams", "grammemes"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def row(table: WordTable, nlp: Language, word: str) -> RussianWords:
    words, tokens = table.words(Doc(nlp.vocab, [word]), [])
    assert [token.text for token in tokens] == [word]
    return words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("посол", "ПОСОЛ"),
        ("посол", "Посол"),
        ("Ёлкин", "ёлкин"),
        ("Королёвский", "Королевский"),  # navec lacks the form with ё
        ("приёмах", "приемах"),
    ],
)
def test_capitals_do_not_change_the_vector_nor_does_io(
    russian_nlp: Language, table: WordTable, one: str, other: str
) -> None:
    first, second = (row(table, russian_nlp, word) for word in (one, other))
    assert first.vectors.any()
    np.testing.assert_array_equal(first.vectors, second.vectors)


def test_a_form_with_io_that_has_a_vector_keeps_it(russian_nlp: Language, table: WordTable) -> None:
    """Navec was trained on both «самолёт» and «самолет»."""
    first, second = (row(table, russian_nlp, word) for word in ("самолёт", "самолет"))
    assert not first.unknown[0]
    assert not second.unknown[0]
    assert (first.vectors != second.vectors).any()


@pytest.mark.parametrize(
    ("word", "known", "vector"),
    [
        ("посол", True, True),
        ("послами", True, True),
        ("ёлочкою", False, True),  # by its dictionary form
        ("Жбырздюквин", False, False),
        ("12345678", False, False),
        ("👍🏽", False, False),
        ("\u200b", False, False),
    ],
)
def test_vectors(russian_nlp: Language, table: WordTable, word: str, known: bool, vector: bool) -> None:
    found = row(table, russian_nlp, word)
    assert (not found.unknown[0], bool(found.vectors.any())) == (known, vector)


def test_every_sign_of_unicode_is_a_word(russian_nlp: Language, table: WordTable, outlines: list[str]) -> None:
    signs = [chr(number) for number in range(0x3000) if unicodedata.category(chr(number)) != "Cs"]
    words, tokens = table.words(Doc(russian_nlp.vocab, [part for sign in signs for part in (sign, f"{sign}Я")]), [])
    assert len(words) == len(tokens) > 20_000
    assert 0 < words.outlines.min() <= words.outlines.max() < len(outlines)
    assert 0 <= words.grams.min() <= words.grams.max() <= BUCKETS
    assert np.isfinite(words.grammemes).all()


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Посол прибыл.\nОн рад.", [ALWAYS, NEVER, NEVER, ALWAYS, NEVER, NEVER]),
        ("\n Посол\n\n\nОн", [ALWAYS, ALWAYS]),
        ("Посол", [ALWAYS]),
    ],
)
def test_sentences(russian_nlp: Language, table: WordTable, text: str, begins: list[int]) -> None:
    assert table.words(doc_of(russian_nlp, text), [])[0].begins.tolist() == begins


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Путин Путина Путину Путиным путин", [1, 1, 1, 1, 1]),
        ("Бишкек в Бишкеке в", [1, 2, 1, 2]),
        ("и а . 5 !", [0, 0, 0, 0, 0]),
        ("", []),
    ],
)
def test_groups(russian_nlp: Language, table: WordTable, text: str, groups: list[int]) -> None:
    words, _ = table.words(Doc(russian_nlp.vocab, text.split()), [])
    expected = [0 if len(word) < 3 else group for word, group in zip(text.split(), groups, strict=True)]
    assert words.groups.tolist() == np.unique([0, *expected], return_inverse=True)[1][1:].tolist()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("путиным", "путин"),
        ("переговорами", "переговор"),
        ("оша", "ош"),
        ("её", ""),
        ("", ""),
        ("x1", ""),
        ("123", ""),
        ("ая", ""),
        ("мая", "ма"),
        ("оая", "оа"),  # two letters stay at the least
        ("...", ""),
        ("nato", "nato"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("word", "used"),
    [
        ("мид", 7),
        ("а", 2),
        ("5", 1),
        (".", 1),
        ("международный", GRAMS),
        ("а" * 10_000, None),
        ("👍🏽", 1),
    ],
)
def test_gram_buckets(word: str, used: int | None) -> None:
    found = gram_buckets(word)
    assert found.shape == (GRAMS,)
    assert ((found >= 0) & (found <= BUCKETS)).all()
    count = int((found < BUCKETS).sum())
    assert used is None or count == used
    assert (found[count:] == BUCKETS).all()


def test_long_words_keep_both_ends() -> None:
    """Of a long word the middle is left out: words that differ in it share most parts."""
    one, other = (set(gram_buckets(f"международно{middle}ированный").tolist()) for middle in ("а", "у"))
    assert len(one & other) >= 3
