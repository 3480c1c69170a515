"""Documents with everything that is hard to keep come back from every format as they were."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from diplonlp import Document, validate
from diplonlp.convert import Conversion, Report, convert, read_annotations, write_annotations

ThereAndBack = Callable[..., Conversion]

NESTED: dict[str, Any] = {
    "id": "новости/2024 05: a~2f",
    "lang": "ru",
    "text": "Министр иностранных дел Республики Перу Ана Кори, Совет Федерации Федерального Собрания РФ",
    "mentions": [
        ("Министр иностранных дел Республики Перу", "TITLE", "e 2/a"),
        ("иностранных", "LOC"),  # a mention without an entity
        ("Республики Перу", "STATE", "e-3", "PER"),
        ("Перу", "LOC", "l"),
        ("Ана Кори", "PERSON", "кори"),
        ("Ана Кори", "ORG", "o1"),  # the same words with another label
        ("Совет Федерации Федерального Собрания РФ", "ORG", "o1"),
        ("Федерального Собрания РФ", "ORG", "o2"),
        ("РФ", "STATE", "e-4", "RUS"),
    ],
    "entities": [
        ("кори", "PERSON", "Ана Кори", {"name_en": "Ana Kori", "state": "PER", "resolved": "person:ana"}),
        ("e 2/a", "TITLE", "министр", {"kb": "office:foreign-minister", "aliases": ("глава МИД", "a\tb")}),
        ("e-3", "STATE", "Перу", {"kb": "state:PER", "state": "PER"}),
        ("l", "LOC", "Перу"),
        ("o1", "ORG", "Совет Федерации", {"name_ru": "Совет\nФедерации"}),
        ("o2", "ORG", "Собрание"),
        ("e-4", "STATE", "Россия", {"state": "RUS"}),
    ],
    "relations": [("HOLDS_TITLE", "кори", "e 2/a"), ("TITLE_AT", "e 2/a", "e-3"), ("PART_OF", "o1", "o2")],
}
LINES: dict[str, Any] = {
    "id": "lines",
    "text": "🙂🕊\r\nThe President of\r\n  Peru met\tOle\u00a0Brun\u2028in Lima.\n\n\n \tHe left\u0085soon.\r\n",
    "mentions": [
        ("President of\r\n  Peru", "TITLE", "e1"),  # over a line break
        ("Peru", "STATE", "e2", "PER"),
        ("Ole\u00a0Brun", "PERSON", "e3"),
        ("Lima", "LOC", "e4"),
        ("He left\u0085soon", "EVENT", "e5"),
        ("soon", "DATE"),  # a date without a value
    ],
    "entities": [
        ("e1", "TITLE", "President of Peru"),
        ("e2", "STATE", "Peru"),
        ("e3", "PERSON", "Ole Brun"),
        ("e4", "LOC", "Lima"),
        ("e5", "EVENT", "He left\u0085soon\u2029"),
    ],
    "relations": [("TITLE_AT", "e1", "e2"), ("LOCATED_IN", "e4", "e2")],
    "topics": [("Peru met\tOle", "trade"), ("met", "gas")],
    "meetings": [
        {"trigger": "met", "participants": ("e3", "e2"), "place": "e4", "date_text": "soon"},
        {"trigger": "met", "participants": ("e3",), "parties": ("PER",), "topics": ("t2", "t1")},
    ],
    "title": "🙂🕊",
    "url": "https://news.example/a?b=c&d=#e",
    "meta": {"deep": {"list": [1, 2.5, None, True, "\x85"], "": {}}, "id": "other"},
}
MIXED: dict[str, Any] = {
    "id": "mixed",
    "text": "Лима приняла гостей.\n\nLima hosted guests. 🤝 Okafor came.\n\nLiima võttis külalisi vastu. Лима — Lima.",
    "mentions": [
        ("Лима", "STATE", "e1", "PER"),
        ("Lima", "STATE", "e1", "PER"),
        ("Okafor", "PERSON", "e2"),
        ("Liima", "LOC"),
        (("Лима", 2), "LOC", "e3"),
        (("Lima", 2), "LOC", "e3"),
    ],
    "entities": [("e1", "STATE", "Перу"), ("e2", "PERSON", "Okafor"), ("e3", "LOC", "Лима")],
    "langs": [
        ("Лима приняла гостей.", "ru"),
        ("Lima hosted guests. 🤝 Okafor came.", "en"),
        ("Liima võttis külalisi vastu. Лима — Lima.", "et"),
    ],
}
# Every status, mode and event; two meetings on the same words; dates read from a mention, from none, and none.
MEETINGS: dict[str, Any] = {
    "id": "meetings",
    "text": "Кори met, met, met, met, met. CIS, Lima, 14 May, gas.",
    "mentions": [
        ("Кори", "PERSON", "e1"),
        ("CIS", "ORG", "e2"),
        ("Lima", "LOC", "e3"),
        ("14 May", "DATE", None, "2024-05-14"),
    ],
    "entities": [("e1", "PERSON", "Кори"), ("e2", "ORG", "CIS"), ("e3", "LOC", "Lima")],
    "topics": [("gas", "gas")],
    "meetings": [
        {"trigger": ("met", min(number, 5)), "status": status, "mode": mode, "event": event, "participants": ("e1",)}
        | more
        for number, (status, mode, event, more) in enumerate(
            [
                ("held", "visit", "CONSULT", {"organizations": ("e2",), "place": "e3", "parties": ("PER", "CHL")}),
                ("planned", "host", "AGREE", {"date": "2024-05-14", "date_text": "14 May"}),
                ("cancelled", "phone", "SUPPORT", {"date": "2024-05-13/2024-05-19"}),
                ("proposed", "video", "COOPERATE", {"topics": ("t1",)}),
                ("denied", "third-party", "CONSULT", {}),
                ("held", "multilateral", "CONSULT", {}),
                ("held", None, "CONSULT", {}),
            ],
            start=1,
        )
    ],
}
THEY = [("They", "PERSON", "e1")], [("e1", "PERSON", "They")]
SOUND: list[dict[str, Any]] = [
    NESTED,
    LINES,
    MIXED,
    MEETINGS,
    {"text": "Заголовок\n\nОни встретились.", "id": "d 4", "lang": "ru", "title": "Заголовок", "date": "2024"},
    {"text": "  They met.  ", "mentions": THEY[0], "entities": THEY[1], "id": "D1", "date": "2024-05"},
    {"text": "x" * 400, "mentions": [("x", "ORG")], "id": "a" * 300},
    {
        "text": "🏳️‍🌈ё\u0301\ufeffй 👩‍👩‍👧 Лима",
        "mentions": [("Лима", "LOC"), ("👩‍👩‍👧", "PERSON")],
        "id": "..",
        "lang": "ru",
    },
    {"text": "\ufeffOni met.\x00\x1f|=()[]{}#\n# newdoc id = x\n\n1\tз\t_", "mentions": [("(", "ORG")], "id": "#1"},
    {"text": "They met.\n", "id": "a\nb\tc|d=e"},
]
# They break a rule of the schema, but can be drawn all the same.
KORI = "Ana Kori of Lima"
ODD: list[dict[str, Any]] = [
    {"id": "crossing", "text": KORI, "mentions": [("Ana Kori", "PERSON"), ("Kori of", "ORG"), ("of Lima", "PERSON")]},
    {
        "id": "crossing of one entity",
        "text": KORI,
        "mentions": [("Ana Kori", "PERSON", "e1"), ("Kori of", "PERSON", "e1"), ("Kori", "PERSON", "e1")],
        "entities": [("e1", "PERSON", "Ana")],
    },
    {"id": "the same twice", "text": KORI, "mentions": [("Ana", "PERSON"), ("Ana", "PERSON")]},
    {
        "id": "entities without a mention",
        "text": KORI,
        "mentions": [("Ana", "PERSON", "e1")],
        "entities": [("e1", "PERSON", "Ana"), ("e2", "LOC", "nowhere"), ("e3", "STATE", "Peru")],
        "relations": [("LOCATED_IN", "e2", "e3"), ("REPRESENTS", "e1", "e3"), ("REPRESENTS", "e1", "e3")],
        "meetings": [{"trigger": "of", "participants": ("e1", "e1", "e3"), "place": "e2"}, {"trigger": " "}],
        "topics": [("Lima", "no-such-topic"), (" of ", "gas")],
    },
    {"id": "spaces", "text": KORI, "mentions": [(" ", "ORG"), (" Kori ", "PERSON")]},
]


@pytest.fixture(params=[*SOUND, *ODD], ids=lambda fields: fields["id"][:25])
def any_document(request: pytest.FixtureRequest, make: Callable[..., Document]) -> Document:
    return make(**request.param)


@pytest.fixture
def documents(make: Callable[..., Document]) -> list[Document]:
    return [make(**fields) for fields in SOUND]


def test_the_documents_of_these_tests_are_sound(documents: list[Document]) -> None:
    assert [str(problem) for document in documents for problem in validate(document)] == []


def test_a_document_comes_back_as_it_was(any_format: str, any_document: Document, there_and_back: ThereAndBack) -> None:
    back = there_and_back([any_document], any_format)
    assert back.documents == (any_document,)
    assert back.report == Report(documents=1)


@pytest.mark.parametrize("step", [1, -1])
def test_many_documents_come_back_in_their_order(
    any_format: str, step: int, documents: list[Document], there_and_back: ThereAndBack
) -> None:
    assert there_and_back(documents[::step], any_format).documents == tuple(documents[::step])


@pytest.mark.parametrize("name", ["jsonl", "spacy", "conllu", "label-studio", "prodigy"])
def test_a_compressed_file_holds_the_same(
    name: str, documents: list[Document], there_and_back: ThereAndBack, tmp_path: Path
) -> None:
    assert there_and_back(documents, name, ".gz").documents == tuple(documents)
    assert next(tmp_path.glob("*.gz")).read_bytes()[:2] == b"\x1f\x8b"


def test_writing_twice_gives_the_same_bytes(any_format: str, documents: list[Document], tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_annotations(documents, tmp_path / name, any_format)
    first, second = (_content(tmp_path / name) for name in ("first", "second"))
    assert first == second


def _content(path: Path) -> dict[str, bytes]:
    files = path.iterdir() if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}


def test_documents_come_through_all_formats_one_after_the_other(documents: list[Document], tmp_path: Path) -> None:
    write_annotations(documents, tmp_path / "0", "jsonl")
    names = ["jsonl", "brat", "label-studio", "spacy", "conllu", "prodigy", "brat", "jsonl"]
    for number, (source, target) in enumerate(pairwise(names)):
        convert(tmp_path / f"{number}", tmp_path / f"{number + 1}", source_format=source, target_format=target)
    assert read_annotations(tmp_path / "7", "jsonl").documents == tuple(documents)


# Kind and number of what a format does not show, though it travels with the file: by format and document.
CARRIED: list[tuple[str, dict[str, Any], dict[str, int]]] = [
    ("jsonl", MEETINGS, {}),
    ("spacy", MEETINGS, {}),
    ("brat", MEETINGS, {"date": 1}),  # read from no mention, so that no arc can lead to it
    ("label-studio", MEETINGS, {"date": 1}),
    ("prodigy", MEETINGS, {"meeting": 7, "topic": 1}),
    ("conllu", MEETINGS, {"meeting": 7, "topic": 1}),
    ("conllu", NESTED, {"relation": 3, "mention": 1}),  # two labels on the same words
    ("brat", NESTED, {}),
    ("brat", ODD[3], {"relation": 3, "place": 1, "participant": 1, "meeting": 1}),
    ("label-studio", ODD[3], {"relation": 3, "place": 1, "participant": 1}),
    ("prodigy", ODD[3], {"relation": 3, "meeting": 2, "topic": 2}),
    ("conllu", ODD[3], {"relation": 3, "meeting": 2, "topic": 2, "entity": 2}),
    ("conllu", ODD[1], {"mention": 1}),
    ("brat", ODD[4], {"mention": 1}),
]


@pytest.mark.parametrize(("name", "fields", "expected"), CARRIED, ids=[f"{n}: {f['id'][:20]}" for n, f, _ in CARRIED])
def test_what_a_format_does_not_show_is_reported_as_carried(
    name: str, fields: dict[str, Any], expected: dict[str, int], make: Callable[..., Document], tmp_path: Path
) -> None:
    report = write_annotations([make(**fields)], tmp_path / "out", name)
    assert {loss.kind: loss.count for loss in report.losses} == expected
    assert all(loss.carried and loss.document == fields["id"] and loss.reason for loss in report.losses)
