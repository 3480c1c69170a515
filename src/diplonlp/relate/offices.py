"""Titles and their holders: which title belongs to which person, and whose office it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from diplonlp.knowledge.known import Facts
from diplonlp.knowledge.schema import TitleModifier, TitleWord
from diplonlp.knowledge.tables import read_table
from diplonlp.passages import Found, is_possessive
from diplonlp.relate.cues import Signs
from diplonlp.relate.office import ONE_OF_A_STATE, Office

_SCOPE_LETTERS = 5  # enough to know a word again in another form
_BETWEEN = {",", "(", "—", "–", "-", '"', "«", "“", ":"}


def _kind(facts: Facts, body: str) -> str:
    row = facts.organizations.get(body.removeprefix("org:"))
    return row.kind if row is not None else body.removeprefix("body:")


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """A person and the title the text gives him."""

    person: Found
    title: Found
    office: Office


def read_office(title: Found, mentions: Sequence[Found], signs: Signs) -> Office:
    """Return what a title says, from the mentions inside it and beside it.

    Parameters
    ----------
    title : Found
        The title.
    mentions : sequence of Found
        The mentions of its passage.
    signs : Signs
        The cue words of its passage.
    """
    owned, beside = owners_of(title, mentions, signs)
    facts = title.passage.facts
    states = {_code(m) for m in (*owned, *beside) if m.label in ("STATE", "NORP")}
    # A committee's chair is not the parliament's.
    bodies = {_body(m) for m in (*_widest([m for m in owned if m.label == "ORG"]), *beside) if m.label == "ORG"}
    states |= {facts.organizations[kb.removeprefix("org:")].state for kb in bodies if kb.startswith("org:")}
    return Office(
        code=title.kb or "office:" + title.span.lemma_.lower(),
        states=frozenset(states - {""}),
        bodies=frozenset(bodies),
        plural=_is_plural(title.span),
        status=signs.title_status(title.span),
        scope=_scope(title, mentions),
        kinds=frozenset(_kind(facts, body) for body in bodies),
        generic=_means_anyone(title.span, alone=not owned and not beside, signs=signs),
    )


def _is_plural(title: Span) -> bool:
    """Whether several people are meant, by the noun's form or a number before it: «32 министра»."""
    counted = any(child.dep_.startswith("nummod") for child in title.root.children)
    return counted or "Plur" in title.root.morph.get("Number", [])


def _means_anyone(title: Span, *, alone: bool, signs: Signs) -> bool:
    """Whether a word before a title makes it nobody's: "every minister", "no American president"."""
    i = title.start
    while i > 0:
        found = signs.before(i, "anyone")
        if found is not None:
            return alone or found.payload.value != "alone"
        if title.doc[i - 1].pos_ not in ("ADJ", "PROPN"):
            return False
        i -= 1
    return False


def _widest(mentions: Sequence[Found]) -> list[Found]:
    return [m for m in mentions if not any(other is not m and other.holds(m) for other in mentions)]


def _scope(title: Found, mentions: Sequence[Found]) -> frozenset[str]:
    """How the words begin that say what an office is in charge of: no title words, no mention inside the title."""
    inside = {token.i for m in mentions if m is not title and title.holds(m) for token in m.span}
    nouns = (t for t in title.span if t.pos_ in ("NOUN", "PROPN", "ADJ") and t.i not in inside)
    lemmas = {t.lemma_.lower() for t in nouns if t.is_alpha} - _title_words(title.passage.lang)
    return frozenset(lemma[:_SCOPE_LETTERS] for lemma in lemmas)


@cache
def _title_words(lang: str) -> frozenset[str]:
    """The words titles are made of, without what an office is in charge of: "minister", "deputy", "first"."""
    names = [row.word for row in read_table("titles", TitleWord) if row.lang == lang]
    names += [row.word for row in read_table("title_modifiers", TitleModifier) if row.lang == lang]
    return frozenset(word.lower() for name in names for word in re.split(r"[\s-]+", name))


def owners_of(title: Found, mentions: Sequence[Found], signs: Signs) -> tuple[list[Found], list[Found]]:
    """Return the mentions a title is of: those inside it, and those right before it.

    Where somebody is sent is not whose he is: "ambassador to Russia" has no owner in it.
    """
    inside = [m for m in mentions if m is not title and title.holds(m)]
    owned = [m for m in inside if not _is_destination(title.span, m.span, signs)]
    return owned, _beside(title.span, mentions, signs)


def attach_titles(mentions: Sequence[Found], signs: Signs) -> list[Holding]:
    """Return who holds which title, as the mentions of one passage stand to each other.

    A title right before a name, a name and a title on two sides of a comma or in brackets, "X was elected T".
    A name takes the title that touches it before one across a comma.
    """
    people = [m for m in mentions if m.label == "PERSON"]
    titles = [m for m in mentions if m.label == "TITLE"]
    pairs: list[tuple[Found, Found]] = []
    pairs += _touching(titles, people, signs)
    pairs += _joined_titles(titles, pairs)
    pairs += _apposed(titles, people, pairs, signs)
    pairs += _joined_titles(titles, pairs)
    pairs += _copular(titles, people, pairs, signs)
    return [holding for title in titles for holding in _holdings(title, pairs, mentions, signs)]


def _holdings(title: Found, pairs: list[tuple[Found, Found]], mentions: Sequence[Found], signs: Signs) -> list[Holding]:
    """A title with its holders; "the ministers of Greece and Moldova, A and B" gives each his own state."""
    people = [person for person, held in pairs if held is title]
    office = read_office(title, mentions, signs)
    owners = [m for m in mentions if m.label == "STATE" and title.holds(m)]
    if len(people) == len(owners) > 1:
        return [
            Holding(person, title, replace(office, states=frozenset((_code(owner),))))
            for person, owner in zip(people, owners, strict=True)
        ]
    return [Holding(person, title, office) for person in people]


def _touching(titles: list[Found], people: list[Found], signs: Signs) -> list[tuple[Found, Found]]:
    """Titles with a name right after them, and the names coordinated with it where the title is plural."""
    pairs = []
    for title in titles:
        for person in people:
            gap = title.span.doc[title.span.end : person.span.start]
            if title.span.end > person.span.start or not _same_sentence(title.span, person.span):
                continue
            gap = _after_brackets(gap)
            if len(gap) <= 3 and _is_courtesy(gap, signs) and _agree(title.span, person.span):
                pairs.append((person, title))
                if "Plur" in title.span.root.morph.get("Number", []):
                    pairs += [(other, title) for other in _coordinated(person, people)]
                break
    return pairs


def _joined_titles(titles: list[Found], done: list[tuple[Found, Found]]) -> list[tuple[Found, Found]]:
    """A title joined by "and" to one that a name follows: "Deputy Prime Minister and party leader X" holds both."""
    holders = {id(title): person for person, title in done}
    pairs = []
    for first, second in pairwise(titles):
        gap = first.span.doc[first.span.end : second.span.start]
        joined = first.passage is second.passage and 0 < len(gap) <= 2 and gap[0].pos_ == "CCONJ"
        if joined and id(first) not in holders and id(second) in holders and _agree(first.span, second.span):
            pairs.append((holders[id(second)], first))
    return pairs


def _agree(title: Span, person: Span) -> bool:
    """Whether a name after a title is the holder's, not that of somebody in the title's complement.

    In «советник президента Казахстана Данияра Оспанова» the name belongs to the president, not to the adviser: name and
    president are in the genitive, the adviser is not.
    """
    head = next((t for t in title if t.pos_ in ("NOUN", "PROPN")), title.root)
    ours, theirs = set(head.morph.get("Case", [])), {case for token in person for case in token.morph.get("Case", [])}
    another = any(
        token.i > head.i and "Anim" in token.morph.get("Animacy", []) and "Gen" in token.morph.get("Case", [])
        for token in title
    )
    return not (another and theirs == {"Gen"} and ours and "Gen" not in ours)


def _after_brackets(gap: Span) -> Span:
    """What follows brackets right after a title: "ambassador to Guinea (also to Sierra Leone) Orlova"."""
    closing = next((t.i for t in gap if t.text == ")"), None)
    return gap.doc[closing + 1 : gap.end] if closing is not None and gap[0].text == "(" else gap


def _is_courtesy(gap: Span, signs: Signs) -> bool:
    """Whether between title and name stand only words such as "Mr", or quotation marks."""
    return all(token.is_quote or _is_courtesy_word(token, signs) for token in gap)


def _is_courtesy_word(token: Token, signs: Signs) -> bool:
    return token.text == "." or signs.has(token, "title-courtesy")


def _coordinated(person: Found, people: list[Found]) -> list[Found]:
    """The names joined to a name by "and" or commas."""
    found: list[Found] = []
    last = person
    for other in people:
        if other.span.start >= last.span.end and other.passage is last.passage:
            gap = last.span.doc[last.span.end : other.span.start]
            if len(gap) and len(gap) <= 2 and all(t.pos_ == "CCONJ" or t.text == "," for t in gap):
                found.append(other)
                last = other
    return found


def _apposed(
    titles: list[Found], people: list[Found], done: list[tuple[Found, Found]], signs: Signs
) -> list[tuple[Found, Found]]:
    """Name and title on the two sides of a comma, a dash or a bracket.

    Between two names ("A, the minister, B") the title goes to the one its list puts on that side: to the second
    where titles come before names, or where the first has a title already.
    """
    taken_titles = {id(title) for _, title in done}
    taken_people = {id(person) for person, _ in done}
    pairs: list[tuple[Found, Found]] = []
    for title in titles:
        if id(title) in taken_titles:
            continue
        free = [p for p in people if id(p) not in taken_people and p.passage is title.passage]
        sides = [p for p in free if _across_mark(title, p, signs)]
        if not sides:
            continue
        before = [p for p in sides if p.span.end <= title.span.start]
        after = [p for p in sides if p.span.start >= title.span.end]
        person = (after or before)[0] if _title_first(title, titles, people) else (before or after)[0]
        found = [person]
        if "Plur" in title.span.root.morph.get("Number", []) and person.span.start >= title.span.end:
            found += _coordinated(person, people)
        pairs += [(p, title) for p in found]
        taken_people |= {id(p) for p in found}
    return pairs


def _title_first(title: Found, titles: list[Found], people: list[Found]) -> bool:
    """Whether the sentence's list puts titles before names: the first of them all is a title."""
    inside = [m for m in (*titles, *people) if m.passage is title.passage and _same_sentence(m.span, title.span)]
    return min(inside, key=lambda m: m.span.start).label == "TITLE"


def _across_mark(title: Found, person: Found, signs: Signs) -> bool:
    """Whether between name and title stand a mark and at most an article, a nationality, a courtesy or "former"."""
    if not _same_sentence(person.span, title.span):
        return False
    first, second = sorted((person.span, title.span), key=lambda s: s.start)
    gap = title.span.doc[first.end : second.start]
    words = [t for t in gap if t.text not in _BETWEEN]
    marked = any(t.text in _BETWEEN for t in gap)
    return (
        marked
        and len(gap) <= 5
        and all(
            is_possessive(t)
            or _is_courtesy_word(t, signs)
            or (t.pos_ in ("DET", "ADJ", "PROPN") and "Neg" not in t.morph.get("PronType", []))
            for t in words
        )
    )


def _copular(
    titles: list[Found], people: list[Found], done: list[tuple[Found, Found]], signs: Signs
) -> list[tuple[Found, Found]]:
    """Titles a verb gives: "X is the president", "X was elected speaker", «X назначен послом»."""
    taken = {id(title) for _, title in done}
    pairs = []
    for title in titles:
        if id(title) in taken:
            continue
        head = title.span.root
        verb = head if any(child.dep_ == "cop" for child in head.children) else head.head
        if verb != head and not signs.has(verb, "title-verb"):
            continue
        for person in people:
            root = person.span.root
            if person.passage is title.passage and root.dep_ in ("nsubj", "nsubj:pass") and root.head in (verb, head):
                pairs.append((person, title))
                break
    return pairs


def _same_sentence(a: Span, b: Span) -> bool:
    return bool(a[0].sent.start == b[0].sent.start)


def _body(mention: Found) -> str:
    """What a body is compared by: its id, its kind where a state has one of it, else its words."""
    kind = mention.kb.removeprefix("body:")
    bare = kind == "ministry" and len(mention.span) == 1  # «глава МИД», "the ministry"
    return mention.kb if mention.kb.startswith("org:") or kind in ONE_OF_A_STATE or bare else mention.text.lower()


def _code(mention: Found) -> str:
    return mention.kb.removeprefix("state:")


def _is_destination(title: Span, inner: Span, signs: Signs) -> bool:
    """Whether a state in a title is where somebody is sent, not whom he serves: "ambassador to Russia"."""
    doc: Doc = title.doc
    i = inner.start - 1
    while i > title.start and doc[i].pos_ in ("DET", "ADJ"):
        i -= 1
    return title.start < i and signs.value(doc[i], "title-link") == "named"


def _beside(title: Span, mentions: Sequence[Found], signs: Signs) -> list[Found]:
    """States, nationalities and bodies right before a title: "Kazakhstan's president", «глава российского МИД»."""
    doc, i = title.doc, title.start
    found: list[Found] = []
    while True:
        while i > 0 and (
            is_possessive(doc[i - 1])
            or doc[i - 1].text == "-"
            or signs.has(doc[i - 1], "title-status", "title-courtesy")
        ):
            i -= 1
        before = [m for m in mentions if m.span.end == i and m.label in ("STATE", "NORP", "ORG") and m.span.doc is doc]
        if not before:
            return found
        widest = min(before, key=lambda m: m.span.start)
        found += before
        i = widest.span.start
