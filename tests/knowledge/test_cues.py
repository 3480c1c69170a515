"""The tables of small words: cues, triggers, and the scores of labels."""

from __future__ import annotations

from collections import Counter

import pytest

from diplonlp.knowledge.schema import CueWord, LabelScore, TriggerWord
from diplonlp.knowledge.tables import read_table
from diplonlp.records import LABELS

# What one language says with a word the other says with a case ending: the owner, the one who acts in a passive.
BY_ENDING = {"genitive", "agent"}
STATUSES = {"held", "planned", "cancelled", "proposed", "denied"}


@pytest.mark.parametrize(("table", "row"), [("cues", CueWord), ("triggers", TriggerWord), ("label_scores", LabelScore)])
def test_the_table_reads(table: str, row: type) -> None:
    assert read_table(table, row)


def test_both_languages_do_every_job() -> None:
    jobs = {lang: {cue.job for cue in read_table("cues", CueWord) if cue.lang == lang} for lang in ("en", "ru")}
    assert jobs["en"] ^ jobs["ru"] == BY_ENDING


def test_both_languages_have_every_pattern_and_mode() -> None:
    rows = read_table("triggers", TriggerWord)
    for column in ("pattern", "mode", "event"):
        found = {lang: {getattr(row, column) for row in rows if row.lang == lang} for lang in ("en", "ru")}
        assert found["en"] == found["ru"], column


def test_no_trigger_stands_twice() -> None:
    counts = Counter((row.lang, row.word, row.pos) for row in read_table("triggers", TriggerWord))
    assert [key for key, count in counts.items() if count > 1] == []


def test_no_cue_stands_twice_in_one_job() -> None:
    counts = Counter((row.lang, row.word, row.job) for row in read_table("cues", CueWord))
    assert [key for key, count in counts.items() if count > 1] == []


def test_values_are_known() -> None:
    values = {
        job: {cue.value for cue in read_table("cues", CueWord) if cue.job == job} for job in ("status", "pronoun")
    }
    assert values["status"] <= STATUSES
    assert values["pronoun"] == {"m", "f", ""}
    links = {cue.value for cue in read_table("cues", CueWord) if cue.job == "title-link"}
    assert links == {"any", "capital", "named"}


def test_every_label_has_a_measured_score_in_both_languages() -> None:
    rows = {(row.lang, row.label): float(row.precision) for row in read_table("label_scores", LabelScore)}
    assert set(rows) == {(lang, label) for lang in ("en", "ru") for label in LABELS}
    assert all(0.0 < score < 1.0 for score in rows.values())
