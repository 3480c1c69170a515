"""A network's mentions in a spaCy Doc: nested spans with their probabilities, and the outermost as flat names."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from diplonlp.neural.decode import Candidate
from diplonlp.neural.doc import FOUND, Tables, found_spans, outermost, write_mentions

VOCAB = spacy.blank("en").vocab
WORDS = ["The", "\n", "Foreign", "Ministry", "of", "New", "\n", "Zealand", "met", "Bo"]


def doc_of(*words: str) -> Doc:
    return Doc(VOCAB, list(words or WORDS))


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ([], []),
        ([(0, 1)], [(0, 1)]),
        ([(3, 4), (0, 1)], [(0, 1), (3, 4)]),
        ([(0, 1), (0, 3), (2, 3)], [(0, 3)]),
        ([(0, 5), (1, 4), (2, 3), (6, 7)], [(0, 5), (6, 7)]),
        ([(0, 3), (2, 4)], [(0, 3)]),  # a user's spans may cross: the longer
        ([(2, 4), (0, 2), (1, 3)], [(0, 2), (2, 4)]),  # as long: the first
    ],
)
def test_outermost(bounds: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    doc = doc_of()
    found = outermost([Span(doc, start, end, label="ORG") for start, end in bounds])
    assert [(span.start, span.end) for span in found] == expected


def test_mentions_are_written_with_the_white_space_inside_them() -> None:
    doc = doc_of()
    tokens = [token for token in doc if not token.is_space]
    mentions = [
        Candidate(1, 6, "ORG", 0.91234), Candidate(4, 6, "STATE", 0.7), Candidate(0, 6, "TITLE", 0.6),
        Candidate(7, 8, "PERSON", 1.0),
    ]  # fmt: skip
    write_mentions(doc, tokens, mentions, "house")
    assert [(span.text.split(), span.label_, score) for span, score in found_spans(doc) or ()] == [
        (["Foreign", "Ministry", "of", "New", "Zealand"], "ORG", 0.9123),
        (["New", "Zealand"], "STATE", 0.7),
        (["The", "Foreign", "Ministry", "of", "New", "Zealand"], "TITLE", 0.6),
        (["Bo"], "PERSON", 1.0),
    ]
    # A title is no name in spaCy's sense, and a state inside an organisation is covered by it.
    assert [(name.start, name.end, name.label_) for name in doc.ents] == [(2, 8, "ORG"), (9, 10, "PERSON")]


def test_only_flat_names_are_names() -> None:
    doc = doc_of("a", "b", "c", "d", "e", "f", "g", "h")
    labels = ("PERSON", "TITLE", "STATE", "ORG", "LOC", "EVENT", "NORP", "DATE")
    write_mentions(doc, list(doc), [Candidate(i, i + 1, label, 0.5) for i, label in enumerate(labels)], "house")
    assert [name.label_ for name in doc.ents] == ["PERSON", "STATE", "ORG", "LOC", "EVENT"]
    assert len(doc.spans[FOUND]) == 8


def test_nothing_found_and_never_read_are_two_things() -> None:
    doc = doc_of()
    assert found_spans(doc) is None
    write_mentions(doc, [], [], "house")
    assert found_spans(doc) == []
    assert doc.ents == ()


def test_a_new_reading_takes_the_place_of_the_old() -> None:
    doc = doc_of("Bo", "Reed")
    write_mentions(doc, list(doc), [Candidate(0, 1, "LOC", 0.5)], "house")
    write_mentions(doc, list(doc), [Candidate(0, 2, "PERSON", 0.9)], "house")
    assert [(span.text, score) for span, score in found_spans(doc) or ()] == [("Bo Reed", 0.9)]
    assert [name.label_ for name in doc.ents] == ["PERSON"]


def test_the_tables_are_asked_once(any_nlp: Language) -> None:
    asked: list[str] = []

    def tokenize(text: str) -> Doc:
        asked.append(text)
        return any_nlp.make_doc(text)

    tables = Tables(str(any_nlp.lang), tokenize)
    assert asked == [], "the tables are compiled before the first text"
    doc = any_nlp.make_doc("Kyrgyzstan, Кыргызстан")
    first = tables.matches(doc)
    compiled = len(asked)
    assert compiled > 100
    assert {match.payload.kb for match in first} == {"state:KGZ"}
    assert tables.matches(doc) == first
    assert tables.matches(any_nlp.make_doc("")) == []
    assert len(asked) == compiled


@pytest.mark.parametrize(
    ("word", "kb"),
    [
        ("ministries", "body:ministry"),
        ("ministers", "office:minister"),
        ("deputies", "office:member-of-parliament"),
        ("secretaries", "office:secretary"),
        ("embassies", "body:agency"),
    ],
)
def test_plurals_are_found_before_there_are_lemmas(english_nlp: Language, word: str, kb: str) -> None:
    """The network reads what the tables say, so the tables are asked when nothing is known but the tokens."""
    found = Tables("en", english_nlp.make_doc).matches(english_nlp.make_doc(word))
    assert kb in {match.payload.kb for match in found}
