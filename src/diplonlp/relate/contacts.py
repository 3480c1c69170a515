"""One trigger read: who took part, in whose frame, where, when, and whether it took place.

The tree is asked first. Where it is broken, as in headlines and machine translation, the order of words decides: the
name right after "with" or «с» is the other side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from diplonlp.knowledge.schema import TriggerWord
from diplonlp.passages import Found, is_possessive
from diplonlp.records import Status
from diplonlp.relate.actors import Actor, Role, role_of
from diplonlp.relate.cues import TRIGGER, Sign, Signs
from diplonlp.relate.status import read_status
from diplonlp.tag.phrases import Match

_SUBJECTS = {"nsubj", "nsubj:pass", "csubj"}
_OBJECTS = {"obj", "iobj", "obl:arg"}
_LOOSE = {"CCONJ", "DET", "PRON", "ADJ", "NOUN", "PROPN"}  # words between two sides: "and his Norwegian counterpart"
_WIDEST = 5
_FARTHEST_GOAL = 8  # tokens from "a trip" over who makes it to "to Berlin"
_FARTHEST_SIDE = 14  # tokens from a trigger to a "with" that the tree hangs elsewhere
_BEFORE_VERB = {"DET", "AUX", "ADV", "PART", "PUNCT", "ADJ", "NUM", "PROPN", "NOUN"}  # between a subject and its verb
_BEFORE_NAME = {"DET", "ADJ", "ADP", "PROPN", "PUNCT"}  # between a verb and the person it takes: "called on Mr."
_OWNERS = {"nmod", "nmod:poss", "amod", "compound", "nmod:agent"}


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
        self.actors = actors
        self.mentions = mentions
        self.actor_at = {i: actor for actor in actors for i in range(actor.start, actor.end)}
        self.nationalities = {i for m in mentions if m.label == "NORP" for i in range(m.span.start, m.span.end)}
        self.roles: dict[Actor, Role] = {actor: role_of(actor, signs, self.actor_at) for actor in actors}

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
            self._stands_after(actor, "with") for actor in contact.others
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
        above = self._clause(contact.trigger, contact.row).verbs[1:]
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
        clause = self._clause(span, row)
        contact = Contact(trigger=span, row=row, status="held", mode=row.mode)
        if row.needs and not self._needed(span, row, clause):
            return None
        self._fill_actors(contact, clause)
        people = [actor for actor in contact.actors if actor.label != "ORG"]
        if "with" in row.needs and len(people) < 2 and all(actor.label == "ORG" for actor in contact.others):
            return None  # to speak with a news agency, to negotiate with a company: no contact of states
        if row.pattern == "arrival" and all(actor.label != "PERSON" for actor in contact.actors):
            return None
        if row.pattern == "object" and (len(contact.actors) < 2 or all(a.label != "PERSON" for a in contact.actors)):
            return None  # "received a letter", «принял решение»
        self._fill_parties(contact)
        contact.status = row.status or read_status(span, clause.nouns, clause.verbs or clause.near, self.signs)
        people = [actor for actor in contact.actors if actor.label == "PERSON"]
        if contact.status == "denied" and len(people) > 1:
            contact.actors = people  # «МИД опроверг сообщения о встрече A с B»: the ministry only denies it
        contact.mode = self._mode(contact, clause)
        contact.place = self._place_of_clause(contact) or self._place(contact, clause)
        contact.date = self._date(contact, clause)
        contact.definite = self._is_definite(span)
        contact.sides = self._has_sides(clause)
        contact.spoken_of = bool(clause.nouns) and any(
            self.signs.has(verb, "discuss") for verb in (*clause.verbs, *clause.near)
        )
        contact.before = self._subject_before(span, clause)
        return contact

    def _has_sides(self, clause: Clause) -> bool:
        """Whether the subject is "the parties" or "the two", whoever they were before."""
        if any(self.signs.has(c, "again") for noun in clause.nouns for c in noun.children):
            return True  # "the next round of talks" has the sides of the last
        if clause.nouns and any(self.signs.has(verb, "discuss") for verb in clause.verbs):
            return False  # "the sides discussed the summit" tells no summit
        subjects = [
            c for verb in clause.verbs for c in verb.children if c.dep_ in _SUBJECTS and c.i not in self.actor_at
        ]
        return any(self.signs.has(subject, "sides") for subject in subjects)

    def _subject_before(self, span: Span, clause: Clause) -> tuple[str, ...]:
        """The person who was the subject of the sentence right before."""
        start = span.sent.start
        subjects_here = [a for a in self._in_sentence(span) if self.roles[a].dep in _SUBJECTS] + [
            c for verb in clause.verbs for c in verb.children if c.dep_ in _SUBJECTS and c.i not in self.actor_at
        ]
        if start == 0 or subjects_here or span.root.dep_ not in (*_SUBJECTS, "ROOT", "obj"):
            return ()
        before = span.doc[start - 1].sent
        subjects = [
            a
            for a in self.actors
            if before.start <= a.start < before.end and a.label == "PERSON" and self.roles[a].dep in _SUBJECTS
        ]
        return subjects[-1].entities if subjects else ()

    def _needed(self, span: Span, row: TriggerWord, clause: Clause) -> bool:
        """Whether one of the words a trigger needs stands in its sentence; "with" asks for another side."""
        if "with" in row.needs:
            inside = self._in_sentence(span)
            together = [a for a in inside if self._is_subject(self.roles[a], clause) and a.label != "ORG"]
            return len(together) > 1 or any(self._is_with(actor, clause) for actor in inside)
        words = {token.lemma_.lower() for token in span.sent} | {token.lower_ for token in span.sent}
        return not words.isdisjoint(row.needs)

    def _in_sentence(self, span: Span) -> list[Actor]:
        sentence = span.sent
        return [a for a in self.actors if sentence.start <= a.start and a.end <= sentence.end]

    # -- the clause -----------------------------------------------------------------------------------------------

    def _clause(self, span: Span, row: TriggerWord) -> Clause:
        head = span.root
        if row.pos == "VERB":
            return Clause(nouns=(), verbs=tuple(self._verb_chain(head)), near=())
        nouns = [head]
        while nouns[-1].dep_ in ("nmod", "compound", "conj", "amod", "flat") and self._is_plain_noun(nouns[-1].head):
            nouns.append(nouns[-1].head)
        top = nouns[-1]
        verb = top.head
        predicate = verb.pos_ in ("VERB", "AUX", "ADJ") or any(c.dep_ in _SUBJECTS for c in verb.children)
        if verb == top or not predicate:
            return Clause(tuple(nouns), (), ())
        if self._carries(verb, top):
            return Clause(tuple(nouns), tuple(self._verb_chain(verb)), ())
        return Clause(tuple(nouns), (), (verb,))

    def _is_plain_noun(self, token: Token) -> bool:
        return token.pos_ == "NOUN" and token.i not in self.actor_at

    def _carries(self, verb: Token, noun: Token) -> bool:
        """Whether a verb's subject takes part in the meeting its noun names.

        "X held talks", "X took part in the session", and "X said during the meeting", but not "X criticised the talks".
        """
        if noun.dep_ in _SUBJECTS:
            return False
        if noun.dep_ in _OBJECTS:
            return self.signs.has(verb, "support", "status")
        if self.signs.has(verb, "status"):
            return True  # "is preparing for talks", «отказался от встречи»
        if self.signs.has(verb, "arrival"):
            return True  # "arrived on a visit", «прибывший с визитом»
        framed = self.signs.case_job(noun, "frame", "topic", "place")
        return framed and (verb.pos_ == "VERB" or any(c.dep_ in _SUBJECTS for c in verb.children))

    def _verb_chain(self, verb: Token) -> list[Token]:
        """A verb and the verbs above it that share its subject: "plans to meet", "met and discussed"."""
        chain = [verb]
        while True:
            top = chain[-1]
            above = top.head
            own_subject = any(child.dep_ in _SUBJECTS for child in top.children)
            subject_above = any(child.dep_ in _SUBJECTS for child in above.children)
            if above == top or own_subject or not (subject_above or above.pos_ in ("VERB", "AUX", "ADJ", "NOUN")):
                return chain
            if top.dep_ not in ("xcomp", "conj", "advcl", "ccomp", "acl", "parataxis") or above in chain:
                return chain
            if top.dep_ in ("ccomp", "parataxis") and "Inf" not in top.morph.get("VerbForm", []):
                return chain
            chain.append(above)
            offered = above.dep_ in _OBJECTS or self.signs.has(above, "status")
            if above.pos_ == "NOUN" and offered and above.head.pos_ == "VERB":
                chain.append(above.head)  # "accepted an invitation to visit", «заявил о готовности встретиться»

    # -- who ------------------------------------------------------------------------------------------------------

    def _fill_actors(self, contact: Contact, clause: Clause) -> None:
        """Sort the sentence's actors into participants and organisations in whose frame the meeting is."""
        for actor in self._in_sentence(contact.trigger):
            role = self.roles[actor]
            if actor.start <= contact.trigger.start < actor.end:
                continue
            if self._is_frame(actor, role, clause, contact.row):
                contact.frames.append(actor)
            elif self._takes_part(actor, role, clause, contact.row):
                contact.actors.append(actor)
                if self._is_with(actor, clause):
                    contact.others.append(actor)
        if not any(self._is_subject(self.roles[actor], clause) for actor in contact.actors):
            contact.actors += self._subject_told_of(contact, clause) or self._subject_by_order(contact, clause)
        contact.actors += self._object_by_order(contact, clause)
        self._add_second_side(contact)
        self._add_joined(contact)
        self._add_joined_before(contact, clause)
        self._add_leaders(contact)
        contact.actors.sort(key=lambda actor: actor.start)
        if contact.row.pattern == "destination":
            contact.actors = [a for a in contact.actors if a.label != "ORG" or self.roles[a].dep in _SUBJECTS]

    def _subject_by_order(self, contact: Contact, clause: Clause) -> list[Actor]:
        """The actor right before the first verb, where the tree gives no subject: headlines and rare words break it."""
        verbs = [token for token in clause.verbs if token.pos_ in ("VERB", "AUX")]
        if not verbs or ("Part" in verbs[0].morph.get("VerbForm", []) and self.signs.doc.lang_ == "ru"):
            return []
        if any(c.dep_ in _SUBJECTS and c.i not in self.actor_at for verb in verbs for c in verb.children):
            return []  # "the talks took place", "they met": the subject is there
        first = min(token.i for token in verbs)
        before = [a for a in self._in_sentence(contact.trigger) if a.end <= first]
        nearest = max(before, key=lambda a: a.end, default=None)
        if nearest is None or nearest in contact.actors or nearest in contact.frames or self._has_preposition(nearest):
            return []
        gap = self.signs.doc[nearest.end : first]
        if len(gap) > _WIDEST or any(t.pos_ not in _BEFORE_VERB for t in gap):
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
        near = all(t.pos_ in _BEFORE_NAME or t.i in self.nationalities for t in gap) and len(gap) <= _WIDEST
        return [nearest] if near and contact.actors else []

    def _has_preposition(self, actor: Actor) -> bool:
        """Whether a preposition stands before an actor, articles and adjectives aside."""
        doc = self.signs.doc
        i = before_determiners(doc, actor.start)
        return i > 0 and doc[i - 1].pos_ == "ADP"

    def _add_second_side(self, contact: Contact) -> None:
        """Add the second side of "between A and his counterpart B", whatever the tree makes of it."""
        for actor in list(contact.actors):
            following = next((a for a in self.actors if a.start >= actor.end), None)
            if following is None or following in contact.actors or not self._stands_after(actor, "between"):
                continue
            gap = self.signs.doc[actor.end : following.start]
            if any(t.pos_ == "CCONJ" for t in gap) and all(t.pos_ in _LOOSE for t in gap) and len(gap) <= _WIDEST:
                contact.actors.append(following)

    def _is_invited(self, role: Role, clause: Clause) -> bool:
        """Whether an actor is the one to whom a meeting is proposed: «предложил Рудакову провести встречу»."""
        offered = role.governor in clause.verbs and self.signs.value(role.governor, "status") == "proposed"
        return offered and role.dep in _OBJECTS

    @staticmethod
    def _is_told_of(actor: Actor, role: Role, clause: Clause) -> bool:
        """Whether a name right after a noun of meeting is hung on it as an apposition: «разговор Айдына и Рудакова»."""
        if role.dep not in ("appos", "flat") or role.governor not in clause.nouns or actor.label != "PERSON":
            return False
        return all(token.text != "," for token in role.head.doc[role.governor.i : role.head.i])

    def _is_visitor(self, actor: Actor, clause: Clause, row: TriggerWord) -> bool:
        """Whether "by" names who makes a journey, wherever the tree hangs it: "a visit to Rome by X"."""
        first = max((token.i for token in clause.nouns if token.i < actor.start), default=None)
        if row.mode != "visit" or first is None:
            return False
        gap = self.signs.doc[first + 1 : actor.start]
        return (
            self._stands_after(actor, "agent")
            and len(gap) <= _FARTHEST_SIDE
            and all(token.pos_ != "VERB" for token in gap)
        )

    def _add_leaders(self, contact: Contact) -> None:
        """Who leads a delegation that takes part takes part: "a Tajik delegation led by X"."""
        for actor in self.actors:
            if actor.label != "PERSON" or actor in contact.actors or not self._stands_after(actor, "lead"):
                continue
            led = [a for a in contact.actors if a.label != "PERSON" and 0 <= actor.start - a.end <= _FARTHEST_SIDE]
            if led:
                contact.actors.append(actor)

    def _add_joined(self, contact: Contact) -> None:
        """People joined to a participant by "and" or a comma, unless they are the subject of another verb."""
        for actor in list(contact.actors):
            last = actor
            for following in (a for a in self.actors if a.start >= actor.end):
                gap = self.signs.doc[last.end : following.start]
                joins = 0 < len(gap) <= 3 and all(self._joins(token) for token in gap)
                role = self.roles[following]
                elsewhere = role.dep in _SUBJECTS and role.governor not in self._clause_verbs(contact)
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
        subjects = [a for a in contact.actors if a not in contact.others and self._is_subject(self.roles[a], clause)]
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

    def _clause_verbs(self, contact: Contact) -> tuple[Token, ...]:
        return self._clause(contact.trigger, contact.row).verbs

    def _stands_after(self, actor: Actor, job: str) -> bool:
        """Whether a preposition with a job stands before an actor, articles, possessives and adjectives aside."""
        return self.signs.before(before_determiners(self.signs.doc, actor.start), job) is not None

    def _is_frame(self, actor: Actor, role: Role, clause: Clause, row: TriggerWord) -> bool:
        """Whether an organisation is the body that meets: "session of the CIS IPA", «саммит ШОС»."""
        owner = (
            role.dep in _OWNERS
            and role.governor in clause.nouns
            and not self.signs.case_job(role.head, "with", "between")
        )
        if actor.label == "ORG" and row.pattern == "gathering" and clause.nouns and actor.end == clause.nouns[0].i:
            return True  # "the CIS summit"
        opens = row.pattern == "gathering" and self._is_subject(role, clause)  # "the Council held its session"
        return actor.label == "ORG" and (owner or opens)

    def _takes_part(self, actor: Actor, role: Role, clause: Clause, row: TriggerWord) -> bool:
        spoken_of = self.signs.case_job(role.head, "absent") or self.signs.before(actor.start, "absent") is not None
        if spoken_of and not self._is_with(actor, clause):
            return False
        return (
            self._is_subject(role, clause)
            or self._is_with(actor, clause)
            or self._is_between(actor, clause)
            or self._is_agent(role, clause)
            or (
                row.pattern in ("mutual", "object", "destination")
                and role.dep in _OBJECTS
                and role.governor in clause.verbs[:1]
            )
            or self._is_owner(role, clause, row)
            or self._is_invited(role, clause)
            or self._is_told_of(actor, role, clause)
            or self._is_visitor(actor, clause, row)
            or self._is_antecedent(actor, clause)
        )

    @staticmethod
    def _is_subject(role: Role, clause: Clause) -> bool:
        return role.dep in _SUBJECTS and role.governor in clause.verbs

    def _is_antecedent(self, actor: Actor, clause: Clause) -> bool:
        """Whether a clause about an actor holds the trigger: «прибывший с визитом», "who met X"."""
        for verb in (*clause.verbs, *clause.near):
            if verb.dep_ not in ("acl", "acl:relcl") or not actor.start <= verb.head.i < actor.end:
                continue
            if "Part" in verb.morph.get("VerbForm", []):
                return verb in clause.verbs
            relative = [c for c in verb.subtree if "Rel" in c.morph.get("PronType", [])]
            return any(
                (c.dep_ in _SUBJECTS and verb in clause.verbs) or c.dep_ in _OBJECTS or self.signs.case_job(c, "with")
                for c in relative
            )
        return False

    def _is_with(self, actor: Actor, clause: Clause) -> bool:
        """Whether an actor is the other side: the tree says "with", or "with" stands right before him."""
        role = self.roles[actor]
        if self.signs.case_job(role.head, "with") or self._stands_after(actor, "with"):
            if role.governor in clause.nouns or (
                role.governor in clause.verbs and self._shares_side(role.governor, clause)
            ):
                return True
            first = max((i for i in clause.tokens if i < actor.start), default=actor.start)
            between = self.signs.doc[first : actor.start]
            verbs = [t for t in between if t.pos_ == "VERB" and t.i not in clause.tokens]
            return first < actor.start and len(between) <= _FARTHEST_SIDE and not verbs
        return False

    def _shares_side(self, verb: Token, clause: Clause) -> bool:
        """Whether a "with" on a verb is the meeting's: "held with X", not "spoke with an agency during the visit"."""
        return not clause.nouns or self.signs.has(verb, "support", "arrival", "status")

    def _is_between(self, actor: Actor, clause: Clause) -> bool:
        """Whether an actor is one of two sides: the tree says so, or "talks between" stands right before him."""
        role = self.roles[actor]
        if self.signs.case_job(role.head, "between") and role.governor.i in clause.tokens:
            return True
        first = max((i for i in clause.tokens if i < actor.start), default=None)
        if first is None or not self._stands_after(actor, "between"):
            return False
        gap = self.signs.doc[first + 1 : actor.start]
        return len(gap) <= _WIDEST and all(t.pos_ != "VERB" for t in gap)

    def _is_agent(self, role: Role, clause: Clause) -> bool:
        """Whether an actor does what a passive says: "was stated by X during the meeting", «был принят президентом»."""
        if self._is_agent_by_order(role, clause):
            return True
        if role.governor not in clause.verbs and not (
            role.governor in clause.near and self.signs.has(role.governor, "support")
        ):
            return False
        if role.dep == "obl:agent":
            return True
        if role.dep != "obl":
            return False
        passive = any(c.dep_ in ("nsubj:pass", "aux:pass", "csubj:pass") for c in role.governor.children)
        bare_instrumental = "Ins" in role.head.morph.get("Case", []) and not any(
            c.dep_ == "case" for c in role.head.children
        )
        return self.signs.case_job(role.head, "agent") or (passive and bare_instrumental)

    def _is_agent_by_order(self, role: Role, clause: Clause) -> bool:
        """Whether "by" stands between a passive verb and an actor, wherever the tree hangs him."""
        passive = [v for v in clause.verbs if any(c.dep_ == "aux:pass" for c in v.children) and v.i < role.head.i]
        if not passive:
            return False
        doc = self.signs.doc
        gap = doc[passive[0].i + 1 : role.head.i]
        agents = [token for token in gap if self.signs.has(token, "agent")]
        return len(agents) == 1 and len(gap) <= _FARTHEST_SIDE and all(t.pos_ not in ("VERB", "PUNCT") for t in gap)

    def _is_owner(self, role: Role, clause: Clause, row: TriggerWord) -> bool:
        """Whether a noun of meeting belongs to an actor: "Putin's visit", «встреча президентов», "talks of X and Y"."""
        if role.dep not in _OWNERS or role.governor not in clause.nouns or row.pattern == "gathering":
            return False
        cases = [child for child in role.head.children if child.dep_ == "case"]
        return (
            not cases
            or self.signs.case_job(role.head, "agent")
            or all(is_possessive(c) or self.signs.has(c, "genitive") for c in cases)
        )

    def _fill_parties(self, contact: Contact) -> None:
        """States that adjectives on the noun name: "Russian-Kyrgyz talks", «российско-киргизские переговоры»."""
        head = contact.trigger.root
        for mention in self.mentions:
            if mention.label == "NORP" and mention.kb:
                i = mention.span.end - 1
                token = mention.span.doc[i]
                if token.head == head or (
                    i < head.i <= i + 3 and token.sent.start == head.sent.start and not self._broken(i + 1, head.i)
                ):
                    contact.parties.append(mention.kb.removeprefix("state:"))

    def _broken(self, start: int, end: int) -> bool:
        return any(
            t.pos_ not in ("ADJ", "PUNCT", "CCONJ", "NOUN") or t.i in self.actor_at for t in self.signs.doc[start:end]
        )

    # -- how, where, when -----------------------------------------------------------------------------------------

    def _mode(self, contact: Contact, clause: Clause) -> str:
        """The mode the trigger has, or a word that hangs on it or its verb gives: "by phone", «телефонный»."""
        if contact.row.mode:
            return contact.row.mode
        doc = self.signs.doc
        for token in doc[contact.trigger.sent.start : contact.trigger.sent.end]:
            value = self.signs.value(token, "mode")
            if value and (token.head.i in clause.tokens or token.i in clause.tokens):
                return value
        return ""

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
                contact.row.pattern == "destination" and root.dep_ in _OBJECTS and root.head in clause.verbs[:1]
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

    def _date(self, contact: Contact, clause: Clause) -> Found | None:
        """The date of the sentence that hangs on the trigger or its verbs, else the nearest one."""
        sentence = contact.trigger.sent
        inside = {i for a in self.actors for i in range(a.start, a.end)}
        dates = [
            m
            for m in self.mentions
            if m.label == "DATE"
            and sentence.start <= m.span.start < sentence.end
            and m.span.start not in inside
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
        return date.dep_ == "nmod" and thing.dep_ in _OBJECTS and thing.pos_ == "NOUN" and thing.i not in clause.tokens

    def _is_definite(self, span: Span) -> bool:
        """Whether a noun points back at a meeting told before: "during the meeting", «в ходе этой встречи»."""
        children = list(span.root.children)
        if any("Def" in c.morph.get("Definite", []) or "Dem" in c.morph.get("PronType", []) for c in children):
            return True
        return self.signs.case_job(span.root, "frame") and not any(c.dep_ == "nmod" for c in children)
