"""CoNLL-U with lemmas, parts of speech and trees of the pipeline, in each language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from diplonlp import Document
from diplonlp.convert import convert, read_annotations, write_annotations
from diplonlp.pipeline import Pipeline

Make = Callable[..., Document]
Row = list[str]


def sentences(path: Path) -> list[list[Row]]:
    """The rows of each sentence, as their ten columns."""
    parts = path.read_text("utf-8").split("\n\n")
    rows = [[line.split("\t") for line in part.split("\n") if line and line[0] != "#"] for part in parts]
    return [part for part in rows if part]


def assert_trees(found: list[list[Row]]) -> None:
    """Every sentence has one root, every head is a word of it, and no word is its own head or goes round."""
    for rows in found:
        heads = {row[0]: row[6] for row in rows}
        assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        assert [row[7] for row in rows if row[6] == "0"] == ["root"]
        for word in heads:
            steps = 0
            while word != "0":
                word, steps = heads[word], steps + 1
                assert steps <= len(rows)


def test_russian(nlp: Pipeline, make: Make, tmp_path: Path) -> None:
    text = "Министр иностранных дел Перу встретилась с Оле Бруном.\r\nОни обсудили  визы. 🕊"
    document = make(text, [("Министр иностранных дел Перу", "TITLE"), ("Перу", "STATE")], lang="ru")
    write_annotations([document], tmp_path / "x.conllu", trees=nlp)
    found = sentences(tmp_path / "x.conllu")
    assert_trees(found)
    assert [row[1:4] for row in found[0][:5]] == [
        ["Министр", "министр", "NOUN"],
        ["иностранных", "иностранный", "ADJ"],
        ["дел", "дело", "NOUN"],
        ["Перу", "Перу", "PROPN"],
        ["встретилась", "встретиться", "VERB"],
    ]
    assert [row[7] for row in found[0][:2]] == ["nsubj", "amod"]
    assert "Case=Nom" in found[0][0][5]
    assert found[0][0][9].startswith("Entity=(d1.x0-abstract-1-label:TITLE")
    assert read_annotations(tmp_path / "x.conllu").documents == (document,)


def test_english(nlp: Pipeline, make: Make, tmp_path: Path) -> None:
    document = make(
        "Deputy Foreign Minister of Peru met Ole Brun. They left.",
        [("Deputy Foreign Minister of Peru", "TITLE", "e1"), ("Foreign", "LOC"), ("Ole Brun", "PERSON")],
        [("e1", "TITLE", "deputy minister")],
    )
    write_annotations([document], tmp_path / "x.conllu", trees=nlp)
    found = sentences(tmp_path / "x.conllu")
    assert_trees(found)
    assert [row[2] for row in found[1]] == ["they", "leave", "."]
    assert [row[3] for row in found[1]] == ["PRON", "VERB", "PUNCT"]
    # The head of the mention is "Minister", its third word.
    assert found[0][0][9] == "Entity=(d1.e1-abstract-3-label:TITLE"
    assert read_annotations(tmp_path / "x.conllu").documents == (document,)


def test_both_languages_and_one_that_has_no_pipeline(nlp: Pipeline, make: Make, tmp_path: Path) -> None:
    document = make(
        "Они встретились.\n\nThey met.\n\nNad kohtusid.",
        langs=[("Они встретились.", "ru"), ("They met.", "en"), ("Nad kohtusid.", "et")],
    )
    write_annotations([document], tmp_path / "x.conllu", trees=nlp)
    russian, english, estonian = sentences(tmp_path / "x.conllu")
    assert_trees([russian, english])
    assert [row[6:8] for row in estonian] == [["_", "_"]] * 3
    assert read_annotations(tmp_path / "x.conllu").documents == (document,)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("They met. He left.", [("met. He", "EVENT")]),  # a mention over two sentences
        ("The Russia-Peru talks", [("Russia", "STATE"), ("Peru", "STATE")]),  # mentions inside a word
        ("They\x00met\tin\u2028Lima\x1f.", [("met\tin", "EVENT")]),
        ("   ", []),
        ("🕊🕊 —", [("🕊", "ORG")]),
        ("Oни met. " * 60, [("met", "EVENT")]),
    ],
)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_hard_texts_have_trees_and_come_back(
    text: str, mentions: list[tuple[str, str]], lang: str, nlp: Pipeline, make: Make, tmp_path: Path
) -> None:
    document = make(text, mentions, lang=lang)
    write_annotations([document], tmp_path / "x.conllu", trees=nlp)
    assert_trees(sentences(tmp_path / "x.conllu"))
    assert read_annotations(tmp_path / "x.conllu").documents == ((document,) if text.strip() else ())


def test_trees_are_filled_in_on_the_way_from_file_to_file(nlp: Pipeline, make: Make, tmp_path: Path) -> None:
    write_annotations([make("They met.")], tmp_path / "a.jsonl")
    convert(tmp_path / "a.jsonl", tmp_path / "b.conllu", trees=nlp)
    assert_trees(sentences(tmp_path / "b.conllu"))
