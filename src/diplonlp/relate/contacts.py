"""One trigger read: who took part, in whose frame, where, when, and whether it took place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Span

from diplonlp.knowledge.schema import TriggerWord
from diplonlp.passages import Found
from diplonlp.relate.actors import Actor
from diplonlp.relate.circumstances import CircumstanceReader
from diplonlp.relate.clauses import ClauseFinder, Contact
from diplonlp.relate.cues import TRIGGER, Sign, Signs
from diplonlp.relate.sides import SideReader
from diplonlp.relate.status import read_status
from diplonlp.tag.phrases import Match


class ContactReader:
    """Reads the triggers of one passage.

    Parameters
    ----------
    signs : Signs
        The passage's cues.
    actors : sequence of Actor
        Its actors.
    mentions : sequence of Found
        Its mentions, for dates, places and nationalities.
    """

    def __init__(self, signs: Signs, actors: Sequence[Actor], mentions: Sequence[Found]) -> None:
        self.signs = signs
        self.mentions = mentions
        actor_at = {i: actor for actor in actors for i in range(actor.start, actor.end)}
        self._clauses = ClauseFinder(signs, actor_at)
        self._sides = SideReader(signs, actors, mentions, actor_at)
        self._circumstances = CircumstanceReader(signs, mentions, actor_at)

    def contacts(self) -> list[Contact]:
        """Return what every trigger of the passage says, by its place in the text."""
        found = []
        named = {
            i for m in self.mentions if m.label in ("ORG", "TITLE", "PERSON") for i in range(m.span.start, m.span.end)
        }
        for match in self.signs.longest_of(TRIGGER, self._is_right_word):
            contact = self._read(self.signs.doc[match.start : match.end], match) if match.end - 1 not in named else None
            if contact is not None:
                found += self._one_each(contact)
        found = [contact for contact in found if not self._is_purpose(contact, found)]
        self._share_out(found)
        found = self._with_journeys(found)
        return sorted(found, key=lambda c: c.trigger.start)

    def _with_journeys(self, contacts: list[Contact]) -> list[Contact]:
        """Give a visit who arrives on it: "arrived in Dushanbe on a working visit" is one visit."""
        kept = list(contacts)
        for arrival in (c for c in contacts if c.row.pattern == "arrival"):
            sentence = arrival.trigger.sent.start
            visits = [
                c
                for c in contacts
                if c.row.mode == "visit" and c.row.pos == "NOUN" and c.trigger.sent.start == sentence
            ]
            if len(visits) == 1 and all(a in arrival.actors or a.label != "PERSON" for a in visits[0].actors):
                visit = visits[0]
                visit.actors = [*arrival.actors, *(a for a in visit.actors if a not in arrival.actors)]
                visit.place, visit.date = arrival.place or visit.place, visit.date or arrival.date
                kept.remove(arrival)
        return kept

    def _one_each(self, contact: Contact) -> list[Contact]:
        """One contact for each journey's goal and each other side met apart.

        "Met with A on Monday and with B on Tuesday" and "meetings with A and B" tell two, "talks with A and B" one.
        """
        if contact.row.mode == "visit" and contact.place is not None:
            root = contact.place.span.root
            more = [
                m
                for m in self.mentions
                if m.label in ("LOC", "STATE") and m.span.root.dep_ == "conj" and m.span.root.head == root
            ]
            if more:  # "will visit Yerevan and Tbilisi" is two visits
                return [contact, *(replace(contact, place=place) for place in more)]
        hosts = [actor for actor in contact.actors if actor not in contact.others]
        apart = contact.row.pattern in ("mutual", "event") and all(
            self._sides.roles.stands_after(actor, "with") for actor in contact.others
        )
        plural = contact.row.one_by_one == "yes" and "Plur" in contact.trigger.root.morph.get("Number", [])
        if len(contact.others) < 2 or not (apart or (plural and hosts)):
            return [contact]
        sides = sorted(contact.others, key=lambda actor: actor.start)
        ends = [*(actor.start for actor in sides[1:]), contact.trigger.sent.end]
        dates = [m for m in self.mentions if m.label == "DATE"] if apart else []
        found = []
        for actor, end in zip(sides, ends, strict=True):
            own = next((m for m in dates if actor.end <= m.span.start < end), contact.date)
            found.append(replace(contact, actors=[*hosts, actor], others=[actor], date=own))
        return found

    def _is_purpose(self, contact: Contact, contacts: list[Contact]) -> bool:
        """Whether a verb only says what another meeting was for: "met Y to discuss trade" is one meeting."""
        if contact.row.pos != "VERB":
            return False
        gaps = [c.trigger.start - contact.trigger.end for c in contacts if c.row.pos == "NOUN"]
        if contact.row.pattern == "object" and any(0 <= gap <= 3 for gap in gaps):
            return True  # "to host talks": the talks are the meeting
        above = self._clauses.find(contact.trigger, contact.row).verbs[1:]
        return any(other.trigger.root in above for other in contacts if other is not contact)

    @staticmethod
    def _share_out(contacts: list[Contact]) -> None:
        """Leave an other side that two triggers of a sentence claim to the nearer one before it."""
        for actor in {other for contact in contacts for other in contact.others}:
            claims = [c for c in contacts if actor in c.others and c.trigger.start < actor.start]
            nearest = max(claims, key=lambda c: c.trigger.start, default=None)
            for contact in claims:
                if contact is not nearest:
                    contact.others.remove(actor)
                    contact.actors.remove(actor)

    def _is_right_word(self, match: Match[Sign]) -> bool:
        """Whether a word is the part of speech its table says: "talks" the noun, not "he talks"."""
        row = match.payload.row
        assert isinstance(row, TriggerWord)
        root = self.signs.doc[match.start : match.end].root
        if row.pos == "NOUN":
            # A tagger may take a rare noun for anything; only a word that is a verb too can really be one.
            return row.also_verb == "no" or root.pos_ not in ("VERB", "AUX")
        return root.pos_ == "VERB" and root.dep_ != "amod"

    def _read(self, span: Span, match: Match[Sign]) -> Contact | None:
        row = match.payload.row
        assert isinstance(row, TriggerWord)
        clause = self._clauses.find(span, row)
        contact = Contact(trigger=span, row=row, status="held", mode=row.mode)
        if row.needs and not self._sides.has_needed(span, row, clause):
            return None
        self._sides.fill(contact, clause)
        people = [actor for actor in contact.actors if actor.label != "ORG"]
        if "with" in row.needs and len(people) < 2 and all(actor.label == "ORG" for actor in contact.others):
            return None  # to speak with a news agency, to negotiate with a company: no contact of states
        if row.pattern == "arrival" and all(actor.label != "PERSON" for actor in contact.actors):
            return None
        if row.pattern == "object" and (len(contact.actors) < 2 or all(a.label != "PERSON" for a in contact.actors)):
            return None  # "received a letter", «принял решение»
        contact.parties = self._sides.parties(contact.trigger)
        contact.status = row.status or read_status(span, clause.nouns, clause.verbs or clause.near, self.signs)
        people = [actor for actor in contact.actors if actor.label == "PERSON"]
        if contact.status == "denied" and len(people) > 1:
            contact.actors = people  # «МИД опроверг сообщения о встрече A с B»: the ministry only denies it
        contact.mode = self._circumstances.mode(contact, clause)
        contact.place = self._circumstances.place(contact, clause)
        contact.date = self._circumstances.date(contact, clause)
        contact.definite = self._is_definite(span)
        contact.sides = self._sides.is_of_sides(clause)
        contact.spoken_of = bool(clause.nouns) and any(
            self.signs.has(verb, "discuss") for verb in (*clause.verbs, *clause.near)
        )
        contact.before = self._sides.subject_before(span, clause)
        return contact

    def _is_definite(self, span: Span) -> bool:
        """Whether a noun points back at a meeting told before: "during the meeting", «в ходе этой встречи»."""
        children = list(span.root.children)
        if any("Def" in c.morph.get("Definite", []) or "Dem" in c.morph.get("PronType", []) for c in children):
            return True
        return self.signs.case_job(span.root, "frame") and not any(c.dep_ == "nmod" for c in children)
