"""A document as HTML: its text with every mention marked, and tables of people, meetings, organisations and topics.

The page refers to nothing outside itself, and escapes everything a text or its metadata says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import zip_longest
from typing import NamedTuple

from diplonlp.records import Document, Mention
from diplonlp.view.tables import meeting_rows, mention_counts, state_name, titles_by_person, words_by_topic

LONGEST_TEXT = 6000
MOST_ROWS = 40

# Of meeting_rows(), in this order.
_SHOWN = ("when", "where", "mode", "who", "states", "about")
# Translucent, so that the notebook's own background and text colours, light or dark, stay readable under them.
_COLOURS = {
    "PERSON": "66, 133, 244",
    "TITLE": "171, 71, 188",
    "STATE": "0, 150, 136",
    "NORP": "124, 179, 66",
    "ORG": "251, 140, 0",
    "LOC": "141, 110, 99",
    "EVENT": "233, 30, 99",
    "DATE": "120, 144, 156",
}
_STYLE = """
.diplonlp {font-family: system-ui, sans-serif; color: inherit; line-height: 1.5; max-width: 60em}
.diplonlp .text {white-space: pre-wrap; overflow-wrap: anywhere; line-height: 2.1; margin: .6em 0}
.diplonlp mark {color: inherit; padding: .15em .25em; border-radius: .3em; box-decoration-break: clone;
  -webkit-box-decoration-break: clone}
.diplonlp mark.end::after {content: attr(data-label); font-size: .6em; font-weight: 600; opacity: .75;
  margin-left: .4em; vertical-align: .1em}
.diplonlp table {border-collapse: collapse; margin: .3em 0 1em; color: inherit; background: none}
.diplonlp th, .diplonlp td {text-align: left; vertical-align: top; padding: .2em .8em .2em 0; background: none;
  border: 0; border-bottom: 1px solid rgba(128, 128, 128, .35); white-space: normal; color: inherit}
.diplonlp th {font-weight: 600; opacity: .8}
.diplonlp tr.told td {border-bottom: 0; padding-bottom: 0}
.diplonlp .note {opacity: .75; font-size: .9em}
""" + "".join(
    f".diplonlp mark.{label} {{background: rgba({colour}, .22); box-shadow: inset 0 0 0 1px rgba({colour}, .55)}}\n"
    for label, colour in _COLOURS.items()
)


def document_html(document: Document, *, longest: int = LONGEST_TEXT) -> str:
    """Return a document as HTML that needs nothing else: marked text and tables.

    Parameters
    ----------
    document : Document
        An annotated document.
    longest : int
        How many characters of the text to show; the page says so where that is not all.

    Examples
    --------
    >>> from diplonlp.records import Document
    >>> html = document_html(Document(id="d1", lang="en", text="1 < 2"))
    >>> "1 &lt; 2" in html
    True
    """
    return "".join(
        [
            f'<div class="diplonlp"><style>{_STYLE}</style>',
            *_heading(document),
            *_marked_text(document, longest),
            *_people(document),
            *_meetings(document),
            *_organizations(document),
            *_topics(document),
            "</div>",
        ]
    )


def _heading(document: Document) -> Iterator[str]:
    facts = [document.id if document.title else "", document.date or "no date", document.lang, document.url or ""]
    yield f"<div><strong>{_safe(document.title or document.id)}</strong></div>"
    yield f'<div class="note">{_safe(" · ".join(fact for fact in facts if fact))}</div>'


def _marked_text(document: Document, longest: int) -> Iterator[str]:
    end = _cut(document, longest)
    mentions = [mention for mention in document.mentions if mention.end <= end]
    yield f'<div class="text">{"".join(_pieces(document.text, mentions, end))}</div>'
    if end < len(document.text):
        left_out = len(document.mentions) - len(mentions)
        yield (
            f'<div class="note">Shown: the first {end:,} of {len(document.text):,} characters; '
            f"{left_out:,} mentions come after them.</div>"
        )


def _cut(document: Document, longest: int) -> int:
    """Where to stop showing the text: near ``longest``, at a word's end, and never inside a mention."""
    text = document.text
    if len(text) <= longest:
        return len(text)
    end = longest
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    if space > longest // 2:
        end = space
    for mention in sorted(document.mentions, key=lambda mention: -mention.start):
        if mention.start < end < mention.end:
            end = mention.start
    return end


class _Open(NamedTuple):
    """A mark that is open at the present place of the text."""

    mention: Mention
    end: int


def _pieces(text: str, mentions: Iterable[Mention], end: int) -> Iterator[str]:
    """Yield the text up to ``end`` with marks around mentions, outer before inner.

    Marks must nest in HTML. Where two mentions cross, the later one is closed with the earlier and opened again.
    """
    place = 0
    stack: list[_Open] = []
    pending = sorted((m for m in mentions if m.start < m.end), key=lambda m: (m.start, -m.end, m.label))
    starts = {mention.start for mention in pending}
    borders = sorted(starts | {mention.end for mention in pending} | {end})
    waiting = iter(pending)
    following = next(waiting, None)
    for border in borders:
        yield _safe(text[place:border])
        place = border
        reopened: list[Mention] = []
        while any(mark.end <= border for mark in stack):
            mark = stack.pop()
            yield "</mark>"
            if mark.end > border:
                reopened.append(mark.mention)
        opening = reopened[::-1]
        while following is not None and following.start == border:
            opening.append(following)
            following = next(waiting, None)
        for mention in sorted(opening, key=lambda m: -m.end):
            stack.append(_Open(mention, mention.end))
            yield _opening_tag(mention, whole=_is_whole(mention, stack))


def _is_whole(mention: Mention, stack: list[_Open]) -> bool:
    """Whether this piece of the mention is the one that reaches its end, and so carries the label."""
    return all(mark.end >= mention.end for mark in stack)


def _opening_tag(mention: Mention, *, whole: bool) -> str:
    facts = [mention.label, mention.lemma, mention.value or ""]
    title = _safe(" · ".join(fact for fact in facts if fact))
    ending = " end" if whole else ""
    return f'<mark class="{mention.label}{ending}" data-label="{mention.label}" title="{title}">'


def _people(document: Document) -> Iterator[str]:
    titles, counts = titles_by_person(document), mention_counts(document)
    rows: list[tuple[str, ...]] = [
        (
            person.name,
            "; ".join(titles.get(person.id, ())),
            state_name(person.state, document.lang) if person.state else "",
            str(counts[person.id]),
        )
        for person in sorted(document.people, key=lambda person: -counts[person.id])
    ]
    yield from _table(("Person", "Title", "State", "Mentions"), rows)


def _meetings(document: Document) -> Iterator[str]:
    facts = [dict(meeting_rows(document, meeting)) for meeting in document.meetings]
    rows = [
        (meeting.status, *(known.get(heading, "") for heading in _SHOWN))
        for meeting, known in zip(document.meetings, facts, strict=True)
    ]
    headings = ("Meeting", *(heading.capitalize() for heading in _SHOWN))
    yield from _table(headings, rows, under=[known.get("says", "") for known in facts])


def _organizations(document: Document) -> Iterator[str]:
    counts = mention_counts(document)
    rows = [
        (body.name, state_name(body.state, document.lang) if body.state else "", str(counts[body.id]))
        for body in sorted(document.entities, key=lambda entity: -counts[entity.id])
        if body.label == "ORG"
    ]
    yield from _table(("Organisation", "State", "Mentions"), rows)


def _topics(document: Document) -> Iterator[str]:
    rows = [(topic, words) for topic, words in words_by_topic(document).items()]
    yield from _table(("Topic", "In the text"), rows)


def _table(headings: Sequence[str], rows: Sequence[tuple[str, ...]], under: Sequence[str] = ()) -> Iterator[str]:
    """Yield a table; ``under`` has a line of text for each row, shown below it over the whole width."""
    if not rows:
        return
    yield f"<table><thead><tr>{''.join(f'<th>{heading}</th>' for heading in headings)}</tr></thead><tbody>"
    for row, line in zip_longest(rows[:MOST_ROWS], under[:MOST_ROWS], fillvalue=""):
        yield f"<tr{' class=told' if line else ''}>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>"
        if line:
            yield f'<tr><td colspan="{len(headings)}">{_safe(line)}</td></tr>'
    yield "</tbody></table>"
    if len(rows) > MOST_ROWS:
        yield f'<div class="note">Shown: the first {MOST_ROWS} of {len(rows):,} rows.</div>'


def _safe(text: str) -> str:
    """Escape text for HTML; what HTML cannot hold (NUL, control characters, half characters) is shown as "�"."""
    shown = "".join(
        "\ufffd" if (character < " " and character not in "\t\n\r") or "\ud800" <= character <= "\udfff" else character
        for character in text
    )
    # A bare carriage return would be read as a line break of its own.
    return escape(shown).replace("\r", "&#13;")
