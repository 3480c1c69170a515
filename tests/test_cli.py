"""The command line with a small pipeline in the place of the models."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from diplonlp import cli
from diplonlp.cli import common
from diplonlp.errors import FormatError, ModelError
from diplonlp.records import Document, Failure, Source
from diplonlp.write import encode_line, read_jsonl

runner = CliRunner()


class SmallPipeline:
    """Gives each source back as a document; fails and stops where a text tells it to."""

    def pipe(self, sources: Iterable[Source], *, on_failure: Callable[[Failure], None]) -> Iterator[Document]:
        for source in sources:
            if source.text == "FAIL":
                on_failure(Failure(source=source.id, error="InputError", message="cannot be annotated;\nleave it out"))
            elif source.text == "CTRL-C":
                raise KeyboardInterrupt
            else:
                yield Document(id=source.id, lang="en", text=source.text, date=source.date)


def small_reader(inputs: list[str], options: dict[str, Any]) -> Iterator[Source | Failure]:
    """Read a document from each line of each file."""
    for name in inputs:
        if not Path(name).exists():
            yield Failure(source=name, error="InputError", message="there is no such file; check the path")
            continue
        for number, line in enumerate(Path(name).read_text(encoding="utf-8").splitlines(), start=1):
            if line == "UNREADABLE":
                yield Failure(source=name, error="FormatError", message=f"{name}, line {number}: not JSON", line=number)
            else:
                yield Source(id=f"{Path(name).stem}-{number}", text=line, date=options.get("date"))


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(common, "load_pipeline", lambda *_: SmallPipeline())
    monkeypatch.setattr(common, "read_sources", small_reader)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return runner.invoke(cli.app, list(arguments))


def news(*lines: str, name: str = "news.txt") -> str:
    Path(name).write_text("\n".join(lines), encoding="utf-8")
    return name


def ids(name: str = "out.jsonl") -> list[str]:
    return [document.id for document in read_jsonl(name)]


def test_annotate_writes_a_line_for_each_document() -> None:
    result = run("annotate", news("One.", "Два."), "-o", "out.jsonl", "--date", "2022-03-30")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert [(document.text, document.date) for document in read_jsonl("out.jsonl")] == [
        ("One.", "2022-03-30"),
        ("Два.", "2022-03-30"),
    ]


def test_annotate_writes_to_stdout_by_default() -> None:
    result = run("annotate", news("Два."))
    assert json.loads(result.stdout)["text"] == "Два."


def test_annotate_compresses_gz() -> None:
    assert run("annotate", news("One."), "-o", "out.jsonl.gz").exit_code == 0
    assert json.loads(gzip.decompress(Path("out.jsonl.gz").read_bytes()))["text"] == "One."


def test_annotate_passes_the_columns_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(common, "read_sources", lambda inputs, options: iter(seen.append(options) or ()))
    run("annotate", "x.csv", "--text-column", "текст", "--url-column", "u")
    assert seen == [{"date": None, "text_column": "текст", "url_column": "u"}]


def test_failures_do_not_stop_the_others_and_take_a_line_each() -> None:
    result = run(
        "annotate",
        news("One.", "FAIL", "UNREADABLE", "Four."),
        "gone.txt",
        "-o",
        "out.jsonl",
        "--failures",
        "bad.jsonl",
    )
    assert result.exit_code == 1
    assert ids() == ["news-1", "news-4"]
    assert result.stderr.splitlines() == [
        "diplonlp: news-2: cannot be annotated; leave it out",
        "diplonlp: news.txt, line 3: not JSON",
        "diplonlp: gone.txt: there is no such file; check the path",
    ]
    failures = [json.loads(line) for line in Path("bad.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(failure["source"], failure["line"]) for failure in failures] == [
        ("news-2", None),
        ("news.txt", 3),
        ("gone.txt", None),
    ]


def test_a_document_that_json_cannot_hold_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    halves = [Source(id="d1", text="\ud800"), Source(id="d2", text="whole")]
    monkeypatch.setattr(common, "read_sources", lambda inputs, options: iter(halves))
    result = run("annotate", "x", "-o", "out.jsonl")
    assert (result.exit_code, ids()) == (1, ["d2"])
    assert result.stderr.startswith("diplonlp: d1: character 0")
    assert result.stderr.count("d1") == 1


def test_no_documents_at_all_is_said() -> None:
    result = run("annotate", news())
    assert result.exit_code == 1
    assert "no documents in news.txt" in result.stderr


@pytest.mark.parametrize("date", ["Tuesday", "30.03.2022", "2022-02-30", "20220330", ""])
def test_a_wrong_date_stops_before_any_work(date: str) -> None:
    result = run("annotate", news("One."), "-o", "out.jsonl", "--date", date)
    assert result.exit_code == 2
    assert "write it as 2022-03-30" in result.stderr
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize("option", ["-o", "--failures"])
def test_an_output_that_cannot_be_written_stops_before_any_work(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "load_pipeline", lambda *_: pytest.fail("work began"))
    result = run("annotate", news("One."), option, "no-folder/out.jsonl")
    assert result.exit_code == 2
    assert "no-folder/out.jsonl: cannot be written (No such file or directory)" in result.stderr


def test_a_folder_is_no_output() -> None:
    assert run("annotate", news("One."), "-o", ".").exit_code == 2


def test_the_input_is_never_written_over() -> None:
    result = run("annotate", news("One."), "-o", "./news.txt")
    assert result.exit_code == 2
    assert Path("news.txt").read_text() == "One."


@pytest.mark.parametrize("option", ["-o", "--failures"])
def test_the_output_is_never_read(option: str) -> None:
    Path("folder/deep").mkdir(parents=True)
    result = run("annotate", "folder", option, "folder/deep/out.jsonl")
    assert result.exit_code == 2
    assert "lies in folder, which is to be read" in result.stderr


def test_documents_and_failures_do_not_share_a_file() -> None:
    assert run("annotate", news("One."), "-o", "x.jsonl", "--failures", "x.jsonl").exit_code == 2


def test_a_model_that_cannot_be_loaded_leaves_the_old_output(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: str) -> SmallPipeline:
        raise ModelError("the English model is missing: reinstall diplonlp")

    monkeypatch.setattr(common, "load_pipeline", broken)
    Path("out.jsonl").write_text("old")
    result = run("annotate", news("One."), "-o", "out.jsonl")
    assert (result.exit_code, result.stderr) == (2, "diplonlp: the English model is missing: reinstall diplonlp\n")
    assert Path("out.jsonl").read_text() == "old"


def test_ctrl_c_keeps_what_is_done_and_resume_goes_on() -> None:
    result = run("annotate", news("One.", "Two.", "CTRL-C", "Four."), "-o", "out.jsonl")
    assert result.exit_code == 130
    assert "interrupted: 2 documents are written to out.jsonl; the same command with --resume goes on" in result.stderr
    assert ids() == ["news-1", "news-2"]
    result = run("annotate", news("One.", "Two.", "Three.", "Four."), "-o", "out.jsonl", "--resume")
    assert result.exit_code == 0
    assert ids() == ["news-1", "news-2", "news-3", "news-4"]


@pytest.mark.parametrize("torn", [b'{"id": "news-2", "lang": "en", "te', b"\xd0", b"x" * 200_000])
def test_resume_drops_a_torn_last_line(torn: bytes) -> None:
    whole = encode_line(Document(id="news-1", lang="en", text="One."))
    Path("out.jsonl").write_bytes(whole + torn)
    assert run("annotate", news("One.", "Two."), "-o", "out.jsonl", "--resume").exit_code == 0
    assert ids() == ["news-1", "news-2"]


@pytest.mark.parametrize("content", [None, b"", b'{"torn'])
def test_resume_begins_where_there_is_nothing_yet(content: bytes | None) -> None:
    if content is not None:
        Path("out.jsonl").write_bytes(content)
    assert run("annotate", news("One."), "-o", "out.jsonl", "--resume").exit_code == 0
    assert ids() == ["news-1"]


def test_resume_does_not_add_to_a_file_of_something_else() -> None:
    Path("out.jsonl").write_text("my notes\n")
    result = run("annotate", news("One."), "-o", "out.jsonl", "--resume")
    assert result.exit_code == 2
    assert "out.jsonl, line 1" in result.stderr
    assert Path("out.jsonl").read_text() == "my notes\n"


@pytest.mark.parametrize("output", ["-", "out.jsonl.gz"])
def test_resume_needs_a_plain_file(output: str) -> None:
    assert run("annotate", news("One."), "-o", output, "--resume").exit_code == 2


def test_all_done_already_is_done() -> None:
    for _ in range(2):
        assert run("annotate", news("One."), "-o", "out.jsonl", "--resume").exit_code == 0
    assert ids() == ["news-1"]


def written(*documents: Document, name: str = "out.jsonl") -> str:
    Path(name).write_bytes(b"".join(map(encode_line, documents)))
    return name


@pytest.mark.parametrize(
    ("output", "made"), [("g.graphml", "g.graphml"), ("g.json", "g.json"), ("tables", "tables/nodes.csv")]
)
def test_graph(output: str, made: str) -> None:
    first = written(Document(id="d1", lang="en", text="One."))
    second = written(Document(id="d2", lang="ru", text="Два."), name="more.jsonl")
    result = run("graph", first, second, "-o", output)
    assert (result.exit_code, result.stderr) == (0, "")
    content = Path(made).read_text(encoding="utf-8")
    assert "document:d1" in content
    assert "document:d2" in content


def test_graph_of_an_unfinished_file_names_the_line_and_goes_on() -> None:
    name = written(Document(id="d1", lang="en", text="One."))
    with Path(name).open("ab") as file:
        file.write(b'{"torn')
    result = run("graph", name, "-o", "g.json")
    assert result.exit_code == 1
    assert result.stderr.startswith("diplonlp: out.jsonl, line 2: ")
    assert "document:d1" in Path("g.json").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "g.gexf"], "known: "),
        (["-o", "g", "--format", "gexf"], "known: csv, graphml, json"),
        (["-o", "no-folder/g.json"], "cannot be written"),
        (["-o", "out.jsonl/tables"], "cannot be written"),
    ],
)
def test_graph_that_cannot_be_written(arguments: list[str], message: str) -> None:
    result = run("graph", written(Document(id="d1", lang="en", text="One.")), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize("command", [["show"], ["graph", "-o", "g.json"]])
def test_a_file_that_is_not_there(command: list[str]) -> None:
    result = run(*command, "missing.jsonl")
    assert (result.exit_code, result.stderr.startswith("diplonlp: missing.jsonl: cannot be read")) == (2, True)


def test_a_newer_file_says_to_upgrade() -> None:
    Path("out.jsonl").write_text('{"schema": 99}\n')
    result = run("show", "out.jsonl")
    assert result.exit_code == 2
    assert "--upgrade" in result.stderr


def test_show() -> None:
    result = run("show", written(Document(id="d1", lang="en", text="One."), Document(id="d2", lang="en", text="Two.")))
    assert result.exit_code == 0
    assert "d1" in result.stdout
    assert "All 2 documents" in result.stdout
    assert "\x1b" not in result.stdout


def test_show_of_nothing_says_what_to_do() -> None:
    Path("out.jsonl").write_bytes(b"")
    assert "diplonlp annotate" in run("show", "out.jsonl").stderr


def test_show_summary() -> None:
    result = run("show", "--summary", written(Document(id="d1", lang="en", text="One.")))
    assert result.stdout.startswith("All 1 documents")


@pytest.mark.parametrize("arguments", [["annotate", "--no-such-option"], ["no-such-command"], ["graph", "x.jsonl"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_version() -> None:
    from importlib.metadata import version

    assert run("--version").stdout == f"diplonlp {version('diplonlp')}\n"


@pytest.mark.parametrize("command", [[], ["annotate"], ["graph"], ["show"]])
def test_help_documents_the_exit_codes(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    for code in ("0 all done", "1 some documents failed", "2 wrong usage", "130 interrupted"):
        assert code in " ".join(result.stdout.split())


def python(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=60, **options)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, diplonlp.cli\n"
        "try: diplonlp.cli.app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'networkx', 'numpy', 'pymorphy3', 'dateparser', 'rich', 'scipy'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    result = python("-c", code)
    assert result.returncode == 0, result.stderr


def test_python_m_diplonlp() -> None:
    result = python("-m", "diplonlp", "--version")
    assert (result.returncode, result.stdout.split()[0]) == (0, "diplonlp")


@pytest.mark.skipif(os.name == "nt", reason="pipes break differently there")
def test_a_reader_that_leaves_is_no_traceback() -> None:
    name = written(*(Document(id=f"d{n}", lang="en", text="x" * 500) for n in range(500)))
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, "-m", "diplonlp", "show", name], stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (1, "")


def test_an_error_that_stops_everything_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(inputs: list[str], options: dict[str, Any]) -> Iterator[Source]:
        yield Source(id="d1", text="One.")
        raise FormatError("has no column 'text'; give --text-column", source="x.csv")

    monkeypatch.setattr(common, "read_sources", reader)
    result = run("annotate", "x.csv", "-o", "out.jsonl")
    assert (result.exit_code, result.stderr) == (2, "diplonlp: x.csv: has no column 'text'; give --text-column\n")
    assert ids() == ["d1"]
