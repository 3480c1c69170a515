"""Lasting ties: who holds which title, whose the title is, which body is part of which, who is a member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diplonlp.knowledge.facts import places
from diplonlp.link.document import Linker
from diplonlp.passages import Found, Passage
from diplonlp.records import Relation, RelationType
from diplonlp.relate.cues import Signs
from diplonlp.relate.offices import Holding, owners_of
from diplonlp.tag.scores import lowest_score

_FORMER = ("former", "late", "elect")
_WORLD_WIDE = 100  # members: that a state is one of so many is no tie worth telling


def find_relations(
    linker: Linker,
    holdings: Sequence[Holding],
    readings: Sequence[tuple[Passage, Sequence[Found], Signs]],
    date: str | None = None,
) -> list[Relation]:
    """Return the ties a document states, each with the words that state it; each tie once, with its first evidence.

    Parameters
    ----------
    linker : Linker
        Mentions linked to entities.
    holdings : sequence of Holding
        Who holds which title.
    readings : sequence of (Passage, mentions, Signs)
        The passages of the document.
    date : str, optional
        The day of the document: who is a member then.
    """
    found: dict[tuple[str, str, str], Relation] = {}
    for relation in _all(linker, holdings, readings, date):
        found.setdefault((relation.type, relation.source, relation.target), relation)
    return sorted(found.values(), key=lambda r: (r.start, r.end, r.type))


def _all(
    linker: Linker,
    holdings: Sequence[Holding],
    readings: Sequence[tuple[Passage, Sequence[Found], Signs]],
    date: str | None,
) -> Iterator[Relation]:
    for holding in holdings:
        yield from _of_holding(linker, holding)
    for _, mentions, signs in readings:
        for title in mentions:
            if title.label == "TITLE":
                yield from _of_title(linker, title, mentions, signs)
        yield from _parts(mentions)
        yield from _members(mentions, date)
        yield from _located(mentions)
        yield from _successions(mentions, signs)


def _of_holding(linker: Linker, holding: Holding) -> Iterator[Relation]:
    """The office a person holds, and the state or body he thereby stands for. A former office is not held.

    A title of several people has no entity that one of them could hold.
    """
    if holding.office.status in _FORMER or _means_person(linker, holding.title):
        return
    if holding.title.entity:
        yield _relation("HOLDS_TITLE", holding.person, holding.title)
    represented = _represented(linker, holding)
    if represented:
        start, end = _range(holding.person, holding.title)
        score = lowest_score([holding.person, holding.title])
        for target in represented:
            yield Relation(
                type="REPRESENTS", source=holding.person.entity, target=target, start=start, end=end, score=score
            )


def _means_person(linker: Linker, title: Found) -> bool:
    return bool(title.entity) and linker.of(title).label == "PERSON"


def _represented(linker: Linker, holding: Holding) -> list[str]:
    """The state the holder stands for: that of the office, or the one the text gives him elsewhere."""
    office = linker.of(holding.title).office if holding.title.entity else None
    completed = office.states if office is not None and len(office.states) == 1 else frozenset()
    codes = holding.office.states or completed or _own_state(linker, holding)
    by_kb = {cluster.kb: cluster.id for cluster in linker.clusters.values() if cluster.kb}
    return [by_kb[f"state:{code}"] for code in sorted(codes) if f"state:{code}" in by_kb]


def _own_state(linker: Linker, holding: Holding) -> frozenset[str]:
    """The one state the text links a person to, unless his office is of a body that is no state's."""
    states = linker.of(holding.person).states
    return frozenset(states) if len(states) == 1 and not holding.office.bodies else frozenset()


def _of_title(linker: Linker, title: Found, mentions: Sequence[Found], signs: Signs) -> Iterator[Relation]:
    """The body or state a title is of: the outermost one named in it or right before it."""
    if not title.entity or _means_person(linker, title):
        return
    owned, before = owners_of(title, mentions, signs)
    inside = [m for m in owned if m.label in ("ORG", "STATE") and m.entity]
    outer = [m for m in inside if not any(o is not m and o.holds(m) for o in inside)]
    beside = [m for m in before if m.entity]
    for target in outer[:1] or beside[-1:]:
        yield _relation("TITLE_AT", title, target)


def _parts(mentions: Sequence[Found]) -> Iterator[Relation]:
    """A body named inside another's name, and a body the tables know as part of one named in the same passage."""
    bodies = [m for m in mentions if m.label == "ORG" and m.entity]
    owners = [m for m in mentions if m.label in ("ORG", "STATE") and m.entity]
    by_kb = {m.kb: m for m in reversed(owners) if m.kb}
    for body in bodies:
        inside = [o for o in owners if o is not body and body.holds(o) and o.entity != body.entity]
        outer = [m for m in inside if not any(o is not m and o.holds(m) for o in inside)]
        for owner in outer:
            yield _relation("PART_OF", body, owner)
        row = body.passage.facts.organizations.get(body.kb.removeprefix("org:"))
        for kb in (f"org:{row.parent}", f"state:{row.state}") if row is not None else ():
            owner_known = by_kb.get(kb)
            if owner_known is not None and owner_known.entity != body.entity and not outer:
                yield _relation("PART_OF", body, owner_known)


def _members(mentions: Sequence[Found], date: str | None) -> Iterator[Relation]:
    """A state and an organisation in one sentence, where the tables say the state is a member."""
    bodies = [m for m in mentions if m.label == "ORG" and m.kb]
    for body in bodies:
        members = body.passage.facts.members(body.kb.removeprefix("org:"), date)
        if len(members) >= _WORLD_WIDE:
            continue
        for state in mentions:
            if state.label == "STATE" and state.kb.removeprefix("state:") in members and _one_sentence(state, body):
                yield _relation("MEMBER_OF", state, body)


def _located(mentions: Sequence[Found]) -> Iterator[Relation]:
    """A city the tables know, and its state where the passage names it, be it by a demonym."""
    named = {m.kb: m for m in reversed(mentions) if m.label in ("STATE", "NORP")}
    for place in mentions:
        row = places().get(place.kb.removeprefix("place:")) if place.label == "LOC" else None
        state = named.get(f"state:{row.state}") if row is not None else None
        if state is not None and place.entity:
            yield Relation(
                type="LOCATED_IN", source=place.entity, target=state.entity, start=place.start, end=place.end, score=1.0
            )


def _successions(mentions: Sequence[Found], signs: Signs) -> Iterator[Relation]:
    """Who took over from whom: "X replaced Y", «X сменил Y на посту …»."""
    people = [m for m in mentions if m.label == "PERSON" and m.entity]
    for match in signs.of("succeed"):
        verb = signs.doc[match.start : match.end].root
        after = [m for m in people if m.span.root.dep_ in ("obj", "obl") and m.span.root.head == verb]
        before = [m for m in people if m.span.root.dep_ in ("nsubj", "nsubj:pass") and m.span.root.head == verb]
        if before and after and before[0].entity != after[0].entity:
            yield _relation("SUCCEEDS", before[0], after[0])


def _one_sentence(a: Found, b: Found) -> bool:
    return a.passage is b.passage and bool(a.span[0].sent.start == b.span[0].sent.start)


def _range(a: Found, b: Found) -> tuple[int, int]:
    return min(a.start, b.start), max(a.end, b.end)


def _relation(kind: RelationType, source: Found, target: Found) -> Relation:
    """A tie between two mentions; it is as sure as the less sure of them."""
    start, end = _range(source, target)
    score = lowest_score([source, target])
    return Relation(type=kind, source=source.entity, target=target.entity, start=start, end=end, score=score)
