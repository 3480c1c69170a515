"""Texts read with what an analyst knows: who held an office when, his people and bodies, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import diplonlp
from diplonlp import HeldOffice, Knowledge, KnownOrganization, KnownPerson, Pipeline, StateNames, cli, make_source

KNOWLEDGE = Knowledge(
    people=(
        KnownPerson(id="seitkali", name_en="Daulet Seitkali", name_ru="Даулет Сейткали", gender="m", states=("KAZ",)),
        KnownPerson(id="ospanova", name_en="Aigul Ospanova", name_ru="Айгуль Оспанова", gender="f", states=("KAZ",)),
    ),
    organizations=(
        KnownOrganization(
            id="steppe-forum",
            name_en="Steppe Forum",
            name_ru="Степной форум",
            acronyms_en=("STF",),
            acronyms_ru=("СТФ",),
        ),
    ),
    offices=(
        HeldOffice(person="seitkali", office="president", state="KAZ", since="2015-06-12", until="2022-01-05"),
        HeldOffice(person="ospanova", office="president", state="KAZ", since="2022-01-05"),
    ),
    states=(StateNames(code="KAZ", aliases_en=("Steppeland",), aliases_ru=("Степландия",)),),
)


@pytest.fixture(scope="module")
def knowing() -> Pipeline:
    return diplonlp.load(knowledge=KNOWLEDGE)


@pytest.fixture(scope="module")
def plain() -> Pipeline:
    return diplonlp.load()


def entity_of(nlp: Pipeline, text: str, date: str | None, words: str) -> diplonlp.Entity | None:
    doc = nlp(make_source(text, date=date))
    mention = next(m for m in doc.mentions if m.text == words)
    return doc.entity(mention.entity) if mention.entity else None


# text, the title alone, date, the person it means, or None
HOLDERS = [
    ("The president of Kazakhstan arrived in Oslo.", "president of Kazakhstan", "2019-05-03", "Daulet Seitkali"),
    ("The president of Kazakhstan arrived in Oslo.", "president of Kazakhstan", "2024-05-03", "Aigul Ospanova"),
    ("The president of Kazakhstan arrived in Oslo.", "president of Kazakhstan", "2009-05-03", None),
    ("The president of Kazakhstan arrived in Oslo.", "president of Kazakhstan", None, None),
    ("The president of Norway arrived in Oslo.", "president of Norway", "2019-05-03", None),
    ("The former president of Kazakhstan arrived in Oslo.", "president of Kazakhstan", "2019-05-03", None),
    ("Президент Казахстана прибыл в Осло.", "Президент Казахстана", "2019-05-03", "Даулет Сейткали"),
    ("Президент Казахстана прибыла в Осло.", "Президент Казахстана", "2024-05-03", "Айгуль Оспанова"),
    ("Президент Казахстана прибыл в Осло.", "Президент Казахстана", "2009-05-03", None),
    ("Президент Норвегии прибыл в Осло.", "Президент Норвегии", "2019-05-03", None),
]


@pytest.mark.parametrize(("text", "title", "date", "name"), HOLDERS)
def test_a_title_means_who_held_it_that_day(
    knowing: Pipeline, text: str, title: str, date: str | None, name: str | None
) -> None:
    found = entity_of(knowing, text, date, title)
    assert found is not None
    assert (found.name if found.label == "PERSON" else None) == name
    assert (found.kb or "").startswith("person:") is (name is not None)


@pytest.mark.parametrize(
    ("text", "words", "kb"),
    [
        ("Daulet Seitkali arrived in Oslo.", "Daulet Seitkali", "person:seitkali"),
        ("В Осло прибыл Даулет Сейткали.", "Даулет Сейткали", "person:seitkali"),
        ("The Steppe Forum met in Oslo.", "Steppe Forum", "org:steppe-forum"),
        ("В Осло прошло заседание Степного форума.", "Степного форума", "org:steppe-forum"),
        ("Talks with Steppeland began in Oslo.", "Steppeland", "state:KAZ"),
        ("В Осло начались переговоры со Степландией.", "Степландией", "state:KAZ"),
    ],
)
def test_what_was_brought_is_found_in_texts(knowing: Pipeline, text: str, words: str, kb: str) -> None:
    found = entity_of(knowing, text, "2019-05-03", words)
    assert found is not None
    assert found.kb == kb


def test_two_pipelines_do_not_mix(knowing: Pipeline, plain: Pipeline) -> None:
    text = "The Steppe Forum met in Oslo. The president of Kazakhstan arrived."
    before = plain(make_source(text, date="2019-05-03"))
    assert {e.kb for e in knowing(make_source(text, date="2019-05-03")).entities} >= {
        "org:steppe-forum",
        "person:seitkali",
    }
    assert plain(make_source(text, date="2019-05-03")) == before
    assert not {e.kb for e in before.entities} & {"org:steppe-forum", "person:seitkali"}


def test_a_surname_alone_is_nobody_that_was_brought(knowing: Pipeline) -> None:
    found = entity_of(knowing, "Talks with Seitkali began in Oslo.", "2019-05-03", "Seitkali")
    assert found is not None
    assert found.kb is None


run = CliRunner().invoke


def test_import_then_annotate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("id,name_en,name_ru\nseitkali,Daulet Seitkali,Даулет Сейткали\n", encoding="utf-8")
    Path("offices.csv").write_text("person,office,state,from\nseitkali,president,KAZ,2019-06-12\n", encoding="utf-8")
    done = run(cli.app, ["knowledge", "import", "people.csv", "offices.csv", "-o", "known.jsonl"])
    assert (done.exit_code, done.stderr) == (0, "diplonlp: known.jsonl: 1 people, 1 offices\n")
    assert run(cli.app, ["knowledge", "check", "known.jsonl"]).output == "1 people, 1 offices\n"
    Path("news.txt").write_text("The president of Kazakhstan arrived in Oslo.", encoding="utf-8")
    made = run(
        cli.app, ["annotate", "news.txt", "--date", "2020-01-01", "--knowledge", "known.jsonl", "-o", "out.jsonl"]
    )
    assert made.exit_code == 0
    document = next(iter(diplonlp.read_jsonl("out.jsonl")))
    assert "person:seitkali" in {entity.kb for entity in document.entities}


def test_bad_rows_are_named_and_the_others_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("id,name_en\nx,🙂\ny,Daulet Seitkali\n", encoding="utf-8")
    done = run(cli.app, ["knowledge", "import", "people.csv", "-o", "known.jsonl"])
    assert done.exit_code == 1
    assert "people.csv, line 2, column name_en" in done.stderr
    assert "1 people; problems: 1" in done.stderr
    assert len(diplonlp.read_knowledge("known.jsonl")) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["knowledge", "import", "people.csv", "-o", "people.csv"], "cannot be written too"),
        (["knowledge", "import", "nothing.csv", "-o", "known.jsonl"], "nothing.csv: cannot be read"),
        (
            ["knowledge", "import", "wrong.csv", "-o", "known.jsonl"],
            "column nam_en: no table has it; did you mean name_en?",
        ),
        (["knowledge", "import", "people.csv", "-o", "known.jsonl", "--format", "xml"], "no format is called 'xml'"),
        (["annotate", "people.csv", "--knowledge", "people.csv"], "its first line is no header"),
    ],
)
def test_what_cannot_be_read_is_said_before_work_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").write_text("id,name_en\ny,Daulet Seitkali\n", encoding="utf-8")
    Path("wrong.csv").write_text("id,nam_en\ny,Daulet Seitkali\n", encoding="utf-8")
    done = run(cli.app, arguments)
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert not Path("known.jsonl").exists()
    assert Path("people.csv").read_text(encoding="utf-8").startswith("id,name_en")


def test_check_names_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "known.jsonl"
    path.write_text(
        '{"type": "diplonlp-knowledge", "version": 1}\n'
        '{"type": "person", "id": "x", "name_en": "🙂"}\n'
        '{"type": "office", "person": "nobody", "office": "president", "state": "KAZ"}\n',
        encoding="utf-8",
    )
    done = run(cli.app, ["knowledge", "check", str(path)])
    assert done.exit_code == 1
    assert "line 2" in done.stderr
    assert "line 3" in done.stderr
