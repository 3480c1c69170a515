"""Bad input through the command line and the real pipeline: nothing is lost, and each message says what to do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from diplonlp.records import Document
from diplonlp.write import read_jsonl

GOOD_EN = "President of Kazakhstan Daulet Seitkali met with Sigrid Halvorsen in Astana on Tuesday."
GOOD_RU = "Президент Казахстана Даулет Сейткали встретился с Сигрид Халворсен в Астане во вторник."
ENGLISH = (
    "Pavel Rudakov arrived in Tashkent on Monday. The parliament of Uzbekistan approved the budget, the Ministry of "
    "Finance said. Trade between the two states grew by a tenth, and more trains cross the border every week. "
)
RUSSIAN = (
    "Павел Рудаков в понедельник прибыл в Ташкент. Парламент Узбекистана одобрил бюджет, сообщило министерство "
    "финансов. Торговля между двумя странами выросла на десятую часть, а поездов через границу стало больше. "
)
TO_DO = ("check", "give", "choose", "make", "remove", "save", "allow", "name the", "fix", "put", "must be")


@dataclass
class Run:
    code: int
    stdout: str
    stderr: str
    documents: dict[str, Document]

    def document(self, name: str) -> Document:
        found = [doc for key, doc in self.documents.items() if name in key]
        assert len(found) == 1, sorted(self.documents)
        return found[0]

    def lines_of(self, name: str) -> list[str]:
        return [line for line in self.stderr.splitlines() if name in line]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "diplonlp", *map(str, arguments)]


def run(*arguments: str | Path, out: Path | None = None, cwd: Path | None = None) -> Run:
    done = subprocess.run(command(*arguments), capture_output=True, encoding="utf-8", cwd=cwd, timeout=240, check=False)
    documents = {doc.id: doc for doc in read_jsonl(out)} if out is not None and out.exists() else {}
    return Run(done.returncode, done.stdout, done.stderr, documents)


def make_unreadable(path: Path) -> None:
    """A file that opens for nobody; root may open everything, so there it is one whose reading fails."""
    if os.geteuid() == 0:
        path.symlink_to("/proc/self/mem")
    else:
        path.write_text("secret", encoding="utf-8")
        path.chmod(0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every kind of bad file, between two good ones."""
    root = tmp_path_factory.mktemp("news")
    texts = {
        "a-good.txt": GOOD_EN,
        "empty.txt": "",
        "white.txt": " \n\t \n\n",
        "huge-table.txt": "12.5\t33\t2024-01-05\t7,1\t18:40\n" * 178_000,  # 5 MB
        "long-text.txt": (ENGLISH + "\n\n" + RUSSIAN + "\n\n") * 790,  # 300 KB of characters
        "long-line.txt": (RUSSIAN * 1000)[:200_000],
        "nul.txt": "Pavel Rudakov\0 arrived in\0 Tashkent on Monday.\n\0\0\n" + GOOD_EN,
        "emoji.txt": "😀🎉👍🏽🇰🇿👨‍👩‍👧 " * 50,
        "table.txt": "1\t2\t3\n4\t5\t6\n7,5\t8,1\t9%\n",
        "z-good.txt": GOOD_RU,
        "lines.jsonl": "\n".join(
            [json.dumps({"id": "first", "text": GOOD_EN}), "{not json", json.dumps({"id": "third", "text": GOOD_RU})]
        ),
        "no-text.jsonl": json.dumps({"id": "x", "body": GOOD_EN}) + "\n" + json.dumps({"id": "sixth", "text": GOOD_EN}),
        "rows.csv": f'headline,body\nTalks,"{GOOD_EN}"\n',
    }
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")
    (root / "broken.txt").write_bytes(GOOD_EN.encode() + b"\n\n\xff\xfe \xc3\x28 \xe2\x82\n\n" + GOOD_RU.encode()[:-1])
    (root / "dangling.txt").symlink_to(root / "gone" / "nowhere.txt")
    make_unreadable(root / "unreadable.txt")
    yield root
    if os.geteuid() != 0:
        (root / "unreadable.txt").chmod(0o600)


@pytest.fixture(scope="module")
def result(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp("out") / "out.jsonl"
    return run("annotate", folder, "-o", out, "--date", "2024-05-16", "--text-column", "text", out=out)


def test_the_good_files_lose_nothing(result: Run) -> None:
    for name, people in (("a-good", ["Daulet Seitkali", "Sigrid Halvorsen"]),
                         ("z-good", ["Даулет Сейткали", "Сигрид Халворсен"])):  # fmt: skip
        doc = result.document(name)
        assert [p.name for p in doc.people] == people
        assert [(m.status, m.date) for m in doc.meetings] == [("held", "2024-05-14")]


def test_some_failed_says_the_exit_code(result: Run) -> None:
    assert result.code == 1, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["empty.txt", "white.txt"])
def test_a_file_without_text_is_an_empty_document_or_named(result: Run, name: str) -> None:
    stem = name.removesuffix(".txt")
    found = [doc for key, doc in result.documents.items() if stem in key]
    assert [doc.mentions for doc in found] == [()] or (not found and result.lines_of(name))


@pytest.mark.parametrize("name", ["huge-table", "emoji", "table.txt"])
def test_what_is_no_text_gives_a_document_without_actors(result: Run, name: str) -> None:
    doc = result.document(name) if name != "table.txt" else next(d for i, d in result.documents.items()
                                                                 if "table" in i and "huge" not in i)  # fmt: skip
    assert [e for e in doc.entities if e.label in ("PERSON", "ORG", "STATE")] == []
    assert doc.meetings == ()


@pytest.mark.parametrize(("name", "size"), [("long-text", 250_000), ("long-line", 190_000)])
def test_long_texts_are_read_to_their_end(result: Run, name: str, size: int) -> None:
    doc = result.document(name)
    assert len(doc.text) > size
    for label in ("PERSON", "STATE"):
        last = max(m.end for m in doc.mentions if m.label == label)
        assert last > len(doc.text) - 2000


def test_nul_bytes_do_not_hide_the_rest(result: Run) -> None:
    doc = result.document("nul")
    assert "Sigrid Halvorsen" in [p.name for p in doc.people]
    assert len(doc.meetings) == 1


def test_broken_utf8_is_read_as_far_as_it_goes_or_named(result: Run) -> None:
    found = [doc for key, doc in result.documents.items() if "broken" in key]
    assert found or result.lines_of("broken")
    for doc in found:
        assert "Sigrid Halvorsen" in [p.name for p in doc.people]


@pytest.mark.parametrize(
    "name",
    [
        "dangling.txt",
        "unreadable.txt",
        "lines.jsonl",
        "no-text.jsonl",
        "rows.csv",
    ],
)
def test_what_cannot_be_read_is_named_once_with_the_next_step(result: Run, name: str) -> None:
    lines = result.lines_of(name)
    assert len(lines) == 1, result.stderr
    assert any(word in lines[0].lower() for word in TO_DO), lines[0]


def test_a_line_that_is_not_json_is_named_by_its_number_and_the_others_are_read(result: Run) -> None:
    assert "line 2" in result.lines_of("lines.jsonl")[0]
    assert {"first", "third", "sixth"} <= set(result.documents)


def test_a_csv_without_the_column_says_which_columns_there_are(result: Run) -> None:
    line = result.lines_of("rows.csv")[0]
    assert "text" in line
    assert "headline" in line
    assert "body" in line


def test_every_offset_holds_in_bad_texts_too(result: Run) -> None:
    for doc in result.documents.values():
        assert all(doc.text[m.start : m.end] == m.text for m in doc.mentions), doc.id


@pytest.mark.parametrize("date", ["yesterday", "2024-13-40", "30.03.2022", "2024-5-1", ""])
def test_a_wrong_date_is_refused_before_work_begins(tmp_path: Path, date: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD_EN, encoding="utf-8")
    done = run("annotate", "a.txt", "-o", "out.jsonl", "--date", date, cwd=tmp_path)
    assert done.code == 2
    assert "--date" in done.stderr
    assert "2022-03-30" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("output", ["no/such/folder/out.jsonl", "."])
def test_an_output_that_cannot_be_written_is_refused_before_work_begins(tmp_path: Path, output: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD_EN, encoding="utf-8")
    done = run("annotate", "a.txt", "-o", output, cwd=tmp_path)
    assert done.code == 2
    assert "cannot be written" in done.stderr
    assert "choose another" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_named_and_the_other_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD_EN, encoding="utf-8")
    done = run("annotate", "nowhere.txt", "a.txt", "-o", "out.jsonl", cwd=tmp_path, out=tmp_path / "out.jsonl")
    assert done.code == 1
    assert "nowhere.txt" in done.stderr
    assert len(done.documents) == 1


def test_ctrl_c_leaves_the_finished_documents_in_the_file(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    rows = (json.dumps({"id": f"d{number}", "text": ENGLISH * 20}) for number in range(3000))
    many.write_text("\n".join(rows), encoding="utf-8")
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        command("annotate", many, "-o", out),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        # A job in the background of a script is born deaf to Ctrl-C, and its children with it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    deadline = time.monotonic() + 60
    while not (out.exists() and out.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert "--resume" in stderr
    documents = list(read_jsonl(out))
    assert 0 < len(documents) < 3000
    assert all(doc.mentions for doc in documents)
    assert f"{len(documents)} documents are written" in stderr
