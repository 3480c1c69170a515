"""Named events: a summit, forum, war or championship with a name of its own."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from diplonlp.tag.lexicon import ORG_KB, Entry
from diplonlp.tag.phrases import Match
from diplonlp.tag.reading import Reading, covered

_NUMBER = re.compile(r"[IVX]+|(?:19|20)\d\d")


def find_events(reading: Reading, names: list[Span]) -> list[Span]:
    """Return the events named in a passage; an ordinary meeting or war without a name is none.

    Parameters
    ----------
    reading : Reading
        The passage.
    names : list of Span
        Its states, organisations, people and places.
    """
    known = {span.start: span.end for span in sorted(names, key=len) if span.label_ in ("ORG", "STATE", "LOC")}
    people = frozenset(covered(span for span in names if span.label_ == "PERSON"))
    in_org = covered(
        span for span in names if span.label_ == "PERSON" or (span.label_ == "ORG" and span.kb_id_.startswith(ORG_KB))
    )
    found = []
    for match in reading.cues("event-noun"):
        if match.start in in_org:
            continue
        start = _start(reading, match)
        end = _with_number(reading, reading.complement_end(match.end, known, people, named_links=False))
        span = Span(reading.doc, start, end, label="EVENT")
        if _has_name(reading, match, span, names):
            found.append(span)
    taken = covered(found)
    return [
        *found,
        *(s for s in reading.model if s.label_ == "EVENT" and not any(i in taken for i in range(s.start, s.end))),
    ]


def _with_number(reading: Reading, end: int) -> int:
    """The end with the number of the event after it: "World War II", "Summit 2024"."""
    following = reading.doc[end].text if end < len(reading.doc) else ""
    return end + 1 if _NUMBER.fullmatch(following) else end


def _start(reading: Reading, match: Match[Entry]) -> int:
    """The first word of the name: what stands in capitals before the head, a body's name included."""
    doc, start = reading.doc, match.start
    sentence = doc[start].sent.start
    while start > sentence and (doc[start - 1].pos_ in ("ADJ", "PROPN", "NOUN", "NUM", "X") or _joins(doc, start - 1)):
        word = doc[start - 1]
        if not (
            word.text[0].isupper()
            or word.text[0].isdigit()
            or _joins(doc, start - 1)
            or (reading.lang == "ru" and _inside_name(doc, start))
        ):
            break
        start -= 1
    while start < match.start and (
        doc[start].text[0].islower() or not doc[start].text[0].isalnum() or reading.starting(start, "norp") is not None
    ):
        start += 1
    return start


def _joins(doc: Doc, i: int) -> bool:
    """Whether a dash stands between two capitalised words: "Central Asia – Japan Summit"."""
    return (
        doc[i].text in "-–—"
        and 0 < i < len(doc) - 1
        and doc[i - 1].text[:1].isupper()
        and doc[i + 1].text[:1].isupper()
    )


def _inside_name(doc: Doc, start: int) -> bool:
    """Whether a small adjective stands inside a name begun with a capital: «Петербургский международный форум»."""
    i = start - 1
    while i > 0 and doc[i].pos_ == "ADJ" and doc[i].text[0].islower():
        i -= 1
    return bool(doc[i].pos_ == "ADJ" and doc[i].text[0].isupper() and not doc[i].is_sent_start)


def _has_name(reading: Reading, match: Match[Entry], span: Span, names: list[Span]) -> bool:
    """Whether the phrase names one event: capitals of its own, a name in quotation marks, or the body that meets."""
    if match.payload.value == "number":  # an ordinary session has no name; the 78th of a body has
        return any(t.text[0].isdigit() for t in reading.doc[span.start : match.end]) and len(span) > 2
    own = [t for t in reading.doc[span.start : match.end] if t.text[0].isupper() and not t.is_sent_start]
    if own:
        return True
    quoted = any(token.text in "«“" for token in reading.doc[match.end : span.end])
    bodies = any(s.label_ == "ORG" and span.start <= s.start and s.end <= span.end for s in names)
    return quoted or (match.payload.value == "body" and bodies)
