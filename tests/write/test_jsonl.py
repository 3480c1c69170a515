from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from diplonlp.errors import FormatError, InputError, OutputError
from diplonlp.records import Document, Entity, Failure, Mention
from diplonlp.write import encode_line, read_jsonl, write_jsonl

DOCUMENTS = [
    Document(
        id="путь/1",
        lang="ru",
        text="Лия Варо\nв Оше \x00😀",
        date="2022-03-30",
        mentions=(Mention(id="m1", start=0, end=8, text="Лия Варо", label="PERSON", lemma="Лия Варо", entity="e1"),),
        entities=(Entity(id="e1", label="PERSON", name="Лия Варо", aliases=("Варо",), state="KGZ"),),
        meta={"source": "ours", "n": 3},
    ),
    Document(id="d2", lang="en", text=""),
]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    assert write_jsonl(iter(DOCUMENTS), tmp_path / name) == 2
    assert list(read_jsonl(tmp_path / name)) == DOCUMENTS
    assert list(read_jsonl(str(tmp_path / name))) == DOCUMENTS


def test_gz_is_compressed(tmp_path: Path) -> None:
    write_jsonl(DOCUMENTS, tmp_path / "out.jsonl.gz")
    assert gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).count(b"\n") == 2


@pytest.mark.parametrize("file", [io.BytesIO(), io.StringIO()])
def test_open_files(file: io.BytesIO | io.StringIO) -> None:
    write_jsonl(DOCUMENTS, file)
    written = file.getvalue()
    content = written if isinstance(written, bytes) else written.encode()
    assert list(read_jsonl(io.BytesIO(content))) == DOCUMENTS


def test_a_line_is_one_line_of_plain_json() -> None:
    line = encode_line(DOCUMENTS[0])
    assert line.count(b"\n") == 1
    assert json.loads(line)["text"] == DOCUMENTS[0].text
    assert json.loads(line)["schema"] == 1
    assert "resolved" not in json.loads(line)["entities"][0]


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(encode_line(DOCUMENTS[1]) + b"not json\n")
    assert next(read_jsonl(tmp_path / "x.jsonl")) == DOCUMENTS[1]


def test_blank_lines_and_a_byte_order_mark_are_no_matter(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(
        b"\xef\xbb\xbf" + encode_line(DOCUMENTS[1]) + b"\r\n  \n" + encode_line(DOCUMENTS[0])
    )
    assert [document.id for document in read_jsonl(tmp_path / "x.jsonl")] == ["d2", "путь/1"]


@pytest.mark.parametrize(
    "bad",
    [
        b"not json",
        b"[]",
        b'{"schema": 1, "id": "x", "text": "given, not annotated"}',
        b'{"schema": 1, "id": "x", "lang": "en", "text": 5}',
        b'{"id": "x", "lang": "en", "text": "torn off he',
        b'{"id": "x", "lang": "en", "text": "\xff"}',
        b"\x00\x00",
    ],
)
def test_a_bad_line_is_named_and_can_be_passed_over(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(encode_line(DOCUMENTS[0]) + b"\n" + bad + b"\n" + encode_line(DOCUMENTS[1]))
    with pytest.raises(FormatError, match=r"x\.jsonl, line 3: not an annotated document .* diplonlp annotate"):
        list(read_jsonl(path))
    failures: list[Failure] = []
    assert list(read_jsonl(path, on_failure=failures.append)) == DOCUMENTS
    [failure] = failures
    assert (failure.source, failure.line, failure.error) == (str(path), 3, "FormatError")


@pytest.mark.parametrize("rest", [b'"id": "x", "lang": "en", "text": "t"', b'"id": {"new": "shape"}'])
def test_a_newer_schema_says_to_upgrade(tmp_path: Path, rest: bytes) -> None:
    (tmp_path / "x.jsonl").write_bytes(b'{"schema": 2, ' + rest + b"}\n")
    with pytest.raises(FormatError, match=r"version 2 .* reads up to 1: .*--upgrade"):
        list(read_jsonl(tmp_path / "x.jsonl", on_failure=lambda failure: None))


def test_fields_of_a_later_minor_change_are_no_matter(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(b'{"schema":1,"id":"x","lang":"en","text":"t","new":[1]}\n')
    assert [document.id for document in read_jsonl(tmp_path / "x.jsonl")] == ["x"]


def test_a_cut_off_gz_gives_what_it_holds_and_says_so(tmp_path: Path) -> None:
    content = gzip.compress(b"".join(encode_line(DOCUMENTS[0]) for _ in range(2000)))
    (tmp_path / "x.gz").write_bytes(content[:-20])
    with pytest.raises(FormatError, match="cut off"):
        list(read_jsonl(tmp_path / "x.gz"))


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_what_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_jsonl(tmp_path / name))


def test_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no-folder"):
        write_jsonl(DOCUMENTS, tmp_path / "no-folder" / "x.jsonl")


def test_half_a_character_is_named() -> None:
    with pytest.raises(FormatError, match=r"d9: character 3 .*surrogate"):
        encode_line(Document(id="d9", lang="en", text="abc\ud800"))
