"""The file of a store: killed, damaged, of another program, and asked from the command line."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from diplonlp import Document, Entity, EntityStore, InputError, OutputError, cli, read_jsonl, write_jsonl

ADDING = """
import sys
from diplonlp import Document, Entity, EntityStore

def documents():
    for number in range(10**6):
        names = [f"Bakyt Osmon{letter}v" for letter in "abcdefghij"]
        people = tuple(Entity(id=f"e{n}", label="PERSON", name=name, state="KGZ") for n, name in enumerate(names))
        yield Document(id=f"d{number}", lang="en", text="", entities=people)
        if number % 1000 == 0:
            print(number, flush=True)

store = EntityStore.open(sys.argv[1])
if sys.argv[2] == "link":
    store.add_many(document for _, document in zip(range(3000), documents()))
    store.link(lambda *_: print("linking", flush=True))
store.add_many(documents())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("stage", ["add", "link"])
def test_a_killed_process_leaves_whole_documents(stage: str, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with subprocess.Popen([sys.executable, "-c", ADDING, path, stage], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == ("linking" if stage == "link" else "2000"):
                break
        time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    with EntityStore.open(path) as store:
        assert len(store) >= 1500
        counts = {count for (count,) in _rows(path, "SELECT count(*) FROM members GROUP BY document")}
        assert counts == {10}
        [found] = store.lookup("Bakyt Osmonav")
        assert found.count == len(store)
        assert _rows(path, "PRAGMA integrity_check") == [("ok",)]


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_files_that_are_no_stores(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("They met in Bishkek. " * 100)
    with pytest.raises(InputError, match="no store of diplonlp"):
        EntityStore.open(tmp_path / "text")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(InputError, match="of another program"):
        EntityStore.open(tmp_path / "other.db")
    with sqlite3.connect(tmp_path / "newer.db") as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="newer diplonlp"):
        EntityStore.open(tmp_path / "newer.db")
    with pytest.raises(OutputError, match="there is no folder"):
        EntityStore.open(tmp_path / "nowhere" / "store.db")
    with pytest.raises(OutputError, match="cannot be opened"):
        EntityStore.open(tmp_path)


def test_an_empty_file_is_a_new_store(tmp_path: Path) -> None:
    (tmp_path / "store.db").touch()
    assert len(EntityStore.open(tmp_path / "store.db")) == 0


def test_two_processes_may_write_in_turn(tmp_path: Path) -> None:
    def named(key: str) -> Document:
        entity = Entity(id="e", label="PERSON", name="Bakyt Osmonov", state="KGZ")
        return Document(id=key, lang="en", text="", entities=(entity,))

    path = tmp_path / "store.db"
    with EntityStore.open(path) as one, EntityStore.open(path) as other:
        for number, store in enumerate([one, other, one, other]):
            store.add(named(str(number)))
            store.link()
        assert one.lookup("Bakyt Osmonov")[0].count == other.lookup("Bakyt Osmonov")[0].count == 4


def test_a_store_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    with EntityStore.open(tmp_path / "store.db") as store:
        store._database.sql.execute("PRAGMA query_only = ON")
        with pytest.raises(OutputError, match="the store cannot be written"):
            store.add(Document(id="1", lang="en", text=""))


# -- command line ---------------------------------------------------------------------------------------------------


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.app, list(arguments), input=stdin)


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a file of two documents that name one person, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    named = {"en": "Asel Tokoeva", "ru": "Асель Токоева"}
    write_jsonl(
        (
            Document(id=lang, lang=lang, text="", entities=(Entity(id="e1", label="PERSON", name=name),))
            for lang, name in named.items()
        ),
        "news.jsonl",
    )
    return "news.jsonl"


def resolved(name: str) -> list[str]:
    return [str(entity.resolved) for document in read_jsonl(name) for entity in document.entities]


def test_link(news: str) -> None:
    assert run("link", news, "--store", "s.db", "-o", "out.jsonl").exit_code == 0
    assert resolved("out.jsonl") == ["person:asel-tokoeva"] * 2
    again = run("link", news, "--store", "s.db")
    assert again.stdout_bytes == Path("out.jsonl").read_bytes()


def test_link_without_a_store_and_from_a_pipe(news: str) -> None:
    assert run("link", news, "-o", "out.jsonl").exit_code == 0
    piped = run("link", "-", stdin=Path(news).read_bytes())
    assert piped.stdout_bytes == Path("out.jsonl").read_bytes()


def test_link_with_decisions(news: str) -> None:
    Path("d.csv").write_text("a,b,decision\nen#e1,ru#e1,different\n")
    assert run("link", news, "--store", "s.db", "--decisions", "d.csv", "-o", "out.jsonl").exit_code == 0
    assert len(set(resolved("out.jsonl"))) == 2
    assert "An analyst decided" in run("explain", "--store", "s.db", "en#e1", "ru#e1").stdout


def test_a_bad_line_is_reported_and_the_rest_is_linked(news: str) -> None:
    with Path(news).open("a") as file:
        file.write("not JSON\n")
    result = run("link", news, "-o", "out.jsonl")
    assert result.exit_code == 1
    assert "news.jsonl, line 3" in result.stderr
    assert len(resolved("out.jsonl")) == 2


def test_a_document_that_comes_twice_is_said_and_written_once(news: str) -> None:
    result = run("link", news, news, "-o", "out.jsonl")
    assert "2 documents came more than once" in result.stderr
    assert len(resolved("out.jsonl")) == 2


def test_explain(news: str) -> None:
    run("link", news, "--store", "s.db", "-o", "out.jsonl")
    result = run("explain", "--store", "s.db", "en#e1", "person:asel-tokoeva")
    assert result.exit_code == 0
    assert "are one" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explain", "--store", "none.db", "a#1", "b#1"], "there is no such store"),
        (["explain", "--store", "s.db", "a#1", "b#1"], "no such actor"),
        (["link", "news.jsonl", "-o", "news.jsonl"], "is to be read"),
        (["link", "news.jsonl", "-o", "s.db", "--store", "s.db"], "cannot share a file"),
        (["link", "news.jsonl", "--decisions", "none.csv"], "no such file of decisions"),
        (["link", "none.jsonl"], "none.jsonl"),
        (["link", "news.jsonl", "--store", "news.jsonl"], "is to be read"),
    ],
)
def test_wrong_usage(news: str, arguments: list[str], message: str) -> None:
    run("link", news, "--store", "s.db", "-o", "out.jsonl")
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_explanations_are_sentences() -> None:
    store = EntityStore.open()
    for key, name, state in [("1", "Bakyt Osmonov", "KGZ"), ("2", "Б. Осмонов", "KGZ"), ("3", "Nurlan Osmonov", "KGZ")]:
        entity = Entity(id="e", label="PERSON", name=name, state=state)
        store.add(Document(id=key, lang="en", text="", entities=(entity,)))
    one = store.explain("1#e", "2#e")
    assert str(one).splitlines() == [
        "“Bakyt Osmonov” (1#e) and “Б. Осмонов” (2#e) are one.",
        "By their names and what documents say, “Bakyt Osmonov” (1#e) and “Б. Осмонов” (2#e) are one: "
        "names: initial: initial; same state (score 0.85).",
    ]
    assert [judgement.decided_by for judgement in one.judgements] == ["names"]
    two = store.explain("1#e", "3#e")
    assert not two.same
    assert "The names differ" in str(two)
    store.merge("1#e", "3#e", by="A. Analyst", note="a slip of the agency")
    assert "An analyst decided that" in str(store.explain("1#e", "3#e"))
    assert "A. Analyst: a slip of the agency" in str(store.explain("1#e", "3#e"))
