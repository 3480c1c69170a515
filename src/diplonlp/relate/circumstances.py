"""How, where and when a contact takes place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Span, Token

from diplonlp.passages import Found
from diplonlp.relate.actors import Actor
from diplonlp.relate.clauses import OBJECTS, Clause, Contact
from diplonlp.relate.cues import Signs

_FARTHEST_GOAL = 8  # tokens from "a trip" over who makes it to "to Berlin"


class CircumstanceReader:
    """Finds mode, place and date of one passage's contacts.

    Parameters
    ----------
    signs : Signs
        The passage's cues.
    mentions : sequence of Found
        Its mentions, for dates and places.
    actor_at : mapping of int to Actor
        Which actor a token belongs to.
    """

    def __init__(self, signs: Signs, mentions: Sequence[Found], actor_at: Mapping[int, Actor]) -> None:
        self.signs = signs
        self.mentions = mentions
        self.actor_at = actor_at

    def mode(self, contact: Contact, clause: Clause) -> str:
        """The mode the trigger has, or a word that hangs on it or its verb gives: "by phone", «телефонный»."""
        if contact.row.mode:
            return contact.row.mode
        doc = self.signs.doc
        for token in doc[contact.trigger.sent.start : contact.trigger.sent.end]:
            value = self.signs.value(token, "mode")
            if value and (token.head.i in clause.tokens or token.i in clause.tokens):
                return value
        return ""

    def place(self, contact: Contact, clause: Clause) -> Found | None:
        """The place a relative clause is about, else the one the sentence gives."""
        return self._place_of_clause(contact) or self._place(contact, clause)

    def _place_of_clause(self, contact: Contact) -> Found | None:
        """The place a relative clause is about: "visited Kabul, where he met X"."""
        verb = contact.trigger.root
        if verb.dep_ not in ("acl:relcl", "advcl:relcl") or not any(self.signs.has(c, "where") for c in verb.subtree):
            return None
        return next((m for m in self.mentions if m.label in ("LOC", "STATE") and verb.head in m.span), None)

    def _place(self, contact: Contact, clause: Clause) -> Found | None:
        """The place the sentence gives: one that hangs on the trigger or its verbs first, a city before a state."""
        sentence = contact.trigger.sent
        candidates = []
        for mention in self.mentions:
            root = mention.span.root
            if mention.label not in ("LOC", "STATE") or not sentence.start <= root.i < sentence.end:
                continue
            actor = self.actor_at.get(root.i)
            destination = self._is_destination(mention, contact, clause) or (
                contact.row.pattern == "destination" and root.dep_ in OBJECTS and root.head in clause.verbs[:1]
            )
            if not destination and (
                not self._has_place_case(mention) or (actor is not None and len(mention.span) < actor.end - actor.start)
            ):
                continue
            close = destination or root.head.i in clause.tokens
            if not close and not self._in_clause(root, contact.trigger):
                continue
            candidates.append((not close, mention.label == "STATE", abs(root.i - contact.trigger.start), mention))
        return min(candidates, key=lambda c: c[:3])[3] if candidates else None

    def _is_destination(self, mention: Found, contact: Contact, clause: Clause) -> bool:
        """Whether a journey goes to a place: "his visit to Ankara", «визит в Баку»."""
        root, after = mention.span.root, mention.span.start - contact.trigger.end
        gap = self.signs.doc[contact.trigger.end : mention.span.start] if after >= 0 else ()
        beside = 0 <= after <= _FARTHEST_GOAL and self.signs.before(mention.span.start, "place", "frame") is not None
        beside = beside and all(token.pos_ not in ("VERB", "AUX") for token in gap)
        return contact.row.mode == "visit" and (root.head in clause.nouns or beside)

    def _in_clause(self, token: Token, trigger: Span) -> bool:
        """Whether a word's clause is the trigger's, or one above it: not a "… as she was in Tallinn" beside it."""
        verb = token
        while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
            verb = verb.head
        # «намеченная на сегодня в Астане»: a participle tells of the noun where it says held, planned, put off
        told_of = verb.head == trigger.root and self.signs.has(verb, "status", "support")
        return verb in (trigger.root, *trigger.root.ancestors) or told_of

    def _has_place_case(self, mention: Found) -> bool:
        root = mention.span.root
        while root.dep_ in ("conj", "appos", "flat") and root.head.i in range(mention.span.start - 4, mention.span.end):
            root = root.head
        return self.signs.case_job(root, "place") or self.signs.before(mention.span.start, "place") is not None

    def date(self, contact: Contact, clause: Clause) -> Found | None:
        """The date of the sentence that hangs on the trigger or its verbs, else the nearest one."""
        sentence = contact.trigger.sent
        dates = [
            m
            for m in self.mentions
            if m.label == "DATE"
            and sentence.start <= m.span.start < sentence.end
            and m.span.start not in self.actor_at
            and self._in_clause(m.span.root, contact.trigger)
            and not self._dates_a_thing(m.span.root, clause)
        ]

        def distance(mention: Found) -> tuple[bool, int]:
            return (mention.span.root.head.i not in clause.tokens, abs(mention.span.start - contact.trigger.start))

        return min(dates, key=distance, default=None)

    @staticmethod
    def _dates_a_thing(date: Token, clause: Clause) -> bool:
        """Whether a date belongs to a thing, not to the meeting: "a programme for 2024-2026"."""
        thing = date.head
        return date.dep_ == "nmod" and thing.dep_ in OBJECTS and thing.pos_ == "NOUN" and thing.i not in clause.tokens
