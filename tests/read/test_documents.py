from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from diplonlp.errors import DateFormatError
from diplonlp.read import full_text, read_documents, split_blocks
from diplonlp.records import Failure, Source

RU = "Посол Турции прибыл в Бишкек и провёл переговоры с министром."
EN = "The ambassador of Turkey arrived in Bishkek and met the minister."


def read(*paths: str | Path, **options: Any) -> list[Source | Failure]:
    return list(read_documents(paths, **options))


def sources(*paths: str | Path, **options: Any) -> list[Source]:
    documents = read(*paths, **options)
    assert all(isinstance(document, Source) for document in documents), documents
    return [document for document in documents if isinstance(document, Source)]


def failure(*paths: str | Path, **options: Any) -> Failure:
    (only,) = read(*paths, **options)
    assert isinstance(only, Failure), only
    return only


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def give_stdin(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode()), encoding="utf-8"))


# Texts


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("", ""),
        (" \n\t\n", " \n\t\n"),
        (f"{RU}\r\n\r\n{EN}\r\n", f"{RU}\r\n\r\n{EN}\r\n"),
        (f"\ufeff{RU}", RU),
        ("a\x00b and more", "a\x00b and more"),
        ("😀😀", "😀😀"),
        (RU.encode("cp1251"), RU),
        (RU.encode("utf-16"), RU),
        (RU.encode("utf-16-le"), RU),
        (RU.encode() + b"\xff", RU + "\ufffd"),
    ],
)
def test_a_text_is_kept_as_it_is(tmp_path: Path, content: str | bytes, text: str) -> None:
    (source,) = sources(write(tmp_path / "report.txt", content))
    assert (source.id, source.text) == ("report", text)
    assert full_text(source) == text


def test_offsets_count_the_line_ends_of_the_file(tmp_path: Path) -> None:
    (source,) = sources(write(tmp_path / "a.txt", f"{RU}\r\n\r\n{EN}"))
    english = split_blocks(full_text(source))[1]
    assert source.text[english.start : english.end] == EN


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (RU.encode(), None),
        (RU.encode("cp1251"), {"name": "cp1251", "replaced": 0}),
        (RU.encode() + b"\xff\xff", {"name": "utf-8", "replaced": 2}),
    ],
)
def test_the_encoding_is_noted_unless_it_is_utf8(tmp_path: Path, content: bytes, note: dict[str, Any] | None) -> None:
    (source,) = sources(write(tmp_path / "a.txt", content))
    assert source.meta.get("encoding") == note


def test_five_megabytes_are_one_document(tmp_path: Path) -> None:
    (source,) = sources(write(tmp_path / "a.txt", (RU * 8 + "\n") * 6_000))
    assert len(source.text.encode()) > 5_000_000
    assert [block.lang for block in split_blocks(source.text)] == ["ru"]


# Dates and titles


@pytest.mark.parametrize(
    ("content", "default", "date"),
    [
        ('{"text": "30.03.2022\\n\\nТекст", "date": "2022-04-01"}', None, "2022-04-01"),
        ('{"text": "30.03.2022\\n\\nТекст", "date": "2022-04-01"}', "2022-05-05", "2022-04-01"),
        ('{"text": "30.03.2022\\n\\nТекст"}', "2022-05-05", "2022-05-05"),
        ('{"text": "30.03.2022\\n\\nТекст", "date": ""}', None, "2022-03-30"),
        ('{"text": "Текст", "date": null}', None, None),
    ],
)
def test_metadata_then_the_default_then_the_head_give_the_date(
    tmp_path: Path, content: str, default: str | None, date: str | None
) -> None:
    (source,) = sources(write(tmp_path / "a.jsonl", content), date=default)
    assert source.date == date


def test_a_wrong_default_date_is_an_error_at_once() -> None:
    with pytest.raises(DateFormatError):
        read_documents([], date="30 марта")


def test_the_headline_of_a_text_is_its_title(tmp_path: Path) -> None:
    text = f"30.03.2022 89 просмотров\n\nПосол прибыл в Бишкек\n\n{RU}"
    (source,) = sources(write(tmp_path / "a.txt", text))
    assert (source.title, source.date) == ("Посол прибыл в Бишкек", "2022-03-30")
    assert full_text(source) == text


# Folders, patterns, what is missing


def test_a_folder_is_read_in_order_to_any_depth(tmp_path: Path) -> None:
    for name in ["b.txt", "a/z.md", "a/y.jsonl", ".hidden.txt", ".git/c.txt", "a/picture.png", "c.TXT"]:
        write(tmp_path / name, '{"text": "Talks"}')
    assert [source.id for source in sources(tmp_path)] == ["a/y-1", "a/z", "b", "c"]
    assert [source.id for source in sources(str(tmp_path / "a"))] == ["y-1", "z"]


def test_bad_files_of_a_folder_are_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", RU)
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    locked = write(tmp_path / "c.txt", RU)
    write(tmp_path / "d.txt", bytes(range(256)) * 9)
    write(tmp_path / "e.txt", EN)

    def deny(path: str) -> Any:
        if path == str(locked):
            raise PermissionError(13, "Permission denied", path)
        return open(path, "rb")

    monkeypatch.setattr("diplonlp.read.documents._open", deny)
    documents = read(tmp_path)
    assert [getattr(document, "id", None) for document in documents] == ["a", None, None, None, "e"]
    told = [(d.source, d.error, d.message) for d in documents if isinstance(d, Failure)]
    assert [Path(source).name for source, _, _ in told] == ["b.txt", "c.txt", "d.txt"]
    assert [error for _, error, _ in told] == ["InputError", "InputError", "EncodingError"]
    assert "gone.txt" in told[0][2]
    assert "Permission denied" in told[1][2]


def test_linked_folders_are_read_once(tmp_path: Path) -> None:
    write(tmp_path / "news" / "a.txt", RU)
    (tmp_path / "news" / "loop").symlink_to(tmp_path / "news")
    elsewhere = write(tmp_path / "elsewhere" / "b.txt", RU).parent
    (tmp_path / "news" / "linked").symlink_to(elsewhere)
    assert [source.id for source in sources(tmp_path / "news")] == ["a", "linked/b"]


@pytest.mark.parametrize(
    ("names", "said"), [([], "is empty"), (["a.pdf", "b"], ".pdf, no suffix"), ([".a.txt"], "is empty")]
)
def test_a_folder_with_nothing_to_read_says_so(tmp_path: Path, names: list[str], said: str) -> None:
    for name in names:
        write(tmp_path / name, RU)
    told = failure(tmp_path)
    assert said in told.message
    assert told.source == str(tmp_path)


def test_a_pattern_is_expanded(tmp_path: Path) -> None:
    for name in ["b.txt", "a.txt", "c.md", "deep/d.txt", "[1].txt"]:
        write(tmp_path / name, RU)
    assert [source.id for source in sources(tmp_path / "*.txt")] == ["[1]", "a", "b"]
    assert [source.id for source in sources(tmp_path / "**" / "d.txt")] == ["d"]
    assert [source.id for source in sources(tmp_path / "**")] == ["[1]", "a", "b", "c", "d"]
    assert [source.id for source in sources(tmp_path / "de*")] == ["d"]
    assert [source.id for source in sources(tmp_path / "[1].txt")] == ["[1]"]
    assert "no file matches" in failure(tmp_path / "*.csv").message


def test_what_is_missing_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.txt")
    told, source = read(gone, write(tmp_path / "a.txt", RU))
    assert isinstance(told, Failure)
    assert (told.source, told.error) == (gone, "InputError")
    assert gone not in told.message
    assert isinstance(source, Source)


def test_one_path_alone_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", RU)
    assert len(list(read_documents(str(path)))) == len(list(read_documents(path))) == 1


def test_a_file_of_another_kind_is_text_when_it_is_named(tmp_path: Path) -> None:
    assert [source.id for source in sources(write(tmp_path / "report.log", RU))] == ["report"]
    assert failure(write(tmp_path / "report.pdf", b"%PDF-1.4")).error == "EncodingError"


def test_ids_stay_unique(tmp_path: Path) -> None:
    first = write(tmp_path / "a" / "report.txt", RU)
    second = write(tmp_path / "b" / "report.txt", EN)
    rows = write(tmp_path / "c.jsonl", '{"id": "report-2", "text": "a"}\n{"id": "report", "text": "b"}')
    assert [source.id for source in sources(first, second, rows)] == ["report", "report-2", "report-2-2", "report-3"]


# Standard input


def test_standard_input_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, RU)
    (first,) = sources("-")
    give_stdin(monkeypatch, RU)
    (second,) = sources("-")
    assert (first.text, first.id) == (RU, second.id)
    assert first.id.startswith("doc-")


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, '\n{"text": "Talks", "id": "a"}\n{"text": "A visit"}\n{"text"\n')
    first, second, told = read("-")
    assert isinstance(first, Source)
    assert isinstance(second, Source)
    assert isinstance(told, Failure)
    assert (first.id, second.id[:4]) == ("a", "doc-")
    assert (told.source, told.line, told.error) == ("<stdin>", 4, "FormatError")


@pytest.mark.parametrize("content", ["", "\n", '{"name": "no text"}', "{not json", "[1]"])
def test_standard_input_that_is_no_json_lines_is_text(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    give_stdin(monkeypatch, content)
    assert sources("-")[0].text == content


# JSON


def test_a_line_gives_all_it_has(tmp_path: Path) -> None:
    line = {
        "id": 7,
        "text": RU,
        "date": "2022-03-30",
        "title": "Визит",
        "url": "https://example.org",
        "desk": {"n": [1]},
    }
    (source,) = sources(write(tmp_path / "a.jsonl", json.dumps(line, ensure_ascii=False)))
    assert source == Source(
        id="7", text=RU, date="2022-03-30", title="Визит", url="https://example.org", meta={"desk": {"n": [1]}}
    )


def test_keys_may_have_other_names(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", '{"body": "Talks", "key": "k", "day": "2022-03", "head": "H", "link": "L", "text": 1}'
    )
    options = {
        "text_column": "body",
        "id_column": "key",
        "date_column": "day",
        "title_column": "head",
        "url_column": "link",
    }
    (source,) = sources(path, **options)
    assert source == Source(id="k", text="Talks", date="2022-03", title="H", url="L", meta={"text": 1})


BAD_LINES = [
    ("{text", "FormatError", "not JSON"),
    ('"text"', "FormatError", "not an object"),
    ("[]", "FormatError", "not an object"),
    ('{"body": "Talks"}', "FormatError", "body"),
    ('{"text": null}', "FormatError", "null"),
    ('{"text": 5}', "FormatError", "int"),
    ('{"text": ["a"]}', "FormatError", "list"),
    ('{"text": "a", "title": {"a": 1}}', "FormatError", "title"),
    ('{"text": "a", "date": "30.03.2022"}', "DateFormatError", "30.03.2022"),
    ('{"text": "a", "date": 20220330}', "DateFormatError", "20220330"),
    ("[" * 100_000, "FormatError", "not JSON"),
    ('{"text": "\\ud800"}', "FormatError", "not JSON"),
]


@pytest.mark.parametrize(("line", "error", "said"), BAD_LINES)
def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path, line: str, error: str, said: str) -> None:
    path = write(tmp_path / "a.jsonl", f'{{"text": "Talks"}}\r\n\r\n{line}\r\n{{"text": "A visit"}}')
    first, told, last = read(path)
    assert isinstance(told, Failure)
    assert (told.source, told.line, told.error) == (str(path), 3, error)
    assert said in told.message
    assert [getattr(source, "id", None) for source in (first, last)] == ["a-1", "a-4"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    content = f'{{"text": "{RU}"}}\n{{"text": "{EN}"}}\n'.encode(encoding)
    assert [source.text for source in sources(write(tmp_path / "a.jsonl", content))] == [RU, EN]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.ndjson.gz"])
def test_compressed_lines(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, gzip.compress(f'{{"text": "{RU}"}}\n{{"text": "b"}}'.encode()))
    assert [(source.id, source.text) for source in sources(tmp_path)] == [("a-1", RU), ("a-2", "b")]
    assert [source.id for source in sources(path)] == ["a-1", "a-2"]


@pytest.mark.parametrize("content", [b"not gzip", gzip.compress(b'{"text": "a"}' * 99)[:-20]])
def test_damaged_compression_is_told(tmp_path: Path, content: bytes) -> None:
    told = read(write(tmp_path / "a.jsonl.gz", content))[-1]
    assert isinstance(told, Failure)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ('[{"text": "a"}, {"text": "b"}]', ["a", "b"]),
        ('{\n  "text": "a"\n}', ["a"]),
        ('{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        ("[]", []),
    ],
)
def test_json_is_an_object_an_array_or_lines(tmp_path: Path, content: str, texts: list[str]) -> None:
    assert [source.text for source in sources(write(tmp_path / "a.json", content))] == texts


@pytest.mark.parametrize("content", ['{\n  "text": "a",\n', "", "[1]", "5"])
def test_broken_json_is_one_failure(tmp_path: Path, content: str) -> None:
    assert failure(write(tmp_path / "a.json", content)).error == "FormatError"


def test_an_empty_jsonl_has_no_documents(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.jsonl", "\n\n")) == []
    assert read(write(tmp_path / "b.jsonl", "")) == []


# Tables


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", 'text,day\n"Talks, and\nmore",5\nA visit,6\n'),
        ("a.csv", 'text;day\r\n"Talks, and\nmore";5\r\nA visit;6\r\n'),
        ("a.tsv", '\ufefftext\tday\n"Talks, and\nmore"\t5\n\nA visit\t6'),
    ],
)
def test_tables(tmp_path: Path, name: str, content: str) -> None:
    first, second = sources(write(tmp_path / name, content))
    assert (first.id, first.text, first.meta) == ("a-1", "Talks, and\nmore", {"day": "5"})
    assert (second.id, second.text, second.meta) == ("a-2", "A visit", {"day": "6"})


def test_a_table_of_russian_excel(tmp_path: Path) -> None:
    (source,) = sources(
        write(tmp_path / "a.csv", f"Заголовок;Текст\nВизит;{RU}\n".encode("cp1251")), text_column="Текст"
    )
    assert source.text == RU
    assert source.meta["Заголовок"] == "Визит"


def test_a_cell_may_hold_a_book(tmp_path: Path) -> None:
    book = f"{RU} " * 5_000
    assert [source.text for source in sources(write(tmp_path / "a.csv", f'id,text\n1,"{book}"'))] == [book]


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("id,body\n1,Talks\n", {}, "'text'"),
        ("id,text\n1,Talks\n", {"date_column": "day"}, "'day'"),
        ("", {}, "'text'"),
    ],
)
def test_a_missing_column_names_those_that_are_there(
    tmp_path: Path, content: str, options: dict[str, str], said: str
) -> None:
    told = failure(write(tmp_path / "a.csv", content), **options)
    assert told.error == "FormatError"
    assert said in told.message
    assert content.partition("\n")[0].replace(",", ", ") in told.message


@pytest.mark.parametrize(
    ("row", "error"),
    [("1,a,b", "FormatError"), ("1", "FormatError"), ('"1"x,a', "FormatError")],
)
def test_a_bad_row_is_named_and_the_rest_is_read(tmp_path: Path, row: str, error: str) -> None:
    first, told, last = read(write(tmp_path / "a.csv", f'id,text\nx,"two\nlines"\n{row}\ny,Talks\n'))
    assert isinstance(told, Failure)
    assert (told.line, told.error) == (4, error)
    assert [getattr(source, "id", None) for source in (first, last)] == ["x", "y"]


def test_an_open_quotation_mark_is_told_by_its_line(tmp_path: Path) -> None:
    first, told = read(write(tmp_path / "a.csv", 'id,text\n1,Talks\n2,"never closed\n3,A visit\n'))
    assert isinstance(first, Source)
    assert isinstance(told, Failure)
    assert told.line == 3


def test_a_wrong_date_in_a_row_is_told(tmp_path: Path) -> None:
    told, last = read(write(tmp_path / "a.csv", "text,date\nTalks,soon\nA visit,2022-03-30\n"))
    assert isinstance(told, Failure)
    assert (told.error, told.line) == ("DateFormatError", 2)
    assert isinstance(last, Source)
