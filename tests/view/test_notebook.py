from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest

from diplonlp.records import Document, Entity, Mention
from diplonlp.view import document_html


class Page(HTMLParser):
    """Reads back the text of the marked part, the marks, and whether every tag is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.marks: list[tuple[str, str]] = []
        self._marks: list[tuple[str, int]] = []
        self._inside = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        values = dict(attrs)
        if values.get("class") == "text":
            self._inside = len(self.open)
        if tag == "mark":
            self._marks.append((values["data-label"] or "", len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1] == tag
        if len(self.open) == self._inside:
            self._inside = 0
        self.open.pop()
        if tag == "mark":
            label, start = self._marks.pop()
            self.marks.append((label, self.text[start:]))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


def marked(text: str, *spans: tuple[int, int, str]) -> Document:
    mentions = tuple(
        Mention(id=f"m{n}", start=start, end=end, text=text[start:end], label=label, lemma=text[start:end])
        for n, (start, end, label) in enumerate(spans)
    )
    return Document(id="d", lang="en", text=text, mentions=mentions)


def test_the_text_is_there_to_the_letter(russian: Document, english: Document) -> None:
    assert Page(document_html(russian)).text == russian.text
    assert Page(document_html(english)).text == english.text


def test_marks_nest(russian: Document) -> None:
    page = Page(document_html(russian))
    assert page.open == []
    assert ("TITLE", "Министр иностранных дел Киргизии") in page.marks
    assert ("STATE", "Киргизии") in page.marks
    assert len(page.marks) == len(russian.mentions)


@pytest.mark.parametrize(
    "text",
    [
        "a\nb\n\nc",
        "\n first",
        "tab\there  two",
        "a\r\nb\rc",
        "<script>alert(1)</script> & \"q\" 'q'",
        "😀 Ё́",
        "</div></mark>",
    ],
)
def test_text_is_kept_whatever_it_holds(text: str) -> None:
    page = Page(document_html(marked(text, (0, len(text), "ORG"))))
    assert page.text == text
    assert page.open == []


def test_what_html_cannot_hold_is_shown() -> None:
    assert Page(document_html(marked("a\x00b\x1bc\ud800d"))).text == "a�b�c�d"


@pytest.mark.parametrize(
    "spans",
    [
        [(0, 6, "ORG"), (4, 9, "LOC")],
        [(0, 9, "ORG"), (0, 3, "STATE"), (2, 5, "TITLE"), (4, 9, "LOC")],
        [(1, 4, "ORG"), (1, 4, "STATE")],
        [(0, 3, "ORG"), (3, 6, "ORG"), (6, 6, "LOC")],
    ],
)
def test_crossing_and_equal_mentions_still_make_a_page(spans: list[tuple[int, int, str]]) -> None:
    text = "abcdefghij"
    page = Page(document_html(marked(text, *spans)))
    assert page.open == []
    assert page.text == text
    for start, end, label in spans:
        pieces = "".join(words for name, words in page.marks if name == label)
        assert set(text[start:end]) <= set(pieces)


def test_each_mention_shows_its_label_once() -> None:
    html = document_html(marked("abcdefghij", (0, 6, "ORG"), (4, 9, "LOC"), (1, 3, "STATE")))
    for label in ("ORG", "LOC", "STATE"):
        assert len(re.findall(f'class="{label} end"', html)) == 1


def test_everything_is_escaped(russian: Document) -> None:
    evil = '<img src=x onerror="alert(1)">'
    document = msgspec.structs.replace(
        russian,
        id=evil,
        title=evil,
        url=evil,
        date=evil,
        entities=tuple(msgspec.structs.replace(entity, name=evil) for entity in russian.entities),
        mentions=tuple(msgspec.structs.replace(mention, lemma=evil, value=evil) for mention in russian.mentions),
    )
    html = document_html(document)
    assert "<img" not in html
    assert 'onerror="' not in html
    assert Page(html).open == []


def test_nothing_outside_is_referred_to(russian: Document) -> None:
    document = msgspec.structs.replace(russian, url="https://example.org/a")
    html = document_html(document)
    assert not re.search(r"(src|href)\s*=|url\(|@import|<link|<script", html)


def test_tables_of_people_and_meetings(russian: Document) -> None:
    html = document_html(russian)
    assert "<td>Лия Варо</td><td>министр иностранных дел Киргизии</td><td>Киргизия</td><td>1</td>" in html
    assert "<td>held</td><td>2022-03-29 (29 марта)</td><td>Ош</td><td>visit</td>" in html
    assert f'<td colspan="7">“{russian.text}”</td>' in html
    assert "<td>торговля</td><td>торговлю</td>" in html


def test_a_long_text_is_shown_in_part_and_says_so() -> None:
    text = "Слово за словом. " * 10_000
    document = marked(text, (0, 5, "ORG"), (len(text) - 10, len(text) - 2, "LOC"))
    html = document_html(document)
    assert len(html) < 20_000
    shown = Page(html).text
    assert text.startswith(shown)
    assert f"the first {len(shown):,} of {len(text):,} characters; 1 mentions come after" in html


def test_the_cut_is_never_inside_a_mention() -> None:
    text = "word " * 10 + "x" * 100
    page = Page(document_html(marked(text, (40, 150, "ORG")), longest=60))
    assert page.text == text[:40]
    assert page.marks == []


def test_many_rows_are_shown_in_part(english: Document) -> None:
    people = tuple(Entity(id=f"p{n}", label="PERSON", name=f"Person {n}") for n in range(1000))
    html = document_html(msgspec.structs.replace(english, entities=people, meetings=()))
    assert "the first 40 of 1,000 rows" in html


@pytest.mark.parametrize(("title", "times"), [(None, 1), ("A title", 1)])
def test_the_id_is_shown_once(title: str | None, times: int) -> None:
    assert document_html(Document(id="doc-17", lang="en", text="", title=title)).count("doc-17") == times


def test_an_empty_document() -> None:
    assert Page(document_html(Document(id="e", lang="other", text=""))).text == ""
