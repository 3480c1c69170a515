"""The pipeline a user loads: his own spaCy parts, streams and failures, dates, offsets, records that go round."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import diplonlp
from diplonlp.errors import DateFormatError, ModelError, UnknownNameError
from diplonlp.pipeline import Pipeline
from diplonlp.records import Document, Failure, Source
from diplonlp.write import read_jsonl, write_jsonl

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "samples").glob("*.txt"))
EN = "President of Kazakhstan Daulet Seitkali met with Sigrid Halvorsen in Astana on Tuesday."
RU = "Президент Казахстана Даулет Сейткали встретился с Сигрид Халворсен в Астане во вторник."


# -- a pipeline of the user's own ---------------------------------------------------------------------------------

OWN_TEXT = "Ada Quill met Bo Reed ."
_POS = ["PROPN", "PROPN", "VERB", "PROPN", "PROPN", "PUNCT"]
_HEADS = [2, 0, 2, 2, 3, 2]
_DEPS = ["nsubj", "flat", "ROOT", "obj", "flat", "punct"]


@Language.component("hand_made_reading")
def _hand_made_reading(doc: Doc) -> Doc:
    """Read the one sentence of this test as an analyst would by hand."""
    if doc.text != OWN_TEXT:
        return doc
    made = Doc(
        doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc], pos=_POS, heads=_HEADS,
        deps=_DEPS, lemmas=["Ada", "Quill", "meet", "Bo", "Reed", "."],
    )  # fmt: skip
    made.set_ents([Span(made, 0, 2, label="PERSON"), Span(made, 3, 5, label="PERSON")])
    return made


@pytest.fixture
def own_english() -> Language:
    language = spacy.blank("en")
    language.add_pipe("hand_made_reading")
    return language


def test_an_english_pipeline_of_the_users_own_is_read_like_ours(own_english: Language) -> None:
    doc = diplonlp.load(english=own_english)(OWN_TEXT)
    assert [p.name for p in doc.people] == ["Ada Quill", "Bo Reed"]
    assert [sorted(doc.entity(p).name for p in m.participants) for m in doc.meetings] == [["Ada Quill", "Bo Reed"]]


@pytest.mark.filterwarnings("ignore:the pipeline given")
def test_the_mention_tagger_is_added_once(own_english: Language) -> None:
    own_english.add_pipe("diplonlp_mentions", config={"language": "en"})
    nlp = diplonlp.load(english=own_english)
    assert nlp.language("en").pipe_names.count("diplonlp_mentions") == 1
    assert nlp.language("en") is own_english


def test_a_pipeline_with_an_option_it_does_not_have_is_refused() -> None:
    with pytest.raises(TypeError):
        diplonlp.load(kazakh=spacy.blank("en"))  # type: ignore[call-arg]


@pytest.mark.parametrize("lang", ["kk", "", "EN"])
def test_an_unknown_language_says_which_there_are(nlp: Pipeline, lang: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        nlp.language(lang)
    assert "ru" in str(caught.value)
    assert "en" in str(caught.value)


def test_each_language_is_a_spacy_language(nlp: Pipeline) -> None:
    for lang in ("ru", "en"):
        assert isinstance(nlp.language(lang), Language)
        assert "diplonlp_mentions" in nlp.language(lang).pipe_names


def test_no_model_is_loaded_before_the_first_text() -> None:
    def broken() -> Language:
        raise AssertionError("loaded too early")

    fresh = Pipeline({"ru": broken, "en": broken})
    assert "none yet" in repr(fresh)
    assert fresh("").mentions == ()
    assert fresh("12 34 56").mentions == ()


@pytest.mark.filterwarnings("ignore:the pipeline given")
def test_only_the_language_of_the_text_is_loaded(own_english: Language) -> None:
    def broken() -> Language:
        raise AssertionError("Russian is not needed")

    fresh = Pipeline({"ru": broken, "en": lambda: own_english})
    assert len(fresh(OWN_TEXT).people) == 2


def test_a_pipeline_that_sets_too_little_says_what_is_missing() -> None:
    with pytest.warns(UserWarning, match="dependency tree"):
        doc = diplonlp.load(english=spacy.blank("en"))("Kazakhstan signed the treaty.")
    assert [m.text for m in doc.mentions if m.label == "STATE"] == ["Kazakhstan"]


# -- streams ------------------------------------------------------------------------------------------------------


def test_pipe_is_lazy_and_in_order(nlp: Pipeline) -> None:
    asked = []

    def texts() -> Iterator[Source]:
        for number in range(5):
            asked.append(number)
            yield Source(id=f"d{number}", text=f"Pavel Rudakov came to Rome on day {number}.")

    stream = nlp.pipe(texts())
    assert asked == []
    assert next(stream).id == "d0"
    assert asked == [0]
    assert [doc.id for doc in stream] == ["d1", "d2", "d3", "d4"]


class Breaking:
    """A component that breaks at one word."""

    def __call__(self, doc: Doc) -> Doc:
        if "broken" in doc.text:
            raise ValueError("no such luck")
        return doc


@Language.factory("breaking")
def _breaking(nlp: Language, name: str) -> Breaking:
    return Breaking()


@pytest.mark.filterwarnings("ignore:the pipeline given")
def test_a_document_that_fails_is_reported_and_the_others_go_on() -> None:
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    language.add_pipe("breaking")
    nlp = diplonlp.load(english=language)
    failures: list[Failure] = []
    sources = [Source(id=name, text=f"The treaty of Rome is {name}.") for name in ("whole", "broken", "new")]
    assert [doc.id for doc in nlp.pipe(sources, on_failure=failures.append)] == ["whole", "new"]
    assert [(f.source, f.error) for f in failures] == [("broken", "ValueError")]
    assert "no such luck" in failures[0].message


@pytest.mark.filterwarnings("ignore:the pipeline given")
def test_without_a_handler_the_error_is_raised() -> None:
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    language.add_pipe("breaking")
    with pytest.raises(ValueError, match="no such luck"):
        list(diplonlp.load(english=language).pipe(["The treaty of Rome is broken."]))


def test_a_missing_model_stops_the_stream_even_with_a_handler() -> None:
    def missing() -> Language:
        raise ModelError("no model here; install it")

    with pytest.raises(ModelError):
        list(Pipeline({"en": missing}).pipe([EN], on_failure=lambda failure: None))


# -- what the source says -----------------------------------------------------------------------------------------


def test_ids_are_given_or_made_of_the_content(nlp: Pipeline) -> None:
    assert nlp(EN, id="mine").id == "mine"
    assert nlp(EN).id == nlp(EN).id
    assert nlp(EN).id != nlp(RU).id


@pytest.mark.parametrize("date", ["2024-05-16", datetime.date(2024, 5, 16)])
def test_a_date_anchors_the_weekday(nlp: Pipeline, date: str | datetime.date) -> None:
    for text in (EN, RU):
        doc = nlp(text, date=date)
        assert doc.date == "2024-05-16"
        assert [m.date for m in doc.meetings] == ["2024-05-14"]


def test_without_a_date_a_weekday_stays_unresolved(nlp: Pipeline) -> None:
    for text, weekday in ((EN, "Tuesday"), (RU, "вторник")):
        doc = nlp(text)
        assert doc.date is None
        assert [m.date for m in doc.meetings] == [None]
        assert weekday in (doc.meetings[0].date_text or "")


def test_a_date_in_the_head_is_taken(nlp: Pipeline) -> None:
    assert nlp(f"Talks in Astana\n\n16.05.2024 09:15\n\n{EN}").meetings[0].date == "2024-05-14"
    assert nlp(f"Переговоры в Астане\n\n16 мая 2024, 09:15\n\n{RU}").meetings[0].date == "2024-05-14"


def test_a_given_date_goes_before_the_one_in_the_head(nlp: Pipeline) -> None:
    assert nlp(f"Talks in Astana\n\n16.05.2024 09:15\n\n{EN}", date="2023-05-18").date == "2023-05-18"


@pytest.mark.parametrize("date", ["yesterday", "2024-13-01", "16.05.24.1"])
def test_a_wrong_date_is_refused(nlp: Pipeline, date: str) -> None:
    with pytest.raises(DateFormatError) as caught:
        nlp(EN, date=date)
    assert date in str(caught.value)


def test_title_url_and_meta_come_back(nlp: Pipeline) -> None:
    doc = nlp(EN, title="Talks in Astana", url="https://example.org/1", meta={"desk": "east"})
    assert (doc.title, doc.url, doc.meta) == ("Talks in Astana", "https://example.org/1", {"desk": "east"})
    assert doc.text == f"Talks in Astana\n\n{EN}"
    assert all(doc.text[m.start : m.end] == m.text for m in doc.mentions)


def test_two_languages_in_one_document(nlp: Pipeline) -> None:
    doc = nlp(f"{EN}\n\n{RU}", date="2024-05-16")
    assert [block.lang for block in doc.blocks] == ["en", "ru"]
    assert {m.text for m in doc.mentions if m.label == "PERSON"} == {
        "Daulet Seitkali", "Sigrid Halvorsen", "Даулет Сейткали", "Сигрид Халворсен",
    }  # fmt: skip
    assert len({m.entity for m in doc.mentions if m.value == "KAZ" and m.label == "STATE"}) == 1


def test_a_language_without_a_pipeline_is_kept_and_tagged_with_nothing(nlp: Pipeline) -> None:
    kazakh = "Қазақстан Президенті Астанада шетелдік қонақтарды қабылдады, деп хабарлады баспасөз қызметі."
    doc = nlp(f"{EN}\n\n{kazakh}")
    start = doc.text.index(kazakh)
    assert [m.text for m in doc.mentions if m.start >= start] == []
    assert doc.blocks[-1].lang not in ("ru", "en")
    assert doc.text.endswith(kazakh)


@pytest.mark.parametrize(
    "text",
    [
        "США и Великобритания подписали договор.",
        "Государственная Дума одобрила закон.",
        "ОАЭ и КНР подписали договор.",
        "Президент прибыл в Баку.",
        "Стороны обсудили торговлю.",
        "Лавина сошла в горах Норвегии.",
        "Встреча министров перенесена",
        "Визит в Анкару отменён",
    ],
)
def test_a_short_russian_text_is_russian(nlp: Pipeline, text: str) -> None:
    assert [block.lang for block in nlp(text).blocks] == ["ru"]


@pytest.mark.parametrize("text", ["Talks begin in Doha", "Iran, Iraq sign accord", "EU-Ukraine summit opens in Kyiv",
                                  "Ministers meet in Samarkand", "Putin arrives in Baku"])  # fmt: skip
def test_a_short_english_text_is_english(nlp: Pipeline, text: str) -> None:
    assert [block.lang for block in nlp(text).blocks] == ["en"]


# -- what must hold in every record -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def documents(nlp: Pipeline) -> list[Document]:
    return [nlp(path.read_text(encoding="utf-8"), id=path.stem) for path in SAMPLES]


def test_the_samples_are_there(documents: list[Document]) -> None:
    assert len(documents) == 8
    assert {doc.lang for doc in documents} == {"ru", "en"}
    assert all(doc.people and doc.meetings for doc in documents)


def test_offsets_give_the_words_as_written(documents: list[Document]) -> None:
    for doc in documents:
        for record in (*doc.mentions, *doc.topics, *(m.trigger for m in doc.meetings)):
            assert doc.text[record.start : record.end] == record.text, (doc.id, record)
        for record in (*doc.relations, *doc.meetings, *doc.blocks):
            assert 0 <= record.start < record.end <= len(doc.text), (doc.id, record)
        for meeting in doc.meetings:
            assert meeting.start <= meeting.trigger.start < meeting.trigger.end <= meeting.end, (doc.id, meeting)


def test_ids_are_unique(documents: list[Document]) -> None:
    for doc in documents:
        for records in (doc.mentions, doc.entities, doc.topics, doc.meetings):
            ids = [record.id for record in records]
            assert len(ids) == len(set(ids)), doc.id


def test_every_reference_leads_to_a_record(documents: list[Document]) -> None:
    for doc in documents:
        entities, topics = {e.id for e in doc.entities}, {t.id for t in doc.topics}
        assert {m.entity for m in doc.mentions if m.entity} <= entities
        assert {e for r in doc.relations for e in (r.source, r.target)} <= entities
        for meeting in doc.meetings:
            assert {*meeting.participants, *meeting.organizations, *filter(None, [meeting.place])} <= entities
            assert set(meeting.topics) <= topics
            assert len(set(meeting.participants)) == len(meeting.participants)
        assert {e.id for e in doc.entities} <= {m.entity for m in doc.mentions}, "an entity without a mention"


def test_spans_nest_and_never_cross(documents: list[Document]) -> None:
    for doc in documents:
        spans = sorted((m for m in doc.mentions if m.label != "DATE"), key=lambda m: (m.start, -m.end))
        for i, outer in enumerate(spans):
            for inner in spans[i + 1 :]:
                if inner.start >= outer.end:
                    break
                assert inner.end <= outer.end, (doc.id, outer, inner)


def test_relations_join_what_their_type_says(documents: list[Document]) -> None:
    kinds = {
        "HOLDS_TITLE": ({"PERSON"}, {"TITLE"}),
        "TITLE_AT": ({"TITLE"}, {"ORG", "STATE"}),
        "REPRESENTS": ({"PERSON"}, {"STATE", "ORG"}),
        "MEMBER_OF": ({"STATE", "PERSON", "ORG"}, {"ORG"}),
        "PART_OF": ({"ORG"}, {"ORG", "STATE"}),
        "LOCATED_IN": ({"LOC"}, {"STATE"}),
        "SUCCEEDS": ({"PERSON"}, {"PERSON"}),
    }
    for doc in documents:
        for relation in doc.relations:
            sources, targets = kinds[relation.type]
            assert doc.entity(relation.source).label in sources, (doc.id, relation)
            assert doc.entity(relation.target).label in targets, (doc.id, relation)
        assert all(0 < record.score <= 1 for record in (*doc.mentions, *doc.relations, *doc.meetings))


def test_a_document_goes_to_json_and_back_unchanged(documents: list[Document], tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_jsonl(documents, path)
    assert list(read_jsonl(path)) == documents


def test_two_runs_give_the_same(documents: list[Document]) -> None:
    fresh = diplonlp.load()
    again = [fresh(path.read_text(encoding="utf-8"), id=path.stem) for path in reversed(SAMPLES)]
    assert again[::-1] == documents


def test_a_document_shows_itself(documents: list[Document]) -> None:
    for doc in documents:
        plain, html = str(doc), doc._repr_html_()
        for person in doc.people:
            assert person.name in plain
            assert person.name in html
        assert "<script" not in html


def test_what_is_shown_cannot_break_the_page(nlp: Pipeline) -> None:
    doc = nlp("<b>Pavel Rudakov</b> met with Sigrid Halvorsen <script>alert(1)</script> in Rome.", title="<i>News</i>")
    assert "<script>alert" not in doc._repr_html_()


def test_every_process_finds_the_same(tmp_path: Path) -> None:
    """Sets are in another order in every process; what is found must not be."""
    source = Path(__file__).parents[1] / "data" / "annotations" / "dev.jsonl"
    texts = tmp_path / "texts.jsonl"
    texts.write_text("\n".join(_given(line) for line in source.read_text(encoding="utf-8").splitlines()), "utf-8")
    found = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.jsonl"
        command = [sys.executable, "-m", "diplonlp", "annotate", str(texts), "-o", str(out)]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        found.append(out.read_bytes())
    assert found[0] == found[1]


def _given(line: str) -> str:
    document = json.loads(line)
    return json.dumps({key: document[key] for key in ("id", "text", "date")})
