"""The part an actor has in a contact, by the tree and by the words right before him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from diplonlp.knowledge.schema import TriggerWord
from diplonlp.passages import is_possessive
from diplonlp.relate.actors import Actor, Role, role_of
from diplonlp.relate.clauses import OBJECTS, SUBJECTS, Clause, before_determiners
from diplonlp.relate.cues import Signs

WIDEST_GAP = 5  # tokens between two sides, or a verb and its subject
FARTHEST_SIDE = 14  # tokens from a trigger to a "with" that the tree hangs elsewhere
_OWNERS = {"nmod", "nmod:poss", "amod", "compound", "nmod:agent"}


class Roles:
    """The roles of one passage's actors.

    Parameters
    ----------
    signs : Signs
        The passage's cues.
    actors : sequence of Actor
        Its actors.
    actor_at : mapping of int to Actor
        Which actor a token belongs to.
    """

    def __init__(self, signs: Signs, actors: Sequence[Actor], actor_at: Mapping[int, Actor]) -> None:
        self.signs = signs
        self.of: dict[Actor, Role] = {actor: role_of(actor, signs, actor_at) for actor in actors}

    def is_frame(self, actor: Actor, role: Role, clause: Clause, row: TriggerWord) -> bool:
        """Whether an organisation is the body that meets: "session of the CIS IPA", «саммит ШОС»."""
        owner = (
            role.dep in _OWNERS
            and role.governor in clause.nouns
            and not self.signs.case_job(role.head, "with", "between")
        )
        if actor.label == "ORG" and row.pattern == "gathering" and clause.nouns and actor.end == clause.nouns[0].i:
            return True  # "the CIS summit"
        opens = row.pattern == "gathering" and self.is_subject(role, clause)  # "the Council held its session"
        return actor.label == "ORG" and (owner or opens)

    def takes_part(self, actor: Actor, role: Role, clause: Clause, row: TriggerWord) -> bool:
        """Whether an actor takes part in what a trigger tells; whoever is only spoken of does not."""
        spoken_of = self.signs.case_job(role.head, "absent") or self.signs.before(actor.start, "absent") is not None
        if spoken_of and not self.is_with(actor, clause):
            return False
        return (
            self.is_subject(role, clause)
            or self.is_with(actor, clause)
            or self._is_between(actor, clause)
            or self._is_agent(role, clause)
            or (
                row.pattern in ("mutual", "object", "destination")
                and role.dep in OBJECTS
                and role.governor in clause.verbs[:1]
            )
            or self._is_owner(role, clause, row)
            or self._is_invited(role, clause)
            or self._is_told_of(actor, role, clause)
            or self._is_visitor(actor, clause, row)
            or self._is_antecedent(actor, clause)
        )

    @staticmethod
    def is_subject(role: Role, clause: Clause) -> bool:
        """Whether an actor is the subject of one of the clause's verbs."""
        return role.dep in SUBJECTS and role.governor in clause.verbs

    def is_with(self, actor: Actor, clause: Clause) -> bool:
        """Whether an actor is the other side: the tree says "with", or "with" stands right before him."""
        role = self.of[actor]
        if self.signs.case_job(role.head, "with") or self.stands_after(actor, "with"):
            if role.governor in clause.nouns or (
                role.governor in clause.verbs and self._shares_side(role.governor, clause)
            ):
                return True
            first = max((i for i in clause.tokens if i < actor.start), default=actor.start)
            between = self.signs.doc[first : actor.start]
            verbs = [t for t in between if t.pos_ == "VERB" and t.i not in clause.tokens]
            return first < actor.start and len(between) <= FARTHEST_SIDE and not verbs
        return False

    def _shares_side(self, verb: Token, clause: Clause) -> bool:
        """Whether a "with" on a verb is the meeting's: "held with X", not "spoke with an agency during the visit"."""
        return not clause.nouns or self.signs.has(verb, "support", "arrival", "status")

    def _is_between(self, actor: Actor, clause: Clause) -> bool:
        """Whether an actor is one of two sides: the tree says so, or "talks between" stands right before him."""
        role = self.of[actor]
        if self.signs.case_job(role.head, "between") and role.governor.i in clause.tokens:
            return True
        first = max((i for i in clause.tokens if i < actor.start), default=None)
        if first is None or not self.stands_after(actor, "between"):
            return False
        gap = self.signs.doc[first + 1 : actor.start]
        return len(gap) <= WIDEST_GAP and all(t.pos_ != "VERB" for t in gap)

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
        return len(agents) == 1 and len(gap) <= FARTHEST_SIDE and all(t.pos_ not in ("VERB", "PUNCT") for t in gap)

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

    def _is_invited(self, role: Role, clause: Clause) -> bool:
        """Whether an actor is the one to whom a meeting is proposed: «предложил Рудакову провести встречу»."""
        offered = role.governor in clause.verbs and self.signs.value(role.governor, "status") == "proposed"
        return offered and role.dep in OBJECTS

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
            self.stands_after(actor, "agent")
            and len(gap) <= FARTHEST_SIDE
            and all(token.pos_ != "VERB" for token in gap)
        )

    def _is_antecedent(self, actor: Actor, clause: Clause) -> bool:
        """Whether a clause about an actor holds the trigger: «прибывший с визитом», "who met X"."""
        for verb in (*clause.verbs, *clause.near):
            if verb.dep_ not in ("acl", "acl:relcl") or not actor.start <= verb.head.i < actor.end:
                continue
            if "Part" in verb.morph.get("VerbForm", []):
                return verb in clause.verbs
            relative = [c for c in verb.subtree if "Rel" in c.morph.get("PronType", [])]
            return any(
                (c.dep_ in SUBJECTS and verb in clause.verbs) or c.dep_ in OBJECTS or self.signs.case_job(c, "with")
                for c in relative
            )
        return False

    def stands_after(self, actor: Actor, job: str) -> bool:
        """Whether a preposition with a job stands before an actor, articles, possessives and adjectives aside."""
        return self.signs.before(before_determiners(self.signs.doc, actor.start), job) is not None
