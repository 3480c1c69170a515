"""The English pipeline: trees, lemmas, names and sentences."""

from __future__ import annotations

import pytest
from spacy.language import Language

from diplonlp.neural.decode import LABELS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The minister met the ambassador of Uzbekistan.",
            {"minister": ("nsubj", "met"), "ambassador": ("obj", "met"), "Uzbekistan": ("nmod", "ambassador")},
        ),
        ("The talks were postponed.", {"talks": ("nsubj:pass", "postponed"), "were": ("aux:pass", "postponed")}),
        ("The president will not visit Vienna.", {"not": ("advmod", "visit"), "Vienna": ("obj", "visit")}),
        ("They discussed trade and water.", {"trade": ("obj", "discussed"), "water": ("conj", "trade")}),
    ],
)
def test_trees(english_nlp: Language, text: str, expected: dict[str, tuple[str, str]]) -> None:
    found = {token.text: (token.dep_, token.head.text) for token in english_nlp(text)}
    assert {word: found[word] for word in expected} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministers met in Minsk.", "the minister meet in Minsk ."),
        ("She was leaving for talks.", "she be leave for talk ."),
        ("Both countries signed agreements.", "both country sign agreement ."),
    ],
)
def test_lemmas(english_nlp: Language, text: str, expected: str) -> None:
    assert " ".join(token.lemma_ for token in english_nlp(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Foreign Minister Ilmari Koskelo met Aibek Toromanov in Astana.",
            [("Ilmari Koskelo", "PERSON"), ("Aibek Toromanov", "PERSON"), ("Astana", "LOC")],
        ),
        ("Leaders of the United Nations arrived in Norway.", [("United Nations", "ORG"), ("Norway", "STATE")]),
        ("They discussed trade.", []),
    ],
)
def test_names(english_nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(name.text, name.label_) for name in english_nlp(text).ents] == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Koskelo met Gov. J. K. Marlow at the U.N. on Monday. They talked.", 2),
        ("Foreign Minister Ilmari Koskelo and Prime Minister Aili Renko arrived.", 1),
        ('"We are ready." He smiled.', 2),
        ("The envoy left… Nobody knew why!", 2),
        ("No stop at the end", 1),
    ],
)
def test_sentences(english_nlp: Language, text: str, count: int) -> None:
    assert len(list(english_nlp(text).sents)) == count


def test_no_sentence_ends_without_a_stop(english_nlp: Language) -> None:
    text = "envoy , minister ; president - and " * 400
    assert len(list(english_nlp(text).sents)) == 1


@pytest.mark.parametrize(
    "run", ["!" * 5000, "(" * 5000 + " x", "a." * 2500, "http://example.org/" + "é/" * 3000 + "  "]
)
def test_endless_runs_come_back_whole(english_nlp: Language, run: str) -> None:
    text = f"He said: {run}\nNo."
    doc = english_nlp(text)
    assert doc.text == text
    assert [token.idx for token in doc] == sorted({token.idx for token in doc})
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_labels(english_nlp: Language) -> None:
    """Relations and names are of the agreed kinds, whatever the model was trained on."""
    network = dict(english_nlp.pipeline)["diplonlp_english_network"].network
    assert set(network.about["labels"]) == set(LABELS)
    relations = {"root", "nsubj", "nsubj:pass", "obj", "obl", "nmod", "appos", "conj", "flat"}
    assert relations <= {relation.lower() for relation in network.names("relations")}
    assert network.guides[0] == "house"
