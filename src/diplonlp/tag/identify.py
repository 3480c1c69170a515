"""What the tables know of the mentions a network found: the state, body, place or office that each names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Span

from diplonlp.knowledge.facts import capital_id
from diplonlp.tag.lexicon import ORG_KB, STATE_KB, Entry, Kind
from diplonlp.tag.names import acts, name_particles, repeated_people, trim_person, whole_name
from diplonlp.tag.orgs import is_sole_meaning
from diplonlp.tag.phrases import Match
from diplonlp.tag.reading import Reading, covered
from diplonlp.tag.titles import find_titles

_NAMING = ("NOUN", "PROPN", "ADJ", "NUM", "VERB", "X")
_DEFINED = ("ORG", "LOC", "EVENT")
_DEPUTY = "office:deputy-"
_NAMES_BEFORE = 2  # words before a particle that are the person's: the family's and the father's name


def identify(
    reading: Reading, found: Sequence[tuple[Span, float | None]], house: bool = True
) -> dict[Span, float | None]:
    """Return the network's mentions with the ids of the tables, and their probabilities.

    Parameters
    ----------
    reading : Reading
        The passage with what the tables say of it.
    found : sequence of tuple
        Spans and probabilities.
    house : bool
        Whether mentions follow this project's own guidelines: a city or seat that acts is its state.
    """
    if house:
        found = [(settled, score) for span, score in found for settled in _settled(reading, span)]
        names = _particle_names(reading, [span for span, _ in found])
        whole = covered(names)
        found = [*((s, score) for s, score in found if s.start not in whole), *((name, None) for name in names)]
        found = _with_repeated(reading, found)
        found = _defined_alike(_without_joined(found))
    if house:
        found = [*found, *((name, None) for name in _sure_names(reading, [span for span, _ in found]))]
    known = _known(reading, found)
    if house:
        known |= _known(reading, [(title, None) for title in _missed_titles(reading, list(known))])
    return dict(sorted(known.items(), key=lambda item: (item[0].start, -item[0].end, item[0].label_)))


def _known(reading: Reading, found: Sequence[tuple[Span, float | None]]) -> dict[Span, float | None]:
    """Mentions with what the tables know of each."""
    spans = [span for span, _ in found]
    return {
        Span(span.doc, span.start, span.end, label=span.label_, kb_id=_kb(reading, span, spans)): score
        for span, score in found
    }


def _with_repeated(reading: Reading, found: Sequence[tuple[Span, float | None]]) -> list[tuple[Span, float | None]]:
    """Add people named in full elsewhere whom the network missed here, or took for a place or body of that name."""
    people = [span for span, _ in found if span.label_ == "PERSON"]
    others = [span for span, _ in found if span.label_ != "PERSON"]
    again = [
        name
        for name in repeated_people(reading, people)
        if not any(o.start < name.end and name.start < o.end and len(o) > len(name) for o in others)
    ]
    taken = covered(again)
    free = {o for o in others if not any(i in taken for i in range(o.start, o.end))}
    kept = [(span, score) for span, score in found if span.label_ == "PERSON" or span in free]
    return [*kept, *((name, None) for name in again)]


def _without_joined(found: Sequence[tuple[Span, float | None]]) -> list[tuple[Span, float | None]]:
    """Leave out what is two names joined by "and" where both stand on their own: "the MFA of X and the MFA of Y"."""
    bounds = {(span.start, span.end) for span, _ in found}
    doc = found[0][0].doc if found else ()

    def is_joined(span: Span) -> bool:
        joints = [t.i for t in span if t.pos_ == "CCONJ"]
        after = [i + 2 if i + 1 < span.end and doc[i + 1].pos_ == "DET" else i + 1 for i in joints]
        return any({(span.start, i), (start, span.end)} <= bounds for i, start in zip(joints, after, strict=True))

    return [(span, score) for span, score in found if span.label_ != "ORG" or not is_joined(span)]


def _defined_alike(found: Sequence[tuple[Span, float | None]]) -> list[tuple[Span, float | None]]:
    """Give a name and the initials in brackets after it one label, an organisation's if either has it."""
    by_start = {span.start: span for span, _ in found if span.label_ in _DEFINED}
    labels: dict[str, str] = {}
    for span in by_start.values():
        short = by_start.get(span.end + 1)
        if short is not None and span.doc[span.end].text == "(" and _are_initials(short.text, span):
            label = "ORG" if "ORG" in (span.label_, short.label_) else span.label_
            labels |= {span.text: label, short.text: label}
    return [
        (_relabelled(span, labels[span.text]) if span.label_ in _DEFINED and span.text in labels else span, score)
        for span, score in found
    ]


def _are_initials(short: str, span: Span) -> bool:
    words = [t for t in span if t.is_alpha]
    content = [t for t in words if t.pos_ not in ("ADP", "CCONJ", "DET")]
    capitals = [t for t in words if t.text[0].isupper()]
    return short.isupper() and short in {
        "".join(t.text[0] for t in chosen).upper() for chosen in (words, content, capitals)
    }


def _sure_names(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """States and bodies the tables know without doubt that the network left out: alone, or inside a longer name."""
    kinds: dict[Kind, str] = {"state": "STATE", "org": "ORG"}
    found = []
    for kind, label in kinds.items():
        for match in reading.all_matches(kind) if kind == "org" else reading.matches(kind):
            over = [span for span in spans if span.start < match.end and match.start < span.end]
            name = Span(reading.doc, match.start, match.end, label=label)
            if not match.payload.ambiguous and all(_may_hold(outer, name) for outer in over):
                found.append(name)
    known = [(name.start, name.end) for name in found]
    return [n for n in found if not any(a <= n.start and n.end <= b and (a, b) != (n.start, n.end) for a, b in known)]


def _may_hold(outer: Span, inner: Span) -> bool:
    """Whether a mention is a longer name, or a title, that another may stand inside: "[UN] Security Council"."""
    longer = outer.start <= inner.start and inner.end <= outer.end and len(outer) > len(inner)
    return longer and outer.label_ in ("ORG", "TITLE", "EVENT")


def _missed_titles(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """Titles that the rules are sure of and the network did not find, each with the name that follows it."""
    titles, holders = find_titles(reading, [span for span in spans if span.label_ != "TITLE"])
    of_titles, taken = covered(span for span in spans if span.label_ == "TITLE"), covered(spans)
    people = {span.start for span in (*spans, *holders) if span.label_ == "PERSON"}
    owners = {span.start for span in spans if span.label_ in ("STATE", "ORG")}
    sure = {match.start for match in reading.matches("title") if not match.payload.ambiguous}

    def is_missed(title: Span) -> bool:
        inside = range(title.start, title.end)
        held = title.end in people or any(i in owners for i in inside)
        return held and any(i in sure for i in inside) and not any(i in of_titles for i in inside)

    missed = [title for title in titles if is_missed(title)]
    ends = {title.end for title in missed}
    named = [p for p in holders if p.start in ends and not any(i in taken for i in range(p.start, p.end))]
    return [*missed, *named]


def _settled(reading: Reading, span: Span) -> list[Span]:
    """A mention as the house has it: a city or seat that acts is its state, a name is whole, joined offices are two."""
    if span.label_ in ("LOC", "ORG") and _exact(reading, span, "capital", "seat") and acts(reading, span):
        return [_relabelled(span, "STATE")]
    if span.label_ == "ORG" and span.text.isupper() and _is_short_for_state(reading, span):
        return [_relabelled(span, "STATE")]
    if span.label_ == "STATE" and _is_dateline(span) and _exact(reading, span, "capital"):
        return [_relabelled(span, "LOC")]
    if span.label_ == "PERSON":
        trimmed = trim_person(reading, span)
        return [whole_name(reading, trimmed)] if trimmed is not None else [span]
    return _offices(reading, span) if span.label_ == "TITLE" else [span]


def _is_short_for_state(reading: Reading, span: Span) -> bool:
    """Whether capitals are a state's short name and no body's: "DRC", «КНДР»."""
    states = [match for match in _exact(reading, span, "state") if not match.payload.ambiguous]
    return bool(states) and not _exact(reading, span, "org")


def _relabelled(span: Span, label: str) -> Span:
    return Span(span.doc, span.start, span.end, label=label)


def _is_dateline(span: Span) -> bool:
    """Whether a place in capitals opens a paragraph, as agencies write where a report comes from: "KUALA LUMPUR, …"."""
    follows = span.doc[span.end].text if span.end < len(span.doc) else ""
    return bool(span[0].is_sent_start) and span.text.isupper() and follows in (",", "(", "-", "–", "—", "--")


def _offices(reading: Reading, span: Span) -> list[Span]:
    """The offices in a title: two where each has a noun of its own, "director of X and chairwoman of Y"."""
    heads = [match.start for match in _inside(reading, span, "title") if not match.payload.ambiguous]
    for token in span:
        second = token.i + 1
        while second < span.end and reading.starting(second, "modifier", "part") is not None:
            second += 1
        if token.pos_ == "CCONJ" and second in heads and any(head < token.i for head in heads):
            return [
                Span(span.doc, span.start, token.i, label="TITLE"),
                *_offices(reading, Span(span.doc, token.i + 1, span.end, label="TITLE")),
            ]
    return [span]


def _particle_names(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """People the network missed, or cut short, whom a particle shows to be people: «Асан Бакыт уулу», "Kerim oglu"."""
    doc, taken, found = reading.doc, covered(spans), []
    for token in (token for token in doc if token.lower_ in name_particles()):
        start = token.i
        while start > token.sent.start and token.i - start < _NAMES_BEFORE and doc[start - 1].text.istitle():
            start -= 1
        known = [taken[i] for i in range(start, token.i + 1) if i in taken]
        short = all(span.label_ == "PERSON" and start <= span.start and span.end <= token.i for span in known)
        if start < token.i and short:
            found.append(whole_name(reading, doc[start : token.i]))
    return found


def with_own_names(reading: Reading, found: Sequence[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """Return the network's mentions with the names that a component of the user's put into ``doc.ents`` after it.

    What a ruler or matcher was told is certain: its names replace what overlaps them in part, or has their bounds.
    """
    known = {(span.start, span.end, span.label_) for span, _ in found}
    ours = {(ent.start, ent.end) for ent in reading.doc.ents if (ent.start, ent.end, ent.label_) in known}
    own = [_as_state(reading, span) for span in reading.model if (span.start, span.end) not in ours]
    kept = [(span, score) for span, score in found if not any(_rivals(span, name) for name in own)]
    return [*kept, *((name, 1.0) for name in own)]


def _as_state(reading: Reading, span: Span) -> Span:
    """A place that the tables know as a state is one: pipelines of other makes say GPE or LOC."""
    is_state = span.label_ == "LOC" and bool(_exact(reading, span, "state"))
    return Span(span.doc, span.start, span.end, label="STATE") if is_state else span


def _rivals(span: Span, other: Span) -> bool:
    """Whether two spans cannot both be mentions: they cross, or have the same bounds."""
    apart = span.end <= other.start or other.end <= span.start
    inside = span.start <= other.start and other.end <= span.end
    around = other.start <= span.start and span.end <= other.end
    return not apart and inside == around


def _kb(reading: Reading, span: Span, spans: Sequence[Span]) -> str:
    finder = _FINDERS.get(span.label_)
    return finder(reading, span, spans) if finder else ""


def _exact(reading: Reading, span: Span, *kinds: Kind) -> list[Match[Entry]]:
    """The matches of some kinds that are just these words, those without doubt first; articles do not count."""
    start = span.start + (span[0].lower_ == "the" and len(span) > 1)
    bounds = {(start, span.end), (span.start, span.end)}
    found = [match for kind in kinds for match in reading.all_matches(kind) if (match.start, match.end) in bounds]
    return sorted(found, key=lambda match: match.payload.ambiguous)


def _inside(reading: Reading, span: Span, kind: Kind) -> list[Match[Entry]]:
    """The longest matches of a kind that stand inside a span."""
    return [match for match in reading.matches(kind) if span.start <= match.start and match.end <= span.end]


def _state(reading: Reading, span: Span, spans: Sequence[Span]) -> str:
    exact = _exact(reading, span, "state", "capital", "seat")
    kinds: tuple[Kind, ...] = ("state", "capital", "seat")
    inside = [match for kind in kinds for match in _inside(reading, span, kind)]
    return next((match.payload.kb for match in (*exact, *inside)), "")


def _norp(reading: Reading, span: Span, spans: Sequence[Span]) -> str:
    found = (*_exact(reading, span, "norp"), *_inside(reading, span, "norp"), *_exact(reading, span, "state"))
    return next((match.payload.kb for match in found), "")


def _place(reading: Reading, span: Span, spans: Sequence[Span]) -> str:
    entry = next((match.payload for match in _exact(reading, span, "place", "capital")), None)
    if entry is None or entry.kind == "place":
        return entry.kb if entry else ""
    return capital_id(entry.kb.removeprefix(STATE_KB))


def _org(reading: Reading, span: Span, spans: Sequence[Span]) -> str:
    states = [other for other in spans if other.label_ == "STATE"]
    beside = {other.start: _state(reading, other, spans) for other in states}
    for match in _exact(reading, span, "org"):
        if not match.payload.ambiguous or is_sole_meaning(reading, match, beside, certain=True):
            return match.payload.kb
    if owned := _before_its_owners(reading, span, beside):
        return owned
    heads = _inside(reading, span, "body")
    return heads[0].payload.kb if heads else ""


def _before_its_owners(reading: Reading, span: Span, beside: dict[int, str]) -> str:
    """The body at the start of a name that goes on with nothing but its parents and its state, in whatever words.

    So "the Federation Council of the Federal Assembly, the Russian Federation" is the Federation Council.
    """
    # A general name is many bodies' at once, and the longest match shows one of them.
    inside = [match for match in reading.all_matches("org") if span.start <= match.start and match.end <= span.end]
    for match in sorted(inside, key=lambda match: -match.end):
        sure = not match.payload.ambiguous or is_sole_meaning(reading, match, beside, certain=True)
        opens = span[: match.start - span.start].text.lower() in ("", "the")
        if sure and opens and match.end < span.end and _names_only(reading, span, match.end, match.payload.kb):
            return match.payload.kb
    return ""


def _names_only(reading: Reading, span: Span, start: int, kb: str) -> bool:
    """Whether the rest of a span from a token on are names of what a body is of."""
    owners = _owners(reading, kb)
    kinds: tuple[Kind, ...] = ("org", "state", "norp")
    named = [m for kind in kinds for m in _inside(reading, span, kind) if m.payload.kb in owners]
    rest = {t.i for t in span if t.i >= start and t.pos_ in _NAMING}
    return bool(rest) and rest <= {i for m in named for i in range(m.start, m.end)}


def _owners(reading: Reading, kb: str) -> set[str]:
    """What a body is of: its parents, and the states that it and they are of."""
    found: set[str] = set()
    row = reading.facts.organizations.get(kb.removeprefix(ORG_KB))
    while row is not None:
        found |= {ORG_KB + row.parent} if row.parent else set()
        found |= {STATE_KB + row.state} if row.state else set()
        row = reading.facts.organizations.get(row.parent)
    return found


def _title(reading: Reading, span: Span, spans: Sequence[Span]) -> str:
    """The office of a title: of its first title word that is no part of a body's name.

    A first word that is no head makes a deputy of the office that is: "deputy information minister".
    """
    bodies = [o for o in spans if o.label_ == "ORG" and span.start <= o.start and o.end <= span.end]
    words = _inside(reading, span, "title")
    own = [w for w in words if not any(o.start <= w.start and w.end <= o.end for o in bodies)]
    head = next((w for w in own if w.start <= span.root.i < w.end), None)
    if head is not None and own[0] is not head and reading.doc[own[0].start].head in span:
        is_deputy = any(m.start == own[0].start for m in _inside(reading, span, "modifier"))
        if is_deputy and own[0].end - own[0].start == 1 and not head.payload.kb.startswith(_DEPUTY):
            return head.payload.kb.replace("office:", _DEPUTY, 1)
    return next((match.payload.kb for match in (*own, *words)), "")


_FINDERS: dict[str, Callable[[Reading, Span, Sequence[Span]], str]] = {
    "STATE": _state, "NORP": _norp, "LOC": _place, "ORG": _org, "TITLE": _title,
}  # fmt: skip
