"""Who can act in a sentence: a person with the title beside him, a title alone, a state, an organisation, a pronoun.

An :class:`Actor` is a stretch of tokens with one head, so that a rule asks the tree about "the Chairman of the Senate
Aigerim Dosova" once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from diplonlp.passages import Found
from diplonlp.relate.cues import Signs
from diplonlp.relate.offices import Holding

_TELLING = ("nsubj", "nsubj:pass", "obl:agent", "obl", "nmod", "obj", "iobj", "conj")
_ACTING = ("PERSON", "TITLE", "STATE", "ORG")


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """Tokens ``start`` to ``end`` that name one actor, its head, and the entities it stands for.

    ``label`` is PERSON, STATE or ORG: a title stands for its holder, else for the state or body it is of.
    """

    start: int
    end: int
    head: Token
    label: str
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """How an actor stands in its sentence: the word that governs it, the relation, and the jobs of its preposition."""

    governor: Token
    dep: str
    head: Token


def find_actors(
    mentions: Sequence[Found],
    holdings: Iterable[Holding],
    pronouns: dict[int, str],
    stands_for: dict[Found, tuple[str, tuple[str, ...]]],
    signs: Signs,
) -> list[Actor]:
    """Return the actors of a passage, by their start; none lies inside another.

    Parameters
    ----------
    mentions : sequence of Found
        Its mentions, linked to entities.
    holdings : iterable of Holding
        Who holds which title: person and touching title are one actor.
    pronouns : dict of int to str
        Token of a pronoun to the entity it stands for.
    stands_for : dict
        For a title alone: the label and entities of the holder, or of the states or body it is of.
    signs : Signs
        The cues of the passage.
    """
    merged = _with_titles(mentions, holdings)
    actors: list[Actor] = []
    for found in sorted((m for m in mentions if m.label in _ACTING), key=lambda m: (-len(m.span), m.label != "TITLE")):
        start, end = merged.get(found, (found.span.start, found.span.end))
        if found.label == "TITLE" and found in merged:
            continue  # its person carries it
        if any(actor.start < end and start < actor.end for actor in actors) and found.label != "PERSON":
            continue
        label, entities = stands_for.get(found, (found.label, (found.entity,) if found.entity else ()))
        if entities and not _is_part_of_word(found):
            actors = [a for a in actors if not (start <= a.start and a.end <= end)]
            actors.append(Actor(start, end, _head(found, start, end), label, entities))
    actors += _groups(mentions, actors, signs)
    doc = mentions[0].span.doc if mentions else None
    for i, entity in pronouns.items():
        if doc is not None:
            actors.append(Actor(i, i + 1, doc[i], "PERSON", (entity,)))
    return sorted(actors, key=lambda actor: actor.start)


def _head(found: Found, start: int, end: int) -> Token:
    """The token an actor hangs by; where the tree tears it apart, the one with the most telling relation."""
    span = found.span.doc[start:end]
    loose = [token for token in span if token.head == token or not start <= token.head.i < end]
    ranked = sorted(loose, key=lambda t: (_TELLING.index(t.dep_) if t.dep_ in _TELLING else len(_TELLING), t.i))
    return ranked[0] if ranked else span.root


def _is_part_of_word(found: Found) -> bool:
    """Whether a name only makes an adjective: "a Hamas-led government"."""
    end, doc = found.span.end, found.span.doc
    return end + 1 < len(doc) and doc[end].text in "-–" and not doc[end - 1].whitespace_ and not doc[end].whitespace_


def _groups(mentions: Sequence[Found], actors: list[Actor], signs: Signs) -> list[Actor]:
    """Unnamed people of a state, who stand for it: "Israeli officials", «узбекская делегация», "Kyrgyz counterpart"."""
    taken = {i for actor in actors for i in range(actor.start, actor.end)}
    groups: dict[int, list[Found]] = {}
    for mention in mentions:
        within = any(a.start <= mention.span.start < a.end and a.end - a.start > len(mention.span) for a in actors)
        if mention.label not in ("NORP", "STATE", "ORG") or not mention.entity or within:
            continue
        head = mention.span.root
        while head.dep_ == "conj" and head.head.pos_ in ("ADJ", "PROPN"):
            head = head.head
        noun = head.head
        if (
            head.dep_ in ("amod", "compound")
            and noun.pos_ == "NOUN"
            and signs.has(noun, "sides")
            and noun.i not in taken
        ):
            groups.setdefault(noun.i, []).append(mention)
    found = []
    for i, owners in groups.items():
        start = min(owner.span.start for owner in owners)
        doc = owners[0].span.doc
        named = any(a.label == "PERSON" and 0 <= a.start - (i + 1) <= 1 for a in actors)  # "his Kyrgyz counterpart X"
        if not named and not any(j in taken for j in range(start, i + 1) if doc[j].pos_ != "PROPN"):
            label = "ORG" if owners[0].label == "ORG" else "STATE"
            found.append(Actor(start, i + 1, doc[i], label, tuple(dict.fromkeys(o.entity for o in owners))))
    inside = {j for actor in found for j in range(actor.start, actor.end)}
    actors[:] = [a for a in actors if a.label == "PERSON" or not (a.start in inside or _is_owner(a, actors, signs))]
    return found


def _is_owner(actor: Actor, actors: list[Actor], signs: Signs) -> bool:
    """Whether a state only says whose another actor is: "Brazil's government", "Kazakhstan's president"."""
    if actor.label != "STATE":
        return False
    token = actor.head
    owned = token.dep_ in ("nmod:poss", "nmod", "compound") and not any(
        signs.has(c, "genitive") for c in token.children
    )
    return owned and any(a is not actor and a.start <= token.head.i < a.end for a in actors)


def _with_titles(mentions: Sequence[Found], holdings: Iterable[Holding]) -> dict[Found, tuple[int, int]]:
    """The stretch of every person with his titles, and of those titles."""
    stretch: dict[Found, tuple[int, int]] = {}
    for holding in holdings:
        person, title = holding.person, holding.title
        start, end = stretch.get(person, (person.span.start, person.span.end))
        near = max(title.span.start - end, start - title.span.end)
        between = range(min(end, title.span.end), max(start, title.span.start))
        apart = any(m.label == "PERSON" and m is not person and m.span.start in between for m in mentions)
        if near <= 4 and person.passage is title.passage and not apart:
            stretch[person] = (min(start, title.span.start), max(end, title.span.end))
            stretch[title] = stretch[person]
    return stretch


def role_of(actor: Actor, signs: Signs, actor_at: Mapping[int, Actor]) -> Role:
    """Return how an actor stands in its sentence; the second of two joined names stands as the first does.

    A delegation's or a side's noun passes its role on to whose it is: "the delegation of Kazakhstan met …".

    Parameters
    ----------
    actor : Actor
        The actor.
    signs : Signs
        The cues of the passage.
    actor_at : mapping of int to Actor
        Token to the actor that covers it.
    """
    head, seen = actor.head, {actor.head.i}
    while True:
        above = head.head
        if above.i in seen:
            break
        joined = head.dep_ in ("conj", "appos", "flat", "parataxis") and (above.pos_ in ("NOUN", "PROPN", "X", "PRON"))
        owned = head.dep_ in ("nmod", "compound", "nmod:poss") and signs.has(above, "sides") and above.i not in actor_at
        if not joined and not owned:
            break
        # «переговоры с президентом и премьером»: the preposition stands before the first only
        if joined and signs.case_job(head, "with", "between", "absent"):
            break
        other = actor_at.get(above.i)
        if (
            joined
            and other is not None
            and other.label != actor.label == "PERSON"
            and other.head.dep_ in ("nmod", "flat")
        ):
            # "Abbas of Fatah and Prime Minister Haniyeh": the person is joined to the person, not to his party
            owner = actor_at.get(other.head.head.i)
            other = owner if owner is not None and owner.label == "PERSON" else other
        head = other.head if other is not None and other.head.i not in seen else above
        seen |= {above.i, head.i}
    return Role(governor=head.head, dep=head.dep_, head=head)
