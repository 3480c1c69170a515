from __future__ import annotations

import io
import re
from typing import Any

import msgspec
import pytest
from rich.console import Console

from diplonlp.records import Document, Entity
from diplonlp.view import corpus_text, document_text, print_documents
from diplonlp.view.tables import printable

ANSI = "\x1b"


def lines(text: str) -> list[str]:
    """Lines with runs of space made one, so that a test does not depend on a column's width."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_people_have_titles_and_states(russian: Document) -> None:
    shown = lines(document_text(russian))
    assert "Лия Варо министр иностранных дел Киргизии Киргизия 1" in shown
    assert "Ору Кестен посол Казахстана Казахстан 1" in shown


def test_a_meeting_says_everything_and_its_sentence(russian: Document) -> None:
    shown = lines(document_text(russian, width=200))
    start = shown.index("1. held")
    assert shown[start + 1 : start + 8] == [
        "when 2022-03-29 (29 марта)",
        "where Ош",
        "mode visit",
        "who Лия Варо (KGZ), Ору Кестен (KAZ)",
        "states Казахстан, Киргизия",
        "about торговля",
        f"says “{russian.text}”",
    ]


def test_english(english: Document) -> None:
    shown = lines(document_text(english))
    assert "1. planned" in shown
    assert "mode phone" in shown
    assert "Oru Kesten Kazakhstan 1" in shown


def test_organisations(english: Document) -> None:
    body = Entity(id="e9", label="ORG", name="Foreign Ministry", state="KAZ")
    document = msgspec.structs.replace(english, entities=(*english.entities, body))
    assert "Foreign Ministry Kazakhstan 0" in lines(document_text(document))


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "CLICOLOR_FORCE", "TERM"])
def test_plain_text_has_no_colours(russian: Document, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "xterm-256color" if variable == "TERM" else "1")
    assert ANSI not in document_text(russian)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_lines_keep_within_the_width(russian: Document, width: int) -> None:
    assert max(map(len, document_text(russian, width=width).splitlines())) <= width


def test_what_a_text_says_is_not_markup_and_paints_nothing() -> None:
    name = "[bold red]Лия[/] \x1b[31mВаро\u202e"
    text = document_text(
        Document(id="[x]", lang="ru", text=name, entities=(Entity(id="e1", label="PERSON", name=name),))
    )
    assert "[bold red]Лия[/] �[31mВаро�" in text
    assert ANSI not in text


@pytest.mark.parametrize("text", ["", " \n", "😀", "\x00"])
def test_a_document_with_nothing_in_it_says_so(text: str) -> None:
    assert "Nothing was found" in document_text(Document(id="empty", lang="other", text=text))


def test_printable_keeps_words() -> None:
    assert printable("а\n b\x00\tc\ud800") == "а b� c�"


def test_corpus_counts_who_met_whom(russian: Document, english: Document) -> None:
    shown = lines(corpus_text([russian, english]))
    assert shown[0] == "All 2 documents: 2 people, 2 meetings (1 held), 1 topics"
    contacts = [line for line in shown if re.search(r"1 2022-03-29$", line)]
    assert len(contacts) == 1
    assert "Lia Varo" in contacts[0]
    assert "Oru Kesten" in contacts[0]


def test_a_long_list_of_contacts_is_cut_and_says_so(russian: Document) -> None:
    people = tuple(Entity(id=f"p{n}", label="PERSON", name=f"Имя{n} Фамилия{n}") for n in range(12))
    meeting = msgspec.structs.replace(russian.meetings[0], participants=tuple(person.id for person in people))
    document = msgspec.structs.replace(russian, entities=(*russian.entities, *people), meetings=(meeting,))
    assert "… and 16 more pairs" in corpus_text([document])


def test_corpus_where_nobody_met(english: Document) -> None:
    assert "Nobody met anybody." in corpus_text([english])


@pytest.mark.parametrize(
    ("count", "options", "shown"),
    [(1, {}, (1, 0)), (2, {}, (2, 1)), (2, {"summary_only": True}, (0, 1)), (0, {}, (0, 0))],
)
def test_documents_are_printed_with_a_summary(
    russian: Document, english: Document, count: int, options: dict[str, Any], shown: tuple[int, int]
) -> None:
    file = io.StringIO()
    assert print_documents([russian, english][:count], Console(file=file, width=100), **options) == count
    assert (file.getvalue().count("\nPeople"), file.getvalue().count("All ")) == shown
