"""People, states, nationalities, organisations, places and events: the model's names settled with the tables."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Span, Token

from diplonlp.knowledge.facts import capital_id
from diplonlp.knowledge.schema import NameParticle
from diplonlp.knowledge.tables import read_table
from diplonlp.passages import is_possessive
from diplonlp.tag.date_words import date_words, fold
from diplonlp.tag.events import find_events
from diplonlp.tag.lexicon import ORG_KB, STATE_KB, Entry, Kind
from diplonlp.tag.orgs import find_organizations
from diplonlp.tag.phrases import Match
from diplonlp.tag.reading import Reading, covered

_AFTER_A_NAME = ("son", "daughter", "child-m", "child-f")
_SHORTEST_FAMILY = 3  # «Ли» and "Kim" alone are too often something else
_NO_NAME = {"ADV", "ADP", "VERB", "AUX", "CCONJ", "SCONJ", "PRON", "DET", "INTJ"}  # at a sentence's start, in capitals
_GOVERNING_DEPS = {"nsubj", "nsubj:pass", "obl:agent", "iobj"}


def find_names(reading: Reading) -> list[Span]:
    """Return the mentions that are neither titles nor dates.

    A state is what the state table names; the model only rules out a person of that name ("Jordan"). A capital is a
    place unless it acts, then it stands for its government.
    """
    people = find_people(reading)
    states, capitals = _states(reading, people)
    organizations = find_organizations(reading, states, people)
    norps = _norps(reading, [*states, *people])
    taken = covered([*states, *capitals, *people])
    peoples = {(span.start, span.end) for span in norps}
    found = [place for place in _places(reading, taken, organizations) if (place.start, place.end) not in peoples]
    places = [*capitals, *found]
    names = [*people, *states, *norps, *organizations, *places]
    events = find_events(reading, names)
    return [*(name for name in names if not _is_event(name, events)), *events]


def _is_event(span: Span, events: list[Span]) -> bool:
    """Whether what was taken for an organisation is an event: "St. Petersburg International Economic Forum"."""
    return (
        span.label_ == "ORG"
        and not span.kb_id_.startswith(ORG_KB)
        and any(event.start <= span.start and span.end <= event.end and span.end == event.end for event in events)
    )


def without_rivals(names: list[Span], holders: list[Span]) -> list[Span]:
    """Return the names less those of the model that a title has shown to be people."""
    people = covered(holders)
    return [
        span
        for span in names
        if span.kb_id_ or span.label_ == "PERSON" or not any(i in people for i in range(span.start, span.end))
    ]


def find_people(reading: Reading) -> list[Span]:
    """Return the model's people, cut to the name, and the same family names where the model missed them."""
    found = []
    for span in reading.model:
        if span.label_ == "PERSON" and not _is_state_name(reading, span):
            trimmed = trim_person(reading, span)
            if trimmed is not None:
                found.append(whole_name(reading, trimmed))
    full = {_name_key(span) for span in found if len(span) > 1}
    taken = covered(found)
    known = _known_starts(reading)
    found = [_with_missed_name(reading, span, full, known, taken) for span in found]
    return [*found, *repeated_people(reading, found)]


def _with_missed_name(
    reading: Reading, span: Span, full: set[tuple[str, ...]], known: set[int], taken: dict[int, Span]
) -> Span:
    """A known family name standing alone with the given name before it that the model left out: "Talent Osmonov"."""
    if len(span) > 1 or not any(_word_key(span[0]) == name[-1] for name in full):
        return span
    if span.start and _name_key(reading.doc[span.start - 1 : span.end]) in full:
        return Span(reading.doc, span.start - 1, span.end, label="PERSON")
    return Span(reading.doc, _with_given_name(reading, span.start, known, taken), span.end, label="PERSON")


def _is_state_name(reading: Reading, span: Span) -> bool:
    """Whether what the model calls a person is a state that no person is called after."""
    return any(
        (match.start, match.end) == (span.start, span.end) and not match.payload.ambiguous
        for match in reading.matches("state", "capital", "seat")
    )


def trim_person(reading: Reading, span: Span) -> Span | None:
    """Cut titles, courtesies, adjectives and marks off the ends of a person's name."""
    start, end = span.start, span.end
    while start < end:
        kinds: tuple[Kind, ...] = ("title", "modifier", "norp", "org")
        head = next((found for kind in kinds if (found := reading.starting(start, kind)) is not None), None)
        if head is not None and head.end < end and (reading.lang == "en" or span.doc[start].pos_ != "PROPN"):
            start = head.end
        elif not span.doc[start].text[0].isalnum() or span.doc[start].pos_ in _NO_NAME:
            start += 1
        else:
            break
    while end > start and (not span.doc[end - 1].text[0].isalnum() or is_possessive(span.doc[end - 1])):
        if span.doc[end - 1].text.endswith(".") and len(span.doc[end - 1].text) > 1:
            break
        if span.doc[end - 1].text == "." and len(span.doc[end - 2].text) == 1:
            break  # the point of an initial: «Мамытов Т. А.»
        end -= 1
    text = span.doc[start:end].text
    return Span(span.doc, start, end, label="PERSON") if any(c.isalpha() for c in text) and text[0].isupper() else None


def whole_name(reading: Reading, span: Span) -> Span:
    """A name with the initial before it, and the small word and the name after it: "P. Rudakov", «Асан Бакыт уулу»."""
    doc, start, end = span.doc, span.start, span.end
    sentence = span[0].sent
    while start > sentence.start and _is_initial(doc, start):
        start -= 2 if doc[start - 1].text == "." else 1
    while end < sentence.end and doc[end].lower_ in name_particles():
        end += 1
        if name_particles()[doc[end - 1].lower_] and end < sentence.end and doc[end].text[:1].isupper():
            end += 1  # "Kerim oglu Mammadli": after the father's name comes the family's
    return Span(doc, start, end, label="PERSON")


def _is_initial(doc: Doc, start: int) -> bool:
    """Whether an initial with its point ends right before a token."""
    before = doc[start - 1].text
    if before == ".":
        return start > 1 and len(doc[start - 2].text) == 1 and doc[start - 2].text.isupper()
    return len(before) == 2 and before[1] == "." and before[0].isupper()


@cache
def name_particles() -> dict[str, bool]:
    """The small words that follow a father's name ("uulu", «оглы»), and whether a family name may follow them."""
    rows = read_table("name_particles", NameParticle)
    return {row.word: row.role in ("son", "daughter") for row in rows if row.role in _AFTER_A_NAME}


def repeated_people(reading: Reading, people: list[Span]) -> list[Span]:
    """Return names given in full elsewhere that stand here, whole or the family name alone, where the model erred.

    A whole name counts whatever the model took it for; a family name alone only where it is not part of another name.
    """
    taken = covered(people)
    known = _known_starts(reading)
    full = {_name_key(span): len(span) for span in people if len(span) > 1}
    families = {key[-1] for key in full if len(key[-1]) > _SHORTEST_FAMILY}
    found, i = [], 0
    while i < len(reading.doc):
        length = _name_at(reading, i, full, families, known)
        if length and not any(j in taken for j in range(i, i + length)):
            start = _with_prefix(reading.doc, i) if length > 1 else _with_given_name(reading, i, known, taken)
            found.append(whole_name(reading, Span(reading.doc, start, i + length, label="PERSON")))
        i += max(length, 1)
    return found


def _known_starts(reading: Reading) -> set[int]:
    """Tokens where a word stands that is no part of a person's name: of the tables, "Mr", a day or a month."""
    known = {match.start for match in reading.matches("state", "capital", "org", "norp", "title", "modifier")}
    words = date_words(reading.lang)
    calendar = words.weekdays.keys() | words.months.keys()
    return known | {token.i for token in reading.doc if fold(token.text) in calendar}


def _with_given_name(reading: Reading, i: int, known: set[int], taken: dict[int, Span]) -> int:
    """Where a known family name's whole name begins: with the capitalised word before it that no table knows."""
    start, doc = _with_prefix(reading.doc, i), reading.doc
    before = start - 1
    if start == i and before >= 0 and not doc[i].is_sent_start and before not in known and before not in taken:
        word = doc[before]
        name_like = word.pos_ == "PROPN" or (word.pos_ == "NOUN" and not word.is_sent_start)
        if name_like and word.is_alpha and word.text.istitle() and reading.model_label(before, i) in ("", "PERSON"):
            return before
    return start


def _with_prefix(doc: Doc, i: int) -> int:
    """Where a name begins whose prefix is joined by a hyphen: "Al-Khasib" is three tokens in English."""
    glued = i > 1 and doc[i - 1].text in "-–‑" and not doc[i - 1].whitespace_ and not doc[i - 2].whitespace_
    return i - 2 if glued and doc[i - 2].text[:1].isupper() else i


def _name_key(span: Span) -> tuple[str, ...]:
    return tuple(_word_key(token) for token in span)


def _word_key(token: Token) -> str:
    """What two occurrences of a name share: in Russian the dictionary form, in English the word."""
    return str(token.lemma_ if token.doc.lang_ == "ru" else token.text).lower()


def _name_at(reading: Reading, i: int, full: dict[tuple[str, ...], int], families: set[str], known: set[int]) -> int:
    """How many tokens at *i* are a name known from elsewhere in the passage; 0 for none."""
    doc = reading.doc
    if not doc[i].text[:1].isupper() or i in known:
        return 0
    for length in sorted(set(full.values()), reverse=True):
        if i + length <= len(doc) and _name_key(doc[i : i + length]) in full:
            return length
    model = reading.model_at(i)
    free = model is None or model.label_ == "PERSON" or len(model) == 1
    return 1 if _word_key(doc[i]) in families and not doc[i].is_upper and free else 0


def _states(reading: Reading, people: list[Span]) -> tuple[list[Span], list[Span]]:
    """States by name, and capitals: those that act as STATE (in the first list), the rest as LOC."""
    named = covered(people)
    states, capitals = [], []
    for match in reading.matches("state", "capital", "seat"):
        if match.start in named or not _is_meant(reading, match):
            continue
        kb = match.payload.kb
        if match.payload.kind == "capital" and not acts(reading, reading.doc[match.start : match.end]):
            place = capital_id(kb.removeprefix(STATE_KB))
            capitals.append(Span(reading.doc, match.start, match.end, label="LOC", kb_id=place))
        else:
            states.append(Span(reading.doc, match.start, match.end, label="STATE", kb_id=kb))
    return states, capitals


def _is_meant(reading: Reading, match: Match[Entry]) -> bool:
    """Whether a state's name is meant: not a part of a longer place ("New Mexico"), and sure where it is ambiguous."""
    whole = reading.model_at(match.start)
    if whole is not None and whole.label_ == "LOC" and (whole.start < match.start or whole.end > match.end):
        return match.payload.kind != "capital" and whole.start == match.start
    if not match.payload.ambiguous:
        return True
    return reading.model_label(match.start, match.end) in ("LOC", "ORG")


def acts(reading: Reading, span: Span) -> bool:
    """Whether a capital stands for its government: it does something, or stands beside another that does.

    "Bishkek will sign", "proposals voiced by Bishkek", «Москва готова»; a place has a preposition of place.
    """
    head = span.root
    i = span.start - 1
    if i > 2 and reading.doc[i].pos_ == "CCONJ":
        i -= 2  # "between Tehran and Riyadh": both
    if i >= 0 and reading.starting(i, "cue", "between") is not None:
        return True
    while head.dep_ == "conj" and head.head.pos_ in ("PROPN", "NOUN"):
        head = head.head
    cases = [child for child in head.children if child.dep_ == "case"]
    if any(reading.starting(c.i, "cue", "agent") or reading.starting(c.i, "cue", "between") for c in cases):
        return True
    if head.dep_ in ("nmod:poss", "nmod") and reading.starting(head.head.i, "cue", "stance") is not None:
        return all(
            is_possessive(c) or reading.starting(c.i, "cue", "genitive") for c in cases
        )  # "Washington's position", «позиция Вашингтона»
    if cases or head.dep_ not in _GOVERNING_DEPS:
        return head.dep_ == "obl:agent"
    # "Bishkek is the capital" is about the city
    return head.head.pos_ in ("VERB", "AUX", "ADJ")


def _norps(reading: Reading, taken_by: list[Span]) -> list[Span]:
    taken = covered(taken_by)
    found = [
        Span(reading.doc, match.start, match.end, label="NORP", kb_id=match.payload.kb)
        for match in reading.matches("norp")
        if match.start not in taken and match.end - 1 not in taken
    ]
    known = covered(found)
    model = [s for s in reading.model if s.label_ == "NORP" and s.start not in known and s.start not in taken]
    return [*found, *model]


def _places(reading: Reading, taken: dict[int, Span], organizations: list[Span]) -> list[Span]:
    """The model's places and the table's cities, where no state, capital or person stands."""
    in_org = covered(organizations)
    listed = [
        Span(reading.doc, match.start, match.end, label="LOC", kb_id=match.payload.kb)
        for match in reading.matches("place")
        if match.start not in taken and (not match.payload.ambiguous or _is_model_place(reading, match))
    ]
    known = covered(listed)
    found = [
        span
        for span in reading.model
        if span.label_ == "LOC"
        and span.text[:1].isupper()
        and not _is_no_place(reading, span)
        and not any(i in known or i in in_org for i in range(span.start, span.end))
        and not _belongs_to(span, taken)
    ]
    return [*listed, *found]


def _is_model_place(reading: Reading, match: Match[Entry]) -> bool:
    """Whether the model, too, takes just these words for a place: «Владимир» is a man as often as a city."""
    whole = reading.model_at(match.start)
    return whole is not None and (whole.label_, whole.start, whole.end) == ("LOC", match.start, match.end)


def _is_no_place(reading: Reading, span: Span) -> bool:
    """Whether what the model takes for a place is a letter ("Q:"), a courtesy ("H.E.") or a day ("Oct. 5")."""
    words, first = date_words(reading.lang), fold(span[0].text).rstrip(".")
    courtesy = reading.starting(span.start, "modifier")
    return (
        len(span.text) == 1
        or (courtesy is not None and courtesy.end >= span.end)
        or first in words.months
        or first in words.short_months
    )


def _belongs_to(span: Span, taken: dict[int, Span]) -> bool:
    """Whether a place is a state or person already found, whole or with a swallowed name after it."""
    first = taken.get(span.start)
    inside = any(
        taken[i].start <= span.start and span.end <= taken[i].end for i in range(span.start, span.end) if i in taken
    )
    return inside or (first is not None and first.start == span.start and span.doc[first.end].pos_ == "PROPN")
