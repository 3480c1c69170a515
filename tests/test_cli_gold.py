"""``evaluate``, ``convert`` and ``validate`` on the command line, with a small pipeline in the place of the models."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from diplonlp import cli
from diplonlp.cli import common
from diplonlp.records import Document, Entity, Failure, Meeting, Mention, Source, Trigger
from diplonlp.write import read_jsonl, write_jsonl

runner = CliRunner()


def document(name: str, text: str = "Ана Кори прибыла в Лиму.", *, people: bool = True, lang: str = "ru") -> Document:
    mention = Mention(id="m1", start=0, end=8, text=text[:8], label="PERSON", lemma=text[:8], entity="e1")
    return Document(
        id=name,
        lang=lang,
        text=text,
        mentions=(mention,) if people else (),
        entities=(Entity(id="e1", label="PERSON", name=text[:8]),) if people else (),
    )


class SmallPipeline:
    """Finds the first eight characters; fails where a text tells it to."""

    def pipe(self, sources: Iterable[Source], *, on_failure: Callable[[Failure], None]) -> Iterator[Document]:
        for source in sources:
            if "FAIL" in source.text:
                on_failure(Failure(source=source.id, error="InputError", message="cannot be annotated"))
            else:
                yield document(source.id, source.text)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(common, "load_pipeline", lambda *_: SmallPipeline())
    monkeypatch.chdir(tmp_path)
    write_jsonl([document("a"), document("b", lang="en"), document("c", people=False)], "gold.jsonl")


def run(*arguments: str) -> Result:
    return runner.invoke(cli.app, list(arguments))


def test_evaluate_prints_the_layers() -> None:
    write_jsonl([document("a"), document("b", people=False), document("c")], "pred.jsonl")
    result = run("evaluate", "--gold", "gold.jsonl", "--pred", "pred.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    assert rows["PERSON"] == [".500", ".500", ".500", "2", "2", "–", ".000", ".000", ".500", "1.00", ".667"]
    assert max(map(len, result.stdout.splitlines())) <= 100
    assert "not in gold" not in result.stdout


def test_evaluate_annotates_what_gold_has_and_keeps_it() -> None:
    result = run("evaluate", "--gold", "gold.jsonl", "--model", "--save", "found.jsonl", "--errors", "3")
    assert result.exit_code == 0
    assert [d.id for d in read_jsonl("found.jsonl")] == ["a", "b", "c"]
    assert "Mentions: 1 of 1 misses" in result.stdout
    lines = [line.strip() for line in result.stdout.splitlines()]
    shown = lines.index("c [0:8] not in gold: PERSON 'Ана Кори'")
    assert lines[shown + 1] == "Ана Кори прибыла в Лиму."


def test_evaluate_writes_json() -> None:
    result = run("evaluate", "--gold", "gold.jsonl", "--model", "--json", "-")
    printed = json.loads(result.stdout)
    run("evaluate", "--gold", "gold.jsonl", "--model", "--json", "scores.json")
    assert json.loads(Path("scores.json").read_text(encoding="utf-8")) == printed
    assert [group["name"] for group in printed["groups"]] == ["all", "en", "ru"]
    assert {"layer", "measure", "precision", "recall", "f1", "gold", "predicted"} == set(
        printed["groups"][0]["scores"][0]
    )


def test_a_document_that_fails_is_named_and_counts_as_empty() -> None:
    write_jsonl([document("a"), document("x", "FAIL FAIL")], "gold.jsonl")
    result = run("evaluate", "--gold", "gold.jsonl", "--model")
    assert result.exit_code == 1
    assert "x: cannot be annotated" in result.stderr
    assert "counted as annotated with nothing: x" in result.stdout


def test_a_broken_line_of_gold_is_named_and_the_rest_is_scored() -> None:
    with Path("gold.jsonl").open("a", encoding="utf-8") as file:
        file.write("{not json}\n")
    result = run("evaluate", "--gold", "gold.jsonl", "--model")
    assert result.exit_code == 1
    assert "gold.jsonl, line 4" in result.stderr
    assert "PERSON" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--gold", "gold.jsonl"), "give either --pred FILE, or --model"),
        (("--gold", "gold.jsonl", "--pred", "gold.jsonl", "--model"), "give either --pred FILE, or --model"),
        (("--gold", "gold.jsonl", "--pred", "gold.jsonl", "--save", "x"), "--save keeps what --model annotates"),
        (("--gold", "none.jsonl", "--model"), "none.jsonl"),
        (("--gold", "empty.jsonl", "--model"), "no documents"),
        (("--gold", "gold.jsonl", "--pred", "other.jsonl"), "differ from character 0"),
        (("--gold", "gold.jsonl", "--model", "--json", "no/such/folder.json"), "cannot be written"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(arguments: tuple[str, ...], message: str) -> None:
    Path("empty.jsonl").touch()
    write_jsonl([document("a", "другой текст")], "other.jsonl")
    result = run("evaluate", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_validate_is_silent_when_all_is_sound() -> None:
    result = run("validate", "gold.jsonl")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_validate_names_each_problem() -> None:
    bad = document("d")
    bad = Document(id="d", lang="ru", text="Кратко", mentions=bad.mentions, entities=bad.entities)
    write_jsonl([bad, bad], "bad.jsonl")
    result = run("validate", "gold.jsonl", "bad.jsonl")
    assert result.exit_code == 1
    assert "d: mention m1: 0-8 is no place in a text of 6 characters" in result.stdout
    assert "d: document: another document has this id" in result.stdout


FORMATS = [
    ("brat", "out"),
    ("spacy", "out.spacy"),
    ("conllu", "out.conllu"),
    ("label-studio", "out.json"),
    ("prodigy", "p.jsonl"),
]


@pytest.mark.parametrize(("name", "target"), FORMATS)
def test_convert_there_and_back(name: str, target: str) -> None:
    there = run("convert", "gold.jsonl", target, "--to", name)
    back = run("convert", target, "back.jsonl", "--from", name, "--to", "jsonl")
    assert (there.exit_code, back.exit_code) == (0, 0)
    assert "3 documents" in there.stderr
    assert {d.id: d for d in read_jsonl("back.jsonl")} == {d.id: d for d in read_jsonl("gold.jsonl")}


def test_convert_says_what_is_not_shown() -> None:
    told = document("a")
    meeting = Meeting(id="v1", participants=("e1",), trigger=Trigger(start=9, end=16, text="прибыла"), start=0, end=24)
    write_jsonl([msgspec.structs.replace(told, meetings=(meeting,))], "told.jsonl")
    result = run("convert", "told.jsonl", "told.conllu")
    assert "not shown, but kept in the file: 1 meeting (CoNLL-U has no place for it; in a: прибыла)" in result.stderr


def test_convert_names_the_document_that_fails_and_carries_the_others() -> None:
    bad = msgspec.structs.replace(document("bad"), text="Кратко")
    write_jsonl([document("a"), bad, document("b")], "some.jsonl")
    result = run("convert", "some.jsonl", "some.spacy")
    assert result.exit_code == 1
    assert "2 documents" in result.stderr
    assert "failed: bad: mention m1: 0-8 is no place" in result.stderr
    assert run("validate", "some.spacy").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gold.jsonl", "gold.xml"), "no annotation format by the ending is called '.xml'"),
        (("gold.jsonl", "x", "--to", "docx"), "no annotation format is called 'docx'"),
        (("none.jsonl", "x.spacy"), "none.jsonl: cannot be read"),
        (("gold.jsonl", "gold.jsonl"), "is what is being read"),
        (("gold.jsonl", "no/such/x.spacy"), "cannot be written"),
    ],
)
def test_convert_wrongly_used_is_one_line_and_code_2(arguments: tuple[str, ...], message: str) -> None:
    result = run("convert", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_evaluate_and_validate_read_every_format() -> None:
    run("convert", "gold.jsonl", "gold.spacy")
    run("convert", "gold.jsonl", "gold-brat", "--to", "brat")
    assert run("validate", "gold.spacy", "gold-brat").stdout.count("another document has this id") == 3
    result = run("evaluate", "--gold", "gold.spacy", "--pred", "gold-brat", "--errors", "1")
    assert result.exit_code == 0
    assert "misses" not in result.stdout
