"""Titles: the head word from the table, what belongs to it, and the name that follows it.

"Chairman of the Federation Council of the Federal Assembly of the Russian Federation" and «заместитель министра
иностранных дел Киргизии» are one title each; a nationality, a state or "former" in front stands beside it.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from diplonlp.tag.lexicon import Entry
from diplonlp.tag.phrases import Match
from diplonlp.tag.reading import Reading, covered

_LONGEST_NAME = 6  # tokens: a hyphen is one of them
_NEVER_TITLES = {"ADP", "ADV", "VERB", "AUX", "CCONJ", "SCONJ", "PRON", "DET", "PART", "PUNCT"}
_PORTFOLIO_DEPS = {"compound", "amod", "nmod", "flat", "nmod:desc"}


def find_titles(reading: Reading, names: list[Span]) -> tuple[list[Span], list[Span]]:
    """Return the titles of a passage, and people whom only their title shows to be people.

    Parameters
    ----------
    reading : Reading
        The passage.
    names : list of Span
        Its people, states, organisations and places.
    """
    people = covered(span for span in names if span.label_ == "PERSON")
    known = _complements(names)
    inside_org = covered(span for span in names if span.label_ == "ORG")
    titles, holders = [], []
    for match in reading.matches("title"):
        if match.start in people or _names_an_org(match, inside_org) or not _is_nominal(reading, match):
            continue
        title = _whole_title(reading, match, known, frozenset(people), covered(names))
        unseen = [] if _named_after(title, people) else unseen_holders(reading, title, names)
        if _is_title(reading, match, title, names, people, bool(unseen)):
            titles.append(title)
            holders += unseen
    return _outermost(titles), holders


def _complements(names: list[Span]) -> dict[int, int]:
    """Start to end of what a complement takes whole: of names that begin at one token, one the tables know."""
    bodies = [span for span in names if span.label_ in ("STATE", "ORG", "LOC")]
    ends: dict[int, int] = {}
    for span in sorted(bodies, key=lambda s: (s.kb_id_ != "", len(s))):
        ends[span.start] = span.end
    return ends


def _is_nominal(reading: Reading, match: Match[Entry]) -> bool:
    """Whether the words are nouns here: «после» is a preposition before it is a case of «посол»."""
    return any(token.pos_ not in _NEVER_TITLES for token in reading.doc[match.start : match.end])


def _names_an_org(match: Match[Entry], inside_org: dict[int, Span]) -> bool:
    """Whether a title word is a part of an organisation's name: "Council of Ministers", «Администрация президента»."""
    span = inside_org.get(match.start)
    return span is not None and (span.start < match.start or span.end > match.end)


def _whole_title(
    reading: Reading, match: Match[Entry], known: dict[int, int], people: frozenset[int], named: dict[int, Span]
) -> Span:
    start = _title_start(reading, match, named)
    end = reading.complement_end(match.end, known, people)
    return Span(reading.doc, start, end, label="TITLE", kb_id=match.payload.kb)


def _title_start(reading: Reading, match: Match[Entry], named: dict[int, Span]) -> int:
    """The first word of a title: its modifiers ("deputy", «первый») and the portfolio before an English head."""
    start = match.start
    while True:
        modifier = reading.ending(start, "modifier", "part")
        outer = reading.ending(start, "title")
        if modifier is not None:
            start = modifier.start
        elif outer is not None and reading.lang == "en" and start - outer.end == 0 and outer.start not in named:
            start = outer.start
        elif reading.lang == "en" and (body := _body_before(start, named)) is not None:
            start = body.start
        elif reading.lang == "en" and start > 0 and _is_portfolio(reading, reading.doc[start - 1], match, named):
            start -= 1
        elif start > 1 and reading.doc[start - 1].text in "-–‑" and not reading.doc[start - 1].whitespace_:
            before = reading.ending(start - 1, "modifier", "part")
            if before is None:
                return start
            start = before.start
        else:
            return start


def _body_before(start: int, named: dict[int, Span]) -> Span | None:
    """The organisation that stands right before an English title and is a part of it: "UN Secretary-General"."""
    span = named.get(start - 1)
    return span if span is not None and span.label_ == "ORG" and span.end == start else None


def _is_portfolio(reading: Reading, word: Token, match: Match[Entry], named: dict[int, Span]) -> bool:
    """Whether a word before an English title says what it is a title of: "defence minister", "press secretary"."""
    if word.i in named or not word.is_alpha or reading.starting(word.i, "modifier", "status") is not None:
        return False
    if word.is_sent_start:
        return word.pos_ in ("NOUN", "PROPN")
    head = word.doc[match.end - 1]
    return word.pos_ in ("NOUN", "PROPN") and word.dep_ in _PORTFOLIO_DEPS and word.head in (head, head.head)


def _named_after(title: Span, people: dict[int, Span]) -> bool:
    return title.end in people


def unseen_holders(reading: Reading, title: Span, names: list[Span]) -> list[Span]:
    """People the model missed, whom their title shows: capitalised words right after it, or after a comma.

    "President Temir Asanuulu", "the Speaker, Daina Ozola, said"; after a plural title also the names joined by "and".
    What the model took for a place or body counts as a name here, what the tables know does not.
    """
    sure = covered(s for s in names if s.kb_id_ or s.label_ == "PERSON")
    start = title.end
    after_comma = start < len(reading.doc) and reading.doc[start].text == ","
    if after_comma:
        start += 1
    found: list[Span] = []
    while True:
        end = _name_end(reading, start, sure)
        if end == start or (after_comma and not _is_apposition(reading, start, end)):
            return found
        found.append(Span(reading.doc, start, end, label="PERSON"))
        plural = "Plur" in title.root.morph.get("Number", [])
        if (
            not plural
            or end + 1 >= len(reading.doc)
            or not (reading.doc[end].pos_ == "CCONJ" or reading.doc[end].text == ",")
        ):
            return found
        start = end + 1


def _name_end(reading: Reading, start: int, sure: dict[int, Span]) -> int:
    """Where a run of capitalised words that can be a person's name ends; *start* itself where none begins."""
    doc, end = reading.doc, start
    while end < len(doc) and end - start < _LONGEST_NAME:
        token = doc[end]
        glue = token.text in "-–" and not token.whitespace_ and end > start
        name_like = token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ", "X") and not token.is_upper
        if end in sure or token.is_sent_start or not (glue or name_like):
            break
        end += 1
    while end > start and not doc[end - 1].is_alpha:
        end -= 1
    other = any(reading.starting(i, kind) for i in range(start, end) for kind in ("title", "body", "state", "norp"))
    return start if other else end


def _is_apposition(reading: Reading, start: int, end: int) -> bool:
    """Whether a name after a comma stands for the title before it: two words at least, and no further list."""
    doc = reading.doc
    return end - start >= 2 and (
        end == len(doc) or doc[end].text in ",.;)—–:" or doc[end].pos_ in ("VERB", "AUX", "CCONJ")
    )


def _is_title(
    reading: Reading, match: Match[Entry], title: Span, names: list[Span], people: dict[int, Span], held: bool
) -> bool:
    """Whether the words are an office here: always for "president", with evidence for "head" or «глава»."""
    if not match.payload.ambiguous:
        return True
    if held or title.end in people or _across_comma(title, people):
        return True
    if match.payload.role == "beside":
        return False
    if any(title.start <= s.start and s.end <= title.end for s in names if s.label_ in ("ORG", "STATE")):
        return True
    return any(reading.starting(i, "body") for i in range(match.end, title.end))


def _across_comma(title: Span, people: dict[int, Span]) -> bool:
    """Whether a name stands on the other side of a comma: "X, head of the delegation,"."""
    doc = title.doc
    after = title.end + 1 in people and doc[title.end].text == ","
    first = title.start - 1
    while first > 0 and doc[first].pos_ in ("DET", "ADJ", "PROPN") and doc[first].text != "," and first not in people:
        first -= 1
    return after or (first > 0 and doc[first].text == "," and first - 1 in people)


def _outermost(titles: list[Span]) -> list[Span]:
    """Titles never nest: keep the outer ones."""
    kept: list[Span] = []
    for title in sorted(titles, key=lambda s: (s.start, -s.end)):
        if not kept or title.start >= kept[-1].end:
            kept.append(title)
    return kept
