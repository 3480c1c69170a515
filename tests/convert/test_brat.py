"""Brat: the lines of the .ann file, what annotators change in them, and folders that others made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from diplonlp import Document, validate
from diplonlp.convert import read_annotations, write_annotations

GOLD = """\
T1	TITLE 2 26	Foreign Minister of Peru
T2	STATE 22 26	Peru
T3	PERSON 27 39	Inés Quiroga
T4	PERSON 44 57	Tomás Ferrada
T5	STATE 61 66	Chile
T6	LOC 70 74	Lima
T7	DATE 78 84	14 May
T8	PERSON 87 94	Quiroga
T9	PERSON 99 106	Ferrada
T10	ORG 128 140	Andean Union
T11	NORP 153 161	Peruvian
T12	Topic 117 122	visas
T13	Meeting 40 43	met
*	Equiv T2 T11
*	Equiv T3 T8
*	Equiv T4 T9
R1	HOLDS_TITLE Arg1:T3 Arg2:T1	
R2	TITLE_AT Arg1:T1 Arg2:T2	
R3	REPRESENTS Arg1:T4 Arg2:T5	
E1	Meeting:T13 Participant:T3 Participant2:T4 Place:T6 Date:T7 Topic:T12
A1	Event E1 CONSULT
A2	Status E1 held
A3	Mode E1 host
A4	Code T12 consular
#1	AnnotatorNotes T1	{"entity": {"id": "e2", "label": "TITLE", "name": "Foreign Minister of Peru", \
"kb": "office:foreign-minister"}}
#2	AnnotatorNotes T2	{"value": "PER", "entity": {"id": "e3", "label": "STATE", "name": "Peru", "state": "PER", \
"kb": "state:PER"}}
#3	AnnotatorNotes T3	{"entity": {"id": "e1", "label": "PERSON", "name": "Inés Quiroga", "aliases": ["Quiroga"], \
"state": "PER", "resolved": "person:q"}}
#4	AnnotatorNotes T4	{"entity": {"id": "e4", "label": "PERSON", "name": "Tomás Ferrada", "state": "CHL"}}
#5	AnnotatorNotes T5	{"value": "CHL", "entity": {"id": "e5", "label": "STATE", "name": "Chile", "state": "CHL", \
"kb": "state:CHL"}}
#6	AnnotatorNotes T6	{"entity": {"id": "e6", "label": "LOC", "name": "Lima", "kb": "place:lima"}}
#7	AnnotatorNotes T7	{"value": "2024-05-14"}
#8	AnnotatorNotes T10	{"entity": {"id": "e7", "label": "ORG", "name": "Andean Union"}}
#9	AnnotatorNotes T11	{"value": "PER"}
"""  # noqa: W291  brat ends a relation with a tab


def test_the_files_of_a_document(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "gold")
    assert (tmp_path / "gold" / "d1.ann").read_text("utf-8") == GOLD
    assert (tmp_path / "gold" / "d1.txt").read_bytes().decode() == gold.text
    conf = (tmp_path / "gold" / "annotation.conf").read_text("utf-8")
    assert "Status\tArg:Meeting, Value:held|planned|cancelled|proposed|denied" in conf.splitlines()
    assert [line for line in conf.splitlines() if line[:1] == "["] == [
        *("[entities]", "[relations]", "[events]", "[attributes]"),
    ]


def test_a_mention_over_a_line_break_is_cut_into_fragments(make: Callable[..., Document], tmp_path: Path) -> None:
    write_annotations([make("Aide of\r\n  Peru", [("Aide of\r\n  Peru", "TITLE")])], tmp_path / "gold")
    assert (tmp_path / "gold" / "d1.ann").read_text("utf-8") == "T1\tTITLE 0 7;11 15\tAide of Peru\n"


def test_a_code_that_no_table_has_can_be_chosen_all_the_same(make: Callable[..., Document], tmp_path: Path) -> None:
    write_annotations([make("They met.", topics=[("met", "my-own")])], tmp_path / "gold")
    assert "|my-own|" in (tmp_path / "gold" / "annotation.conf").read_text("utf-8")


@pytest.mark.parametrize(
    ("ids", "files"),
    [
        (["a/b", "a b"], ["a~2fb", "a~20b"]),
        (["a", "A"], ["a", "A~2"]),
        (["..", "", "~"], ["~2e.", "~", "~7e"]),
        (["a" * 300], ["a" * 100 + "~~" + "9835fa6bf4e2"]),
    ],
)
def test_names_of_files(ids: list[str], files: list[str], make: Callable[..., Document], tmp_path: Path) -> None:
    documents = [make("They met.", id=name) for name in ids]
    write_annotations(documents, tmp_path / "gold")
    assert {path.stem for path in (tmp_path / "gold").glob("*.ann")} == set(files)
    assert [document.id for document in read_annotations(tmp_path / "gold").documents] == ids


def folder(path: Path, text: str, annotations: str) -> Path:
    """A folder as other programs leave it."""
    path.mkdir()
    (path / "news 1.txt").write_bytes(text.encode())
    (path / "news 1.ann").write_bytes(annotations.encode())
    return path


def test_a_folder_of_another_program(tmp_path: Path) -> None:
    path = folder(
        tmp_path / "other",
        "🕊 Ana Kori met Ole Brun of Peru.\r\nKori left.",
        "T1\tPERSON 2 10\tAna Kori\r\nT2\tPERSON 15 23\tOle Brun\r\nT3\tSTATE 27 31\tPeru\r\n\r\n"
        "T4\tPERSON 34 38\tKori\r\n*\tEquiv T1 T4\r\nR1\tREPRESENTS Arg1:T2 Arg2:T3\r\n"
        "T5\tMeeting 11 14\tmet\r\nE1\tMeeting:T5 Participant:T1 Participant2:T2\r\n#1\tAnnotatorNotes T3\tnice\r\n",
    )
    [document], report = (back := read_annotations(path)).documents, back.report
    assert [(m.id, m.text, m.label, m.entity) for m in document.mentions] == [
        ("m1", "Ana Kori", "PERSON", "e1"),
        ("m2", "Ole Brun", "PERSON", "e2"),
        ("m3", "Peru", "STATE", "e3"),
        ("m4", "Kori", "PERSON", "e1"),
    ]
    assert [(e.id, e.name, e.aliases) for e in document.entities] == [
        *(("e1", "Ana Kori", ("Kori",)), ("e2", "Ole Brun", ()), ("e3", "Peru", ())),
    ]
    [relation], [meeting] = document.relations, document.meetings
    assert (relation.type, relation.source, relation.target) == ("REPRESENTS", "e2", "e3")
    assert document.text[relation.start : relation.end] == "Ole Brun of Peru"
    assert (meeting.participants, meeting.status, meeting.event) == (("e1", "e2"), "held", "CONSULT")
    assert document.text[meeting.start : meeting.end] == "🕊 Ana Kori met Ole Brun of Peru."
    assert (document.id, document.lang, document.date) == ("news 1", "en", None)
    assert validate(document) == []
    assert [(loss.kind, loss.example) for loss in report.losses] == [("note", "nice")]


def test_a_discontinuous_mention_is_taken_whole_with_a_note(tmp_path: Path) -> None:
    path = folder(tmp_path / "other", "Kori and Brun Lee", "T1\tPERSON 0 4;14 17\tKori Lee\nT2\tTopic 5 8\tand\n")
    back = read_annotations(path)
    assert [mention.text for mention in back.documents[0].mentions] == ["Kori and Brun Lee"]
    assert [topic.code for topic in back.documents[0].topics] == ["other"]
    assert [(loss.kind, loss.example) for loss in back.report.losses] == [("mention", "T1"), ("topic", "T2")]


def test_what_a_new_meeting_knows(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "gold")
    with (tmp_path / "gold" / "d1.ann").open("a", encoding="utf-8") as file:
        file.write("T14\tMeeting 107 116\tdiscussed\nE2\tMeeting:T14 Participant:T8 Participant2:T9 Date:T7\n")
        file.write("A5\tMode E2 video\nA6\tStatus E2 cancelled\n")
    meeting = read_annotations(tmp_path / "gold").documents[0].meetings[1]
    assert meeting.to_dict() == {
        "id": "v2",
        "event": "CONSULT",
        "mode": "video",
        "status": "cancelled",
        "participants": ("e1", "e4"),
        "parties": ("PER", "CHL"),
        "organizations": (),
        "place": None,
        "date": "2024-05-14",
        "date_text": "14 May",
        "topics": (),
        "trigger": {"start": 107, "end": 116, "text": "discussed"},
        "start": 87,
        "end": 123,
        "score": 1.0,
    }


def shown(document: Document) -> dict[str, object]:
    """What an annotator sees of a document, without ids of mentions."""
    return {
        "mentions": {(m.start, m.end, m.label, m.entity, m.value) for m in document.mentions},
        "entities": {entity.id: entity for entity in document.entities},
        "relations": {(r.type, r.source, r.target) for r in document.relations},
        "topics": {(t.start, t.code) for t in document.topics},
        "meetings": {(m.trigger, m.participants, m.place, m.date, m.status, m.mode) for m in document.meetings},
    }


def test_without_the_file_beside_them_the_annotations_say_the_same(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "gold")
    (tmp_path / "gold" / "d1.json").unlink()
    [document], report = (back := read_annotations(tmp_path / "gold")).documents, back.report
    assert shown(document) == shown(gold)
    assert [(loss.kind, loss.example, loss.carried) for loss in report.losses] == [("document", "d1.json", False)]
    assert (document.date, document.meta, document.lang) == (None, {}, "en")
