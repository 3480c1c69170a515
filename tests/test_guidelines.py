"""Whose idea of a mention is followed: this project's, a corpus's, or that of a pipeline of the user's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from typer.testing import CliRunner, Result

import diplonlp
from diplonlp import cli
from diplonlp.errors import UnknownNameError
from diplonlp.lang.models import model_path
from diplonlp.pipeline import GUIDELINES, Pipeline
from diplonlp.records import Document
from diplonlp.write import read_jsonl

YEARS = [
    ("Встреча прошла в 2020 году в Москве.", "2020 году", "в 2020 году"),
    ("В 2019 году президент России Владимир Путин прибыл в Минск.", "2019 году", "В 2019 году"),
]
EN = "Sigrid Halvorsen arrived in Astana on Tuesday."


def texts(document: Document, label: str) -> list[str]:
    return [mention.text for mention in document.mentions if mention.label == label]


@pytest.fixture(scope="module")
def nerel() -> Pipeline:
    return diplonlp.load(guidelines="nerel")


@pytest.mark.parametrize("name", ["nonsense", "", "HOUSE", "house ", "factrueval", "ru"])
def test_unknown_guidelines_are_refused_at_once(name: str) -> None:
    with pytest.raises(UnknownNameError) as raised:
        diplonlp.load(guidelines=name)
    assert repr(name) in str(raised.value)
    assert all(known in str(raised.value) for known in GUIDELINES)


def test_the_shipped_models_know_the_guidelines_that_are_offered() -> None:
    known: set[str] = set()
    for model in ("english", "russian"):
        known |= set(json.loads((model_path(model) / "model.json").read_text(encoding="utf-8"))["calibration"])
    assert known == set(GUIDELINES)


@pytest.mark.parametrize(("text", "house", "corpus"), YEARS)
def test_a_date_of_nerel_begins_with_its_preposition(
    nlp: Pipeline, nerel: Pipeline, text: str, house: str, corpus: str
) -> None:
    assert texts(nlp(text), "DATE") == [house]
    assert texts(nerel(text), "DATE") == [corpus]


def test_a_date_means_the_same_whatever_its_bounds(nlp: Pipeline, nerel: Pipeline) -> None:
    for text, _, _ in YEARS:
        values = [[m.value for m in read(text).mentions if m.label == "DATE"] for read in (nlp, nerel)]
        assert values[0] == values[1] != [None]


@pytest.mark.parametrize("text", [EN, "Sigrid Halvorsen", "", "👍🏽"])
def test_a_language_the_corpus_has_no_texts_in_keeps_the_house_s(nlp: Pipeline, nerel: Pipeline, text: str) -> None:
    assert nerel(text, id="t") == nlp(text, id="t")


@pytest.mark.parametrize("name", GUIDELINES)
def test_every_guidelines_read_both_languages(name: str) -> None:
    nlp = diplonlp.load(guidelines=name)
    document = nlp(f"{EN}\n\nСигрид Халворсен прибыла в Астану.\n\n👍🏽", date="2024-05-16")
    assert all(document.text[m.start : m.end] == m.text for m in document.mentions)
    assert {"Sigrid Halvorsen", "Сигрид Халворсен"} <= set(texts(document, "PERSON"))
    assert {"Astana", "Астану"} <= {*texts(document, "LOC"), *texts(document, "STATE")}


def test_pipelines_with_different_guidelines_live_side_by_side(nlp: Pipeline, nerel: Pipeline) -> None:
    text, house, corpus = YEARS[0]
    assert [texts(read(text), "DATE") for read in (nlp, nerel, nlp, nerel)] == [[house], [corpus]] * 2


# -- on the command line ------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.txt").write_text(YEARS[0][0], encoding="utf-8")
    return tmp_path


def annotate(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["annotate", "news.txt", "-o", "out.jsonl", "--quiet", *arguments])


@pytest.mark.parametrize(
    ("arguments", "expected"), [((), 1), (("--guidelines", "house"), 1), (("--guidelines", "nerel"), 2)]
)
def test_the_command_line_follows_guidelines(folder: Path, arguments: tuple[str, ...], expected: int) -> None:
    result = annotate(*arguments)
    assert result.exit_code == 0, result.output
    assert [texts(document, "DATE") for document in read_jsonl("out.jsonl")] == [[YEARS[0][expected]]]


@pytest.mark.parametrize("name", ["nonsense", ""])
def test_the_command_line_refuses_unknown_guidelines(folder: Path, name: str) -> None:
    (folder / "out.jsonl").write_text("kept\n", encoding="utf-8")
    result = annotate("--guidelines", name)
    assert result.exit_code == 2
    assert result.stderr.strip().count("\n") == 0
    assert all(known in result.stderr for known in GUIDELINES)
    assert (folder / "out.jsonl").read_text(encoding="utf-8") == "kept\n"


def test_the_help_names_all_of_them() -> None:
    result = CliRunner().invoke(cli.app, ["annotate", "--help"], env={"COLUMNS": "200"})
    assert all(name in result.stdout for name in ("--guidelines", *GUIDELINES))


# -- a pipeline of the user's own ---------------------------------------------------------------------------------


@Language.component("parts_by_hand")
def _parts_by_hand(doc: Doc) -> Doc:
    """Set the least that a pipeline needs, so that nothing is warned of."""
    for token in doc:
        token.pos_, token.lemma_, token.dep_ = "PROPN" if token.is_title else "VERB", token.text, "dep"
        token.head = doc[0]
    return doc


@pytest.fixture
def own_english() -> Language:
    language = spacy.blank("en")
    language.add_pipe("parts_by_hand")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "Zyx Qwv"},
            {"label": "ORG", "pattern": "Plonk Ltd"},
            {"label": "GPE", "pattern": "Brobdingnag"},
        ]
    )
    return language


OWN = "Zyx Qwv of Plonk Ltd left Brobdingnag for Kazakhstan on 14 May 2024"


@pytest.mark.parametrize("guidelines", ["house", "gum"])
def test_a_pipeline_of_the_user_s_own_is_read_by_the_rules(own_english: Language, guidelines: str) -> None:
    """Its names count, and the tables and the date grammar find the rest; no network has read it."""
    nlp = diplonlp.load(english=own_english, guidelines=guidelines)
    document = nlp(OWN)
    assert "diplonlp_found" not in nlp.language("en")(OWN).spans
    assert texts(document, "PERSON") == ["Zyx Qwv"]
    assert texts(document, "ORG") == ["Plonk Ltd"]
    assert texts(document, "STATE") == ["Kazakhstan"]
    assert "Brobdingnag" in {*texts(document, "LOC"), *texts(document, "STATE")}
    assert texts(document, "DATE") == ["14 May 2024"]


def test_the_other_language_still_has_its_network(own_english: Language) -> None:
    nlp = diplonlp.load(english=own_english, guidelines="nerel")
    document = nlp(f"{OWN}.\n\n{YEARS[0][0]}")
    assert texts(document, "DATE") == ["14 May 2024", YEARS[0][2]]
    assert "Москве" in texts(document, "LOC")
