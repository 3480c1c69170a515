"""CoNLL-U: the lines of a document, what is changed in them, and treebanks that others made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from diplonlp import Document, validate
from diplonlp.convert import read_annotations, write_annotations

Difference: TypeAlias = "Callable[[Document, Document], dict[str, Any]]"
Edit: TypeAlias = "tuple[str, str]"
Lost: TypeAlias = "set[tuple[str, str]]"
EMPTY = "\t_" * 7  # the columns that are filled with trees alone


def lines(path: Path) -> list[str]:
    """The lines of a file but for the one that carries the document."""
    return [line for line in path.read_bytes().decode().split("\n") if not line.startswith("# diplonlp")]


def test_the_lines_of_a_document(make: Callable[..., Document], tmp_path: Path) -> None:
    document = make(
        "\tThe minister of Peru met\u00a0Ana Kori.\r\n🕊 Лима.",
        [("minister of Peru", "TITLE", "e-1"), ("Peru", "STATE", "e2", "PER"), ("Ana Kori", "PERSON"), ("Лима", "LOC")],
        [("e-1", "TITLE", "minister of Peru"), ("e2", "STATE", "Peru")],
        id="news/1 a",
        date="2024-05",
        title="A\ttitle",
    )
    write_annotations([document], tmp_path / "x.conllu")
    assert lines(tmp_path / "x.conllu") == [
        "# newdoc id = news/1 a",
        "# global.Entity = eid-etype-head-other",
        "# lang = en",
        "# title = A title",
        "# date = 2024-05",
        "# sent_id = news_1_a-1",
        "# text = The minister of Peru met Ana Kori.",
        f"1\tThe{EMPTY}\tSpacesBefore=\\t",
        f"2\tminister{EMPTY}\tEntity=(d1.e_1-abstract-1-label:TITLE",
        f"3\tof{EMPTY}\t_",
        f"4\tPeru{EMPTY}\tEntity=(d1.e2-place-1-label:STATE)d1.e_1)",
        f"5\tmet{EMPTY}\tSpacesAfter=\\u00a0",
        f"6\tAna{EMPTY}\tEntity=(d1.x2-person-1-label:PERSON",
        f"7\tKori{EMPTY}\tEntity=d1.x2)|SpaceAfter=No",
        f"8\t.{EMPTY}\tSpacesAfter=\\r\\n",
        "",
        "# sent_id = news_1_a-2",
        "# text = 🕊 Лима.",
        f"1\t🕊{EMPTY}\t_",
        f"2\tЛима{EMPTY}\tEntity=(d1.x3-place-1-label:LOC)|SpaceAfter=No",
        f"3\t.{EMPTY}\tSpaceAfter=No",
        *("", ""),
    ]


def test_ids_of_sentences_and_entities_are_never_used_twice(make: Callable[..., Document], tmp_path: Path) -> None:
    documents = [make("Ana met. Ana left.", [("Ana", "PERSON", "e1")], [("e1", "PERSON", "Ana")], id=name)
                 for name in ("a b", "a/b", "a_b")]  # fmt: skip
    write_annotations(documents, tmp_path / "x.conllu")
    found = lines(tmp_path / "x.conllu")
    ids = [line for line in found if line.startswith("# sent_id")]
    assert len(set(ids)) == len(ids) == 6
    assert [line.split("(")[1] for line in found if "Entity=(" in line] == [
        f"d{number}.e1-person-1-label:PERSON)" for number in (1, 2, 3)
    ]


# "old" is replaced by "new" in the lines of the document `gold`.
EDITS: dict[str, tuple[list[Edit], dict[str, Any], Lost]] = {
    "nothing": ([], {}, set()),
    "mention added": (
        [(f"minister{EMPTY}\t", f"minister{EMPTY}\tEntity=(d1.new-abstract-1-label:TITLE)|")],
        {"+m12": "minister", "+new": "minister"}, set()),
    "mention added to an entity": (
        [(f"minister{EMPTY}\t", f"minister{EMPTY}\tEntity=(d1.e1-person-1-label:TITLE)|")],
        {"+m12": "minister"}, set()),
    "mention removed": (
        [(f"1\tQuiroga{EMPTY}\tEntity=(d1.e1-person-1-label:PERSON)", f"1\tQuiroga{EMPTY}\t_")],
        {"-m8": None}, set()),
    "last mention removed": (
        [("Entity=(d1.e6-place-1-label:LOC)", "_")],
        {"-m6": None, "-e6": None, "v1.place": None}, {("entity", "Lima"), ("place", "Lima")}),
    "boundary moved": (
        [(f"The{EMPTY}\t_", f"The{EMPTY}\tEntity=(d1.e7-organization-1-label:ORG"),
         (f"Andean{EMPTY}\tEntity=(d1.e7-organization-1-label:ORG", f"Andean{EMPTY}\t_")],
        {"m10.start": 124, "m10.text": "The Andean Union", "m10.lemma": "The Andean Union", "m10.score": 1.0}, set()),
    "label changed": (
        [("d1.e7-organization-1-label:ORG", "d1.e7-place-1-label:LOC")],
        {"m10.label": "LOC", "m10.score": 1.0, "e7.label": "LOC"}, set()),
    "type changed and the label beside it left": (
        [("d1.e7-organization-1-label:ORG", "d1.e7-event-1-label:ORG")],
        {"m10.label": "EVENT", "m10.score": 1.0, "e7.label": "EVENT"}, set()),
    "entities joined": (
        [("d1.e4-", "d1.e1-"), ("d1.e4)", "d1.e1)"), ("d1.e4-", "d1.e1-")],
        {"m4.entity": "e1", "m9.entity": "e1", "-e4": None, "v1.participants": ("e1",), "v1.parties": ("PER",),
         "-REPRESENTS e4-e5": None, "+REPRESENTS e1-e5": None},
        {("entity", "Tomás Ferrada")}),
    "entity split": (
        [(f"3\tFerrada{EMPTY}\tEntity=(d1.e4-", f"3\tFerrada{EMPTY}\tEntity=(d1.e99-")],
        {"m9.entity": "e99", "+e99": "ferrada"}, set()),
    "columns filled by a parser": (
        [(f"1\tQuiroga{EMPTY}", "1\tQuiroga\tQuiroga\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t4:nsubj")],
        {}, set()),
    "a bracket left open": ([("Entity=d1.e7)", "_")], {"-m10": None, "-e7": None},
        {("mention", "Andean"), ("entity", "Andean Union")}),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "expected", "lost"), EDITS.values(), ids=EDITS)
def test_what_was_changed_and_nothing_else_is_in_the_document(
    edits: list[Edit],
    expected: dict[str, Any],
    lost: Lost,
    gold: Document,
    difference: Difference,
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.conllu"
    write_annotations([gold], path)
    text = path.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    [document], report = (back := read_annotations(path)).documents, back.report
    assert difference(gold, document) == expected
    assert validate(document) == []
    assert {(loss.kind, loss.example) for loss in report.losses} == lost


TREEBANK = """\
# newdoc id = other 1
# newpar
# sent_id = 1
1-2\tvámonos\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tvamos\tir\tVERB\t_\t_\t0\troot\t_\t_
2\tnos\tnosotros\tPRON\t_\t_\t1\tobj\t_\t_
3\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# newpar id = p2
1\tLima\tLima\tPROPN\t_\t_\t0\troot\t0:root\tEntity=(e1-place-1-)
1.1\tgone\t_\t_\t_\t_\t_\t_\t_\t_

# newdoc
1\tAna\tAna\tPROPN\t_\t_\t0\troot\t_\tEntity=(e2-person-1-(e3-substance-1-)
2\tKori\tKori\tPROPN\t_\t_\t1\tflat\t_\tEntity=e2)|SpaceAfter=No
3\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_treebank_of_another_project(end: str, tmp_path: Path) -> None:
    (tmp_path / "x.conllu").write_bytes(TREEBANK.replace("\n", end).encode())
    back = read_annotations(tmp_path / "x.conllu")
    assert [(document.id, document.text) for document in back.documents] == [
        ("other 1", "vámonos.\nLima"),
        ("x-2", "Ana Kori."),
    ]
    assert [[(m.text, m.label, m.entity) for m in document.mentions] for document in back.documents] == [
        [("Lima", "LOC", "e1")],
        [("Ana Kori", "PERSON", "e2")],
    ]
    assert [(loss.kind, loss.example) for loss in back.report.losses] == [("mention", "substance: Ana")]


def test_a_treebank_without_entities_or_documents(tmp_path: Path) -> None:
    row = "{}\t{}\t_\t_\t_\t_\t_\t_\t_\t_\n"
    (tmp_path / "plain.conllu").write_text(row.format(1, "They") + row.format(2, "met") + "\n" + row.format(1, "So"))
    back = read_annotations(tmp_path / "plain.conllu")
    assert [(d.id, d.text, d.mentions) for d in back.documents] == [("plain-1", "They met So", ())]
    assert back.report.losses == ()


def test_without_our_line_the_text_and_the_mentions_are_left(gold: Document, tmp_path: Path) -> None:
    write_annotations([gold], tmp_path / "x.conllu")
    (tmp_path / "x.conllu").write_text("\n".join(lines(tmp_path / "x.conllu")), "utf-8")
    [document] = read_annotations(tmp_path / "x.conllu").documents
    assert document.text == gold.text
    seen = [{(m.start, m.end, m.label, m.entity) for m in d.mentions if m.label != "DATE"} for d in (gold, document)]
    assert seen[0] == seen[1]
    assert validate(document) == []
