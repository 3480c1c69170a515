"""The mention tagger as a spaCy component."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from diplonlp.pipeline import Pipeline
from diplonlp.records import LABELS
from diplonlp.tag.component import MENTIONS

TEXTS = {
    "en": "President of Kazakhstan Daulet Seitkali met Norwegian Prime Minister Sigrid Halvorsen in Astana "
    "on 14 May 2024.",
    "ru": "Президент Казахстана Даулет Сейткали встретился с норвежским премьер-министром Сигрид Халворсен в Астане "
    "14 мая 2024 года.",
}


def rows(doc: Doc) -> list[tuple[str, str, str]]:
    return [(span.label_, span.text, span.kb_id_) for span in doc.spans[MENTIONS]]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_mentions_lie_in_a_named_span_group_with_label_and_id(nlp: Pipeline, lang: str) -> None:
    found = rows(nlp.language(lang)(TEXTS[lang]))
    assert {label for label, _, _ in found} == {"TITLE", "STATE", "PERSON", "NORP", "LOC", "DATE"}
    ids = {kb for label, _, kb in found if label in ("STATE", "NORP")}
    assert ids == {"state:KAZ", "state:NOR"}
    assert [kb for label, _, kb in found if label == "LOC"] == ["place:astana"]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_spans_are_ordered_and_labelled_by_the_schema(nlp: Pipeline, lang: str) -> None:
    doc = nlp.language(lang)(TEXTS[lang])  # a span group lives as long as its Doc
    spans = list(doc.spans[MENTIONS])
    assert [s.start for s in spans] == sorted(s.start for s in spans)
    assert all(s.label_ in LABELS for s in spans)
    assert len({(s.start, s.end, s.label_) for s in spans}) == len(spans)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_mentions_outlive_a_docbin(nlp: Pipeline, lang: str) -> None:
    language = nlp.language(lang)
    doc = language(TEXTS[lang])
    back = next(iter(DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(language.vocab)))
    assert rows(back) == rows(doc)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "!!!", "123", "😀"])
def test_texts_without_words_have_no_actors(nlp: Pipeline, lang: str, text: str) -> None:
    assert [row for row in rows(nlp.language(lang)(text)) if row[0] != "DATE"] == []


def test_the_component_reads_any_pipelines_entities() -> None:
    language = spacy.blank("en")
    language.add_pipe("diplonlp_mentions")
    doc = language.make_doc("Ada Quill left Kazakhstan .")
    doc.set_ents([Span(doc, 0, 2, label="PERSON")])
    doc = language.get_pipe("diplonlp_mentions")(doc)
    assert ("PERSON", "Ada Quill", "") in rows(doc)
    assert ("STATE", "Kazakhstan", "state:KAZ") in rows(doc)


def test_the_language_defaults_to_the_pipelines_own(nlp: Pipeline) -> None:
    language: Language = spacy.blank("en")
    tagger = language.add_pipe("diplonlp_mentions")
    assert tagger.lang == "en"  # type: ignore[attr-defined]


def test_displacy_shows_the_span_group(nlp: Pipeline) -> None:
    html = spacy.displacy.render(
        nlp.language("en")(TEXTS["en"]), style="span", options={"spans_key": MENTIONS}, jupyter=False
    )
    assert "PERSON" in html
