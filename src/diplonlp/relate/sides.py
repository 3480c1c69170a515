"""Who takes part in a contact.

The tree is asked first. Where it is broken, as in headlines and machine translation, the order of words decides: the
name right after "with" or «с» is the other side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Span, Token

from diplonlp.knowledge.schema import TriggerWord
from diplonlp.passages import Found
from diplonlp.relate.actors import Actor
from diplonlp.relate.clauses import SUBJECTS, Clause, Contact, before_determiners
from diplonlp.relate.cues import Signs
from diplonlp.relate.roles import FARTHEST_SIDE, WIDEST_GAP, Roles

_LOOSE = {"CCONJ", "DET", "PRON", "ADJ", "NOUN", "PROPN"}  # words between two sides: "and his Norwegian counterpart"
_BEFORE_VERB = {"DET", "AUX", "ADV", "PART", "PUNCT", "ADJ", "NUM", "PROPN", "NOUN"}  # between a subject and its verb
_BEFORE_NAME = {"DET", "ADJ", "ADP", "PROPN", "PUNCT"}  # between a verb and the person it takes: "called on Mr."


class SideReader:
    """Finds the participants of one passage's contacts.

    Parameters
    ----------
    signs : Signs
        The passage's cues.
    actors : sequence of Actor
        Its actors.
    mentions : sequence of Found
        Its mentions, for nationalities.
    actor_at : mapping of int to Actor
        Which actor a token belongs to.
    """

    def __init__(
        self, signs: Signs, actors: Sequence[Actor], mentions: Sequence[Found], actor_at: Mapping[int, Actor]
    ) -> None:
        self.signs = signs
        self.actors = actors
        self.mentions = mentions
        self.actor_at = actor_at
        self.nationalities = {i for m in mentions if m.label == "NORP" for i in range(m.span.start, m.span.end)}
        self.roles = Roles(signs, actors, actor_at)

    def fill(self, contact: Contact, clause: Clause) -> None:
        """Sort the sentence's actors into participants and organisations in whose frame the meeting is."""
        for actor in self._in_sentence(contact.trigger):
            role = self.roles.of[actor]
            if actor.start <= contact.trigger.start < actor.end:
                continue
            if self.roles.is_frame(actor, role, clause, contact.row):
                contact.frames.append(actor)
            elif self.roles.takes_part(actor, role, clause, contact.row):
                contact.actors.append(actor)
                if self.roles.is_with(actor, clause):
                    contact.others.append(actor)
        if not any(self.roles.is_subject(self.roles.of[actor], clause) for actor in contact.actors):
            contact.actors += self._subject_told_of(contact, clause) or self._subject_by_order(contact, clause)
        contact.actors += self._object_by_order(contact, clause)
        self._add_second_side(contact)
        self._add_joined(contact, clause)
        self._add_joined_before(contact, clause)
        self._add_leaders(contact)
        contact.actors.sort(key=lambda actor: actor.start)
        if contact.row.pattern == "destination":
            contact.actors = [a for a in contact.actors if a.label != "ORG" or self.roles.of[a].dep in SUBJECTS]

    def parties(self, trigger: Span) -> list[str]:
        """The states that adjectives on the noun name: "Russian-Kyrgyz talks", «российско-киргизские переговоры»."""
        norps = [m for m in self.mentions if m.label == "NORP" and m.kb]
        return [m.kb.removeprefix("state:") for m in norps if self._describes(m.span[-1], trigger.root)]

    def _describes(self, adjective: Token, noun: Token) -> bool:
        """Whether an adjective belongs to a noun, by the tree or, among other adjectives, right before it."""
        i = adjective.i
        near = i < noun.i <= i + 3 and adjective.sent.start == noun.sent.start
        return adjective.head == noun or (near and not self._broken(i + 1, noun.i))

    def has_needed(self, span: Span, row: TriggerWord, clause: Clause) -> bool:
        """Whether one of the words a trigger needs stands in its sentence; "with" asks for another side."""
        if "with" in row.needs:
            inside = self._in_sentence(span)
            together = [a for a in inside if self.roles.is_subject(self.roles.of[a], clause) and a.label != "ORG"]
            return len(together) > 1 or any(self.roles.is_with(actor, clause) for actor in inside)
        words = {token.lemma_.lower() for token in span.sent} | {token.lower_ for token in span.sent}
        return not words.isdisjoint(row.needs)

    def is_of_sides(self, clause: Clause) -> bool:
        """Whether the subject is "the parties" or "the two", whoever they were before."""
        if any(self.signs.has(c, "again") for noun in clause.nouns for c in noun.children):
            return True  # "the next round of talks" has the sides of the last
        if clause.nouns and any(self.signs.has(verb, "discuss") for verb in clause.verbs):
            return False  # "the sides discussed the summit" tells no summit
        subjects = [
            c for verb in clause.verbs for c in verb.children if c.dep_ in SUBJECTS and c.i not in self.actor_at
        ]
        return any(self.signs.has(subject, "sides") for subject in subjects)

    def subject_before(self, span: Span, clause: Clause) -> tuple[str, ...]:
        """The person who was the subject of the sentence right before."""
        start = span.sent.start
        subjects_here = [a for a in self._in_sentence(span) if self.roles.of[a].dep in SUBJECTS] + [
            c for verb in clause.verbs for c in verb.children if c.dep_ in SUBJECTS and c.i not in self.actor_at
        ]
        if start == 0 or subjects_here or span.root.dep_ not in (*SUBJECTS, "ROOT", "obj"):
            return ()
        before = span.doc[start - 1].sent
        subjects = [
            a
            for a in self.actors
            if before.start <= a.start < before.end and a.label == "PERSON" and self.roles.of[a].dep in SUBJECTS
        ]
        return subjects[-1].entities if subjects else ()

    def _in_sentence(self, span: Span) -> list[Actor]:
        sentence = span.sent
        return [a for a in self.actors if sentence.start <= a.start and a.end <= sentence.end]

    def _subject_by_order(self, contact: Contact, clause: Clause) -> list[Actor]:
        """The actor right before the first verb, where the tree gives no subject: headlines and rare words break it."""
        verbs = [token for token in clause.verbs if token.pos_ in ("VERB", "AUX")]
        if not verbs or ("Part" in verbs[0].morph.get("VerbForm", []) and self.signs.doc.lang_ == "ru"):
            return []
        if any(c.dep_ in SUBJECTS and c.i not in self.actor_at for verb in verbs for c in verb.children):
            return []  # "the talks took place", "they met": the subject is there
        first = min(token.i for token in verbs)
        before = [a for a in self._in_sentence(contact.trigger) if a.end <= first]
        nearest = max(before, key=lambda a: a.end, default=None)
        if nearest is None or nearest in contact.actors or nearest in contact.frames or self._has_preposition(nearest):
            return []
        gap = self.signs.doc[nearest.end : first]
        if len(gap) > WIDEST_GAP or any(t.pos_ not in _BEFORE_VERB for t in gap):
            return []
        subjects = [nearest]
        for actor in reversed([a for a in before if a is not nearest]):
            joint = self.signs.doc[actor.end : subjects[-1].start]
            joined = any(t.pos_ == "CCONJ" for t in joint) and all(self._joins(token) for token in joint)
            if not joined or len(joint) > 3 or self._has_preposition(actor):
                break
            subjects.append(actor)
        return subjects[::-1]

    def _subject_told_of(self, contact: Contact, clause: Clause) -> list[Actor]:
        """The actor a relative clause before the verb tells of, where the tree gives no subject: "X, who …, met Y"."""
        verbs = [token for token in clause.verbs if token.pos_ in ("VERB", "AUX")]
        first = min((token.i for token in verbs), default=0)
        doc = self.signs.doc
        while first > 0 and doc[first - 1].pos_ in ("ADV", "AUX", "PART"):
            first -= 1
        if not verbs or first == 0 or doc[first - 1].text != ",":
            return []
        for actor in reversed([a for a in self._in_sentence(contact.trigger) if a.end + 1 < first - 1]):
            told = doc[actor.end].text == "," and "Rel" in doc[actor.end + 1].morph.get("PronType", [])
            if told and actor not in contact.actors and not self._has_preposition(actor):
                return [actor]
        return []

    def _object_by_order(self, contact: Contact, clause: Clause) -> list[Actor]:
        """The person right after a verb that takes one, where the tree hangs him elsewhere: "called on Minister X"."""
        if contact.row.pattern not in ("object", "mutual") or contact.row.pos != "VERB" or len(contact.actors) > 1:
            return []
        after = [a for a in self._in_sentence(contact.trigger) if a.start >= contact.trigger.end]
        nearest = min(after, key=lambda a: a.start, default=None)
        if nearest is None or nearest.label != "PERSON" or nearest in contact.actors or nearest in contact.frames:
            return []
        gap = self.signs.doc[contact.trigger.end : nearest.start]
        near = all(t.pos_ in _BEFORE_NAME or t.i in self.nationalities for t in gap) and len(gap) <= WIDEST_GAP
        return [nearest] if near and contact.actors else []

    def _add_second_side(self, contact: Contact) -> None:
        """Add the second side of "between A and his counterpart B", whatever the tree makes of it."""
        for actor in list(contact.actors):
            following = next((a for a in self.actors if a.start >= actor.end), None)
            if following is None or following in contact.actors or not self.roles.stands_after(actor, "between"):
                continue
            gap = self.signs.doc[actor.end : following.start]
            if any(t.pos_ == "CCONJ" for t in gap) and all(t.pos_ in _LOOSE for t in gap) and len(gap) <= WIDEST_GAP:
                contact.actors.append(following)

    def _add_leaders(self, contact: Contact) -> None:
        """Who leads a delegation that takes part takes part: "a Tajik delegation led by X"."""
        for actor in self.actors:
            if actor.label != "PERSON" or actor in contact.actors or not self.roles.stands_after(actor, "lead"):
                continue
            led = [a for a in contact.actors if a.label != "PERSON" and 0 <= actor.start - a.end <= FARTHEST_SIDE]
            if led:
                contact.actors.append(actor)

    def _add_joined(self, contact: Contact, clause: Clause) -> None:
        """People joined to a participant by "and" or a comma, unless they are the subject of another verb."""
        for actor in list(contact.actors):
            last = actor
            for following in (a for a in self.actors if a.start >= actor.end):
                gap = self.signs.doc[last.end : following.start]
                joins = 0 < len(gap) <= 3 and all(self._joins(token) for token in gap)
                role = self.roles.of[following]
                elsewhere = role.dep in SUBJECTS and role.governor not in clause.verbs
                if (
                    following.label != actor.label
                    or not joins
                    or elsewhere
                    or following.start >= contact.trigger.sent.end
                ):
                    break
                if following not in contact.actors:
                    contact.actors.append(following)
                    if actor in contact.others:
                        contact.others.append(following)
                last = following

    def _add_joined_before(self, contact: Contact, clause: Clause) -> None:
        """People joined to a subject from before it, where the tree lets go of the first of them: "X and Y met"."""
        first = [a for a in contact.actors if a not in contact.others]
        subjects = [a for a in first if self.roles.is_subject(self.roles.of[a], clause)]
        for subject in subjects:
            last, joined = subject, False
            for actor in reversed([a for a in self._in_sentence(contact.trigger) if a.end <= subject.start]):
                gap = self.signs.doc[actor.end : last.start]
                joined = joined or any(token.pos_ == "CCONJ" for token in gap)
                small = 0 < len(gap) <= 3 and all(self._joins(token) for token in gap)
                if not (small and joined) or actor.label != subject.label or self._has_preposition(actor):
                    break
                if actor not in contact.actors:
                    contact.actors.append(actor)
                last = actor

    def _joins(self, token: Token) -> bool:
        """Whether a word may stand between two joined names: "and", a comma, an article, "acting"."""
        small = token.pos_ in ("CCONJ", "DET") or token.text == ","
        return small or token.i in self.nationalities or self.signs.has(token, "title-status")

    def _has_preposition(self, actor: Actor) -> bool:
        """Whether a preposition stands before an actor, articles and adjectives aside."""
        doc = self.signs.doc
        i = before_determiners(doc, actor.start)
        return i > 0 and doc[i - 1].pos_ == "ADP"

    def _broken(self, start: int, end: int) -> bool:
        return any(
            t.pos_ not in ("ADJ", "PUNCT", "CCONJ", "NOUN") or t.i in self.actor_at for t in self.signs.doc[start:end]
        )
