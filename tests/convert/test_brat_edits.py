"""What annotators change in brat comes back; all else stays, and what had to go is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from diplonlp import Document, validate
from diplonlp.convert import read_annotations, write_annotations

Difference: TypeAlias = "Callable[[Document, Document], dict[str, Any]]"
# A line that begins so is replaced, or removed where the new one is None; without a beginning the line is added.
Edit: TypeAlias = "tuple[str | None, str | None]"
Lost: TypeAlias = "set[tuple[str, str]]"

MENTIONS: dict[str, tuple[list[Edit], dict[str, Any], Lost]] = {
    "nothing": ([], {}, set()),
    "mention added": (
        [(None, "T14\tTITLE 162 170\tminister")],
        {"+m12": "minister", "+e8": "minister"},
        set(),
    ),
    "mention added to an entity": (
        [(None, "T14\tTITLE 162 170\tminister"), ("*\tEquiv T3 T8", "*\tEquiv T3 T8 T14")],
        {"+m12": "minister"},
        set(),
    ),
    "date added": ([(None, "T14\tDATE 124 127\tThe")], {"+m12": "The"}, set()),
    "mention removed": ([("T8", None)], {"-m8": None}, set()),
    "mention removed with its Equiv": ([("T8", None), ("*\tEquiv T3 T8", None)], {"-m8": None}, set()),
    "last mention removed": (
        [("T6", None)],
        {"-m6": None, "-e6": None, "v1.place": None, "v1.score": 1.0},
        {("entity", "Lima"), ("place", "Lima"), ("place", "nothing")},  # an arc still leads there
    ),
    "last mention of a relation's end removed": (
        [("T1\t", None)],
        {"-m1": None, "-e2": None, "-HOLDS_TITLE e1-e2": None, "-TITLE_AT e2-e3": None},
        {("entity", "Foreign Minister of Peru"), ("relation", "HOLDS_TITLE"),
            ("relation", "Inés Quiroga HOLDS_TITLE Foreign Minister of Peru")},
    ),
    "a date removed": (
        [("T7", None), ("E1", "E1\tMeeting:T13 Participant:T3 Participant2:T4 Place:T6 Topic:T12")],
        {"-m7": None, "v1.date": None, "v1.date_text": None, "v1.score": 1.0},
        {("date", "2024-05-14")},
    ),
    "boundary moved": (
        [("T10", "T10\tORG 124 140\tThe Andean Union")],
        {"m10.start": 124, "m10.text": "The Andean Union", "m10.lemma": "The Andean Union", "m10.score": 1.0},
        set(),
    ),
    "label changed": (
        [("T10", "T10\tEVENT 128 140\tAndean Union")],
        {"m10.label": "EVENT", "m10.score": 1.0, "e7.label": "EVENT"},
        set(),
    ),
    "entities joined": (
        [("*\tEquiv T3", "*\tEquiv T3 T8 T4 T9")],
        {
            "m4.entity": "e1", "m9.entity": "e1", "-e4": None,
            "v1.participants": ("e1",), "v1.parties": ("PER",), "v1.score": 1.0,
            "-REPRESENTS e4-e5": None, "+REPRESENTS e1-e5": None,
        },
        {("entity", "Tomás Ferrada")},
    ),
    "label of one mention of several": (
        [("T8", "T8\tORG 87 94\tQuiroga")],
        {"m8.label": "ORG", "m8.score": 1.0, "m8.entity": "e8", "+e8": "quiroga"},
        {("link", "Quiroga")},
    ),
    "person and title joined": (
        [(None, "T14\tTITLE 162 170\tminister"), (None, "T15\tTITLE 107 116\tdiscussed"),
         (None, "T16\tPERSON 124 127\tThe"), (None, "*\tEquiv T14 T15 T16")],
        {"+m12": "minister", "+m13": "discussed", "+m14": "The", "+e8": "The"},
        set(),
    ),
    "entity split": ([("*\tEquiv T4", None)], {"m9.entity": "e8", "+e8": "ferrada"}, set()),
    "value of a date": (
        [("#7", '#7\tAnnotatorNotes T7\t{"value": "2024-05"}')],
        {"m7.value": "2024-05", "m7.score": 1.0, "v1.date": "2024-05", "v1.score": 1.0},
        set(),
    ),
    "name of an entity": (
        [("#8", '#8\tAnnotatorNotes T10\t{"entity": {"id": "e7", "label": "ORG", "name": "Andean Community"}}')],
        {"e7.name": "Andean Community"},
        set(),
    ),
    "a note of one's own": (
        [(None, "#10\tAnnotatorNotes T3\tis this her?")],
        {},
        {("note", "is this her?")},
    ),
    "a label that is none of ours": ([(None, "T14\tAnimal 0 1\t🕊")], {}, {("mention", "Animal T14")}),
}  # fmt: skip
OTHERS: dict[str, tuple[list[Edit], dict[str, Any], Lost]] = {
    "relation added": ([(None, "R4\tREPRESENTS Arg1:T8 Arg2:T2\t")], {"+REPRESENTS e1-e3": None}, set()),
    "relation removed": ([("R3", None)], {"-REPRESENTS e4-e5": None}, set()),
    "relation turned": ([("R3", "R3\tREPRESENTS Arg1:T4 Arg2:T2")],
        {"-REPRESENTS e4-e5": None, "+REPRESENTS e4-e3": None}, set()),
    "relation of another program": ([(None, "R4\tLIKES Arg1:T3 Arg2:T4")], {}, {("relation", "LIKES")}),
    "relation to nothing": ([(None, "R4\tREPRESENTS Arg1:T3 Arg2:T99")], {}, {("relation", "REPRESENTS")}),
    "status changed": ([("A2", "A2\tStatus E1 denied")], {"v1.status": "denied", "v1.score": 1.0}, set()),
    "mode removed": ([("A3", None)], {"v1.mode": None, "v1.score": 1.0}, set()),
    "a choice that is none of ours": ([("A2", "A2\tStatus E1 postponed")], {}, {("attribute", "Status postponed")}),
    "event and mode": (
        [("A1", "A1\tEvent E1 AGREE"), ("A3", "A3\tMode E1 video")],
        {"v1.event": "AGREE", "v1.mode": "video", "v1.score": 1.0}, set()),
    "participant added": (
        [("E1", "E1\tMeeting:T13 Participant:T3 Participant2:T4 Participant3:T10 Place:T6 Date:T7 Topic:T12")],
        {"v1.participants": ("e1", "e4", "e7"), "v1.score": 1.0}, set()),
    "participant removed": (
        [("E1", "E1\tMeeting:T13 Participant:T3 Place:T6 Date:T7 Topic:T12")],
        {"v1.participants": ("e1",), "v1.parties": ("PER",), "v1.score": 1.0}, set()),
    "organisation added, place and topic removed": (
        [("E1", "E1\tMeeting:T13 Participant:T3 Participant2:T4 Organization:T10 Date:T7")],
        {"v1.organizations": ("e7",), "v1.place": None, "v1.topics": (), "v1.score": 1.0}, set()),
    "two places": (
        [("E1", "E1\tMeeting:T13 Participant:T3 Participant2:T4 Place:T6 Place2:T5 Date:T7 Topic:T12")],
        {}, {("place", "Chile")}),
    "trigger made longer": (
        [("T13", "T13\tMeeting 40 49\tmet Tomás")],
        {"v1.trigger": {"start": 40, "end": 49, "text": "met Tomás"}, "v1.score": 1.0}, set()),
    "trigger moved elsewhere": ([("T13", "T13\tMeeting 107 116\tdiscussed")], {"-v1": None, "+v2": "discussed"}, set()),
    "meeting added": (
        [(None, "T14\tMeeting 141 148\tthanked"), (None, "E2\tMeeting:T14 Participant:T10 Participant2:T11"),
         (None, "A5\tStatus E2 planned")],
        {"+v2": "thanked"}, set()),
    "meeting added on the same trigger": (
        [(None, "E2\tMeeting:T13 Participant:T4")], {"+v2": "met"}, set()),
    "meeting removed": ([("E1", None), ("T13", None), ("A1", None), ("A2", None), ("A3", None)], {"-v1": None}, set()),
    "meeting removed, its trigger left": ([("E1", None)], {"-v1": None}, {("trigger", "T13")}),
    "topic recoded": ([("A4", "A4\tCode T12 trade")], {"t1.code": "trade", "t1.name": "trade"}, set()),
    "topic removed": ([("T12", None), ("A4", None)], {"-t1": None, "v1.topics": (), "v1.score": 1.0},
        {("topic", "nothing")}),
    "topic added": ([(None, "T14\tTopic 107 116\tdiscussed"), (None, "A5\tCode T14 gas")], {"+t2": "discussed"}, set()),
    "a database's id": ([(None, "N1\tReference T3 Wikidata:Q1\tInés")], {},
        {("normalization", "Reference T3 Wikidata:Q1 Inés")}),
}  # fmt: skip
EDITS = MENTIONS | OTHERS


def edited(path: Path, edits: list[Edit]) -> None:
    lines = path.read_text("utf-8").split("\n")[:-1]
    for old, new in edits:
        place = len(lines) if old is None else next(n for n, line in enumerate(lines) if line.startswith(old))
        lines[place : place + (old is not None)] = [] if new is None else [new]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


@pytest.mark.parametrize(("edits", "expected", "lost"), EDITS.values(), ids=EDITS)
def test_what_was_changed_and_nothing_else_is_in_the_document(
    edits: list[Edit],
    expected: dict[str, Any],
    lost: Lost,
    gold: Document,
    difference: Difference,
    tmp_path: Path,
) -> None:
    write_annotations([gold], tmp_path / "gold")
    edited(tmp_path / "gold" / "d1.ann", edits)
    [document], report = (back := read_annotations(tmp_path / "gold")).documents, back.report
    assert difference(gold, document) == expected
    assert validate(document) == []
    assert {(loss.kind, loss.example) for loss in report.losses} == lost
    assert not any(loss.carried for loss in report.losses)
