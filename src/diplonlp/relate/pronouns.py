"""Words that stand for a person named before: "he said", «подчеркнула она», «гостя принял …»."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from diplonlp.link.cases import person_gender
from diplonlp.passages import Found, Passage
from diplonlp.relate.cues import Signs

_ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "iobj")
# How many sentences back the person may stand: a guest stays the guest while his day is told.
_FARTHEST = {"PRON": 2, "NOUN": 4}


def resolve_pronouns(readings: Sequence[tuple[Passage, Signs, Sequence[Found]]]) -> dict[int, dict[int, str]]:
    """Return, for every passage (by ``id``), the tokens of pronouns that mean a person and that person's entity.

    Only a subject or object is resolved, and only to the last person named, a subject first, in this sentence or two
    before, whose gender does not speak against it. Anything less sure is left open.

    Parameters
    ----------
    readings : sequence of (Passage, Signs, mentions)
        The passages of a document, mentions linked.
    """
    found: dict[int, dict[int, str]] = {}
    for passage, signs, mentions in readings:
        people = [m for m in mentions if m.label == "PERSON" and m.entity]
        sentences = list(passage.doc.sents)
        number = {token.i: n for n, sentence in enumerate(sentences) for token in sentence}
        for match in signs.of("pronoun"):
            token = passage.doc[match.start]
            if token.dep_ not in _ARGUMENTS or token.pos_ not in _FARTHEST or "Plur" in token.morph.get("Number", []):
                continue
            entity = _antecedent(token, match.payload.value, people, number)
            if entity:
                found.setdefault(id(passage), {})[token.i] = entity
    return found


def _antecedent(token: Token, gender: str, people: list[Found], number: dict[int, int]) -> str:
    """The person a pronoun means, or "" where two are as likely."""
    here = number[token.i]
    near = [
        m
        for m in people
        if m.span.end <= token.i
        and here - number[m.span.start] <= _FARTHEST[token.pos_]
        and (not gender or person_gender(m.text) in (None, gender))
    ]
    if not near:
        return ""
    subjects = [
        m for m in near if m.span.root.dep_ in ("nsubj", "nsubj:pass", "obl:agent") or m.span.root.head.dep_ == "nsubj"
    ]
    last = (subjects or near)[-1]
    rivals = {m.entity for m in near if number[m.span.start] == number[last.span.start]}
    return last.entity if subjects or len(rivals) == 1 else ""
