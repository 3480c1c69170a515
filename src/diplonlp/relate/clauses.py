"""The words around a trigger that share its actors, and what a contact is made of."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from diplonlp.knowledge.schema import TriggerWord
from diplonlp.passages import Found
from diplonlp.records import Status
from diplonlp.relate.actors import Actor
from diplonlp.relate.cues import Signs

SUBJECTS = {"nsubj", "nsubj:pass", "csubj"}
OBJECTS = {"obj", "iobj", "obl:arg"}


@dataclass(slots=True, eq=False)
class Contact:
    """What one trigger says; contacts that tell the same meeting are joined later.

    ``others`` are those of the actors who stand after "with"; ``sides`` says that "the parties" or "the two" are its
    subject; ``before`` is the subject of the sentence before, who takes part where only the other side is named;
    ``spoken_of`` says that it is itself a subject of talks ("discussed the summit").
    """

    trigger: Span
    row: TriggerWord
    status: Status
    actors: list[Actor] = field(default_factory=list)
    frames: list[Actor] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    place: Found | None = None
    date: Found | None = None
    mode: str = ""
    definite: bool = False
    sides: bool = False
    spoken_of: bool = False
    before: tuple[str, ...] = ()
    others: list[Actor] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clause:
    """The words around a trigger that share its actors.

    ``nouns``: the trigger and the nouns above it ("round of talks"). ``verbs``: verbs whose subject takes part.
    ``near``: verbs a "with" may hang on although their subject does not take part.
    """

    nouns: tuple[Token, ...]
    verbs: tuple[Token, ...]
    near: tuple[Token, ...]

    @property
    def tokens(self) -> set[int]:
        """The indexes of all of them."""
        return {token.i for token in (*self.nouns, *self.verbs, *self.near)}


def before_determiners(doc: Doc, i: int) -> int:
    """Where the articles, possessives and adjectives before a token begin: "headed by its new president"."""
    while i > 0 and doc[i - 1].pos_ in ("DET", "ADJ", "PRON"):
        i -= 1
    return i


class ClauseFinder:
    """Finds the clauses of one passage's triggers.

    Parameters
    ----------
    signs : Signs
        The passage's cues.
    named : container of int
        The tokens of its actors' names.
    """

    def __init__(self, signs: Signs, named: Container[int]) -> None:
        self.signs = signs
        self._named = named

    def find(self, span: Span, row: TriggerWord) -> Clause:
        """Return the nouns and verbs around a trigger whose subject takes part in what it tells."""
        head = span.root
        if row.pos == "VERB":
            return Clause(nouns=(), verbs=tuple(self._verb_chain(head)), near=())
        nouns = [head]
        while nouns[-1].dep_ in ("nmod", "compound", "conj", "amod", "flat") and self._is_plain_noun(nouns[-1].head):
            nouns.append(nouns[-1].head)
        top = nouns[-1]
        verb = top.head
        predicate = verb.pos_ in ("VERB", "AUX", "ADJ") or any(c.dep_ in SUBJECTS for c in verb.children)
        if verb == top or not predicate:
            return Clause(tuple(nouns), (), ())
        if self._carries(verb, top):
            return Clause(tuple(nouns), tuple(self._verb_chain(verb)), ())
        return Clause(tuple(nouns), (), (verb,))

    def _is_plain_noun(self, token: Token) -> bool:
        return token.pos_ == "NOUN" and token.i not in self._named

    def _carries(self, verb: Token, noun: Token) -> bool:
        """Whether a verb's subject takes part in the meeting its noun names.

        "X held talks", "X took part in the session", and "X said during the meeting", but not "X criticised the talks".
        """
        if noun.dep_ in SUBJECTS:
            return False
        if noun.dep_ in OBJECTS:
            return self.signs.has(verb, "support", "status")
        if self.signs.has(verb, "status"):
            return True  # "is preparing for talks", «отказался от встречи»
        if self.signs.has(verb, "arrival"):
            return True  # "arrived on a visit", «прибывший с визитом»
        framed = self.signs.case_job(noun, "frame", "topic", "place")
        return framed and (verb.pos_ == "VERB" or any(c.dep_ in SUBJECTS for c in verb.children))

    def _verb_chain(self, verb: Token) -> list[Token]:
        """A verb and the verbs above it that share its subject: "plans to meet", "met and discussed"."""
        chain = [verb]
        while True:
            top = chain[-1]
            above = top.head
            own_subject = any(child.dep_ in SUBJECTS for child in top.children)
            subject_above = any(child.dep_ in SUBJECTS for child in above.children)
            if above == top or own_subject or not (subject_above or above.pos_ in ("VERB", "AUX", "ADJ", "NOUN")):
                return chain
            if top.dep_ not in ("xcomp", "conj", "advcl", "ccomp", "acl", "parataxis") or above in chain:
                return chain
            if top.dep_ in ("ccomp", "parataxis") and "Inf" not in top.morph.get("VerbForm", []):
                return chain
            chain.append(above)
            offered = above.dep_ in OBJECTS or self.signs.has(above, "status")
            if above.pos_ == "NOUN" and offered and above.head.pos_ == "VERB":
                chain.append(above.head)  # "accepted an invitation to visit", «заявил о готовности встретиться»
