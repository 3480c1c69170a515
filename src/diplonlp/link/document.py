"""Mentions of one text to entities: every name, acronym and title alone of one actor under one id."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from diplonlp.knowledge.known import Facts, built_in
from diplonlp.link.bodies import core, definitions, head, is_bare, known_body, owner
from diplonlp.link.names import compare_names
from diplonlp.link.people import group_people
from diplonlp.link.scripts import fold
from diplonlp.passages import Found
from diplonlp.records import Label
from diplonlp.relate.office import Office
from diplonlp.relate.offices import Holding

_NAMED: tuple[Label, ...] = ("STATE", "ORG", "LOC", "EVENT")
_SAME_BUT_FOR_SPELLING = 0.9  # of compare_names: a word more or less never scores so
_SOUND_LETTERS = 3
_VOWELS = re.compile("[aeiouy]")
_ARGUMENTS = ("nsubj", "obj", "iobj", "obl")


@dataclass(slots=True, eq=False)
class Cluster:
    """An entity in the making: its mentions so far, and what is known of it.

    ``states`` counts the evidence for the state an actor stands for; ``aliases`` are further names the text gives
    (a title alone that means this person); ``fullest`` is the mention that gives an office its whole name.
    """

    id: str
    label: Label
    kb: str = ""
    mentions: list[Found] = field(default_factory=list)
    alone: list[Found] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    office: Office | None = None
    fullest: Found | None = None

    @property
    def first(self) -> int:
        """The offset of the first mention."""
        return min((m.start for m in (*self.mentions, *self.alone)), default=0)


class Linker:
    """Collects the entities of one document.

    Parameters
    ----------
    mentions : sequence of Found
        All its mentions, in the order of the text. Their ``entity`` is filled in.
    holdings : sequence of Holding
        Who holds which title.
    offices : dict
        What every title says.
    facts : Facts, optional
        The knowledge to link with; the package's tables where it is not given.
    """

    def __init__(
        self,
        mentions: Sequence[Found],
        holdings: Sequence[Holding],
        offices: dict[Found, Office],
        facts: Facts | None = None,
    ) -> None:
        self.facts = facts or built_in()
        self.mentions = mentions
        self.holdings = holdings
        self.offices = offices
        self.clusters: dict[str, Cluster] = {}
        self._count = 0
        self._by_passage: dict[int, list[Found]] = defaultdict(list)
        for mention in mentions:
            self._by_passage[id(mention.passage)].append(mention)
        self._by_sound: dict[str, dict[str, Found]] = defaultdict(dict)  # the names that have a word beginning so
        for mention in mentions:
            for key in _sounds(mention.text) if mention.label in _NAMED else ():
                self._by_sound[key].setdefault(mention.text, mention)

    def link(self) -> dict[str, Cluster]:
        """Link every mention that names something; return the entities by id."""
        self._link_people()
        self._identify_bodies()
        self._identify_parliaments()
        self._link_known()
        self._link_named(_NAMED)
        self._link_titles()
        return self.clusters

    def of(self, mention: Found) -> Cluster:
        """The entity of a linked mention."""
        return self.clusters[mention.entity]

    def held_by(self, person: str) -> list[Holding]:
        """The titles a person holds in this text."""
        return [holding for holding in self.holdings if holding.person.entity == person]

    def new(self, label: Label, kb: str = "") -> Cluster:
        """Open an entity that has no mentions yet."""
        self._count += 1
        cluster = Cluster(id=f"n{self._count}", label=label, kb=kb)
        self.clusters[cluster.id] = cluster
        return cluster

    @staticmethod
    def _join(mention: Found, cluster: Cluster) -> None:
        cluster.mentions.append(mention)
        mention.entity = cluster.id

    # -- people ---------------------------------------------------------------------------------------------------

    def _link_people(self) -> None:
        for person in group_people([m for m in self.mentions if m.label == "PERSON"]):
            cluster = self.new("PERSON")
            for mention in person:
                self._join(mention, cluster)

    # -- states, bodies, places -----------------------------------------------------------------------------------

    def _identify_bodies(self) -> None:
        """What the words of a name and its state leave no doubt about, though no row has them so."""
        for body in self.mentions:
            if body.label == "ORG" and not body.kb.startswith("org:"):
                body.known = known_body(body, self._beside(body)) or body.known

    def _identify_parliaments(self) -> None:
        """A parliament named by its state is the one the tables have: "the Parliament of Kyrgyzstan".

        "The parliament of the republic" is that of the only state whose parliament the text names.
        """
        parliaments = self.facts.parliaments
        bodies = [m for m in self.mentions if m.kb == "body:parliament"]
        open_: list[Found] = []
        for body in bodies:
            state = owner(body, self._beside(body))
            if not state:
                open_.append(body)
            elif state in parliaments:
                body.known = "org:" + parliaments[state]
        known = set(parliaments.values())
        named = {m.kb for m in self.mentions if m.kb.removeprefix("org:") in known}
        if len(named) == 1:
            for body in open_:
                body.known = next(iter(named))

    def _link_known(self) -> None:
        """What the tables know goes by its id there; a nationality belongs to its state."""
        by_kb: dict[str, Cluster] = {}
        for mention in self.mentions:
            if mention.kb and not mention.kb.startswith("body:") and mention.label in ("STATE", "NORP", "ORG", "LOC"):
                label: Label = "STATE" if mention.label == "NORP" else mention.label  # type: ignore[assignment]
                if mention.kb not in by_kb:
                    by_kb[mention.kb] = self.new(label, mention.kb)
                self._join(mention, by_kb[mention.kb])

    def _link_named(self, labels: tuple[Label, ...]) -> None:
        """Names no table has: what brackets define, the same words in any case, an acronym of the words."""
        defined = [(long, short) for long, short in definitions(self.mentions) if not (long.entity and short.entity)]
        for label in labels:
            by_key = self._known_bodies() if label == "ORG" else {}
            for long, short in defined:
                if long.label == label:
                    self._join_defined(long, short, by_key)
            names = [m for m in self.mentions if m.label == label and not m.entity]
            for mention in sorted(names, key=lambda m: (-len(m.span), m.start)):
                self._join(mention, self._named(mention, label, by_key))

    def _join_defined(self, long: Found, short: Found, by_key: dict[str, Cluster]) -> None:
        """Put a name and its short form into one entity, and remember both for the rest of the text."""
        known = next((m for m in (long, short) if m.entity), None)
        cluster = self.of(known) if known else by_key.get(_key(long)) or self.new(long.label)  # type: ignore[arg-type]
        for mention in (long, short):
            by_key.setdefault(_key(mention), cluster)
            if not mention.entity:
                self._join(mention, cluster)

    def _known_bodies(self) -> dict[str, Cluster]:
        """The bodies the tables have, by the words of their names and their states."""
        found: dict[str, Cluster] = {}
        for mention in self.mentions:
            if mention.label == "ORG" and mention.entity:
                for key in self._owned_keys(mention):
                    found.setdefault(key, self.of(mention))
        return found

    def _owned_keys(self, body: Found) -> list[str]:
        """The words of a body's name with its state, one for "the Turkish ministry" and "the ministry of Turkey"."""
        state = owner(body, self._beside(body))
        return [f"{core(body, self._beside(body))} @{state}"] if state else []

    def _named(self, mention: Found, label: Label, by_key: dict[str, Cluster]) -> Cluster:
        keys = [_key(mention), *(self._owned_keys(mention) if label == "ORG" else ())]
        cluster = next((by_key[key] for key in keys if key in by_key), None)
        cluster = cluster or self._by_acronym(mention, by_key.values()) or self._alike(mention)
        if cluster is None and label == "ORG":
            cluster = self._meant_by_noun(mention)
        if cluster is None:
            cluster = self.new(label)
        for key in keys:
            by_key.setdefault(key, cluster)
        return cluster

    def _alike(self, mention: Found) -> Cluster | None:
        """The one entity whose name is the same but for spelling, form, or the words of a translation."""
        near = {
            id(m): m for key in _sounds(mention.text) for m in self._by_sound[key].values() if m.label == mention.label
        }
        found = {
            other.entity: compare_names(mention.text, other.text, label=mention.label).score
            for other in near.values()
            if other.entity and other.text != mention.text and other.label == mention.label
        }
        best = max(found.values(), default=0.0)
        alike = [entity for entity, score in found.items() if score == best >= _SAME_BUT_FOR_SPELLING]
        return self.clusters[alike[0]] if len(alike) == 1 else None

    def _beside(self, mention: Found) -> list[Found]:
        """The mentions of a mention's passage."""
        return self._by_passage[id(mention.passage)]

    def _meant_by_noun(self, mention: Found) -> Cluster | None:
        """The one body of a longer name that a common noun alone means: "the Commission" after "Venice Commission"."""
        if not is_bare(mention):
            return None
        noun = head(mention)
        longer = [
            other
            for other in self.mentions
            if other.label == "ORG" and other.entity and len(other.span) > 1 and head(other) == noun
        ]
        before = [other for other in longer if other.start < mention.start] or longer
        return self.of(before[-1]) if len({other.entity for other in before}) == 1 else None

    @staticmethod
    def _by_acronym(mention: Found, clusters: Iterable[Cluster]) -> Cluster | None:
        """The one longer name whose initials a short name in capitals gives."""
        if not (mention.text.isupper() and 2 <= len(mention.text) <= 8):
            return None
        found = [c for c in clusters if any(_initials(m) == mention.text for m in c.mentions)]
        return found[0] if len(found) == 1 else None

    # -- titles ---------------------------------------------------------------------------------------------------

    def _link_titles(self) -> None:
        """A title beside its holder is an office; alone, it means the holder where the text leaves no doubt.

        A title of several people or of whoever holds it names no one: it has no entity.
        """
        for holding in self.holdings:
            if not holding.title.entity and not holding.office.plural:
                self._join_office(holding.title, holding.office, holder=holding.person.entity)
        for mention in self.mentions:
            if mention.label == "TITLE" and not mention.entity:
                office = self.offices[mention]
                if not office.means_one:
                    continue
                holder = self._holder(mention, office)
                if holder is None:
                    self._join_office(mention, office, holder="")
                else:
                    holder.alone.append(mention)
                    mention.entity = holder.id
                    self._complete_office(holder.id, office, mention)

    def _complete_office(self, holder: str, office: Office, mention: Found) -> None:
        """Let a title alone that says more tell whose office it is: "the Speaker of the Parliament of Kyrgyzstan"."""
        for holding in self.held_by(holder):
            cluster = self.clusters.get(holding.title.entity)
            if cluster is None or cluster.office is None or not cluster.office.may_be(office):
                continue
            if office.states and not cluster.office.states:
                cluster.office = replace(
                    cluster.office, states=office.states, bodies=cluster.office.bodies | office.bodies
                )
                cluster.fullest = mention
            self.clusters[holder].states.update(sorted(office.states))

    def _join_office(self, mention: Found, office: Office, holder: str) -> None:
        """Put a title with others of the same office, of the same bodies or the same holder."""
        for cluster in self.clusters.values():
            if cluster.label != "TITLE" or cluster.office is None:
                continue
            same_holder = holder and any(
                h.person.entity == holder and h.title.entity == cluster.id for h in self.holdings
            )
            same_target = office.states == cluster.office.states and office.bodies == cluster.office.bodies
            if cluster.office.may_be(office) and (same_holder or same_target):
                self._join(mention, cluster)
                if len(office.states) + len(office.bodies) > len(cluster.office.states) + len(cluster.office.bodies):
                    cluster.office = office
                return
        cluster = self.new("TITLE")
        cluster.office = office
        self._join(mention, cluster)

    def _holder(self, mention: Found, office: Office) -> Cluster | None:
        """The person a title alone means: the only one who holds such an office here, else the one the text is at."""
        if office.status in ("former", "elect", "late"):
            return None
        current = [h for h in self.holdings if not h.office.plural and h.office.status not in ("former", "late")]
        fitting = [h for h in current if h.office.may_be(office) and not self._serves_another(h, office)]
        fitting = [h for h in fitting if not self._acts_beside(h.person.entity, mention)]
        named = [h for h in fitting if h.office.states & office.states or h.office.bodies & office.bodies]
        people = {h.person.entity for h in (named or fitting)}
        if len(people) != 1:
            people = self._spoken_of(people, mention)
        return self.clusters[people.pop()] if len(people) == 1 else None

    def _serves_another(self, holding: Holding, office: Office) -> bool:
        """Whether a person's titles are all of other states than this one."""
        known = {state for h in self.held_by(holding.person.entity) for state in h.office.states}
        return bool(known and office.states and not known & office.states)

    def _acts_beside(self, person: str, title: Found) -> bool:
        """Whether a person is another argument of the verb a title is one of: "the Speaker invited Orlova"."""
        verb = title.span.root.head
        beside = [m for m in self._beside(title) if m.entity == person and m.label == "PERSON"]
        return any(m.span.root.head == verb and _is_argument(m) and _is_argument(title) for m in beside)

    def _spoken_of(self, people: set[str], mention: Found) -> set[str]:
        """Of several people the one named most often so far; of those named as often, the one named last."""

        def weight(person: str) -> tuple[int, int]:
            before = [m.end for m in self._of(person) if m.end <= mention.start]
            return (len(before), max(before, default=-1))

        weights = {person: weight(person) for person in people}
        best = max(weights.values(), default=(0, -1))
        return {person for person, found in weights.items() if found == best and best[0]}

    def _of(self, person: str) -> list[Found]:
        cluster = self.clusters[person]
        return [*cluster.mentions, *cluster.alone]


def _is_argument(mention: Found) -> bool:
    """Whether a mention is an argument of a verb."""
    return mention.span.root.dep_.partition(":")[0] in _ARGUMENTS


def _sounds(name: str) -> frozenset[str]:
    """How the longer words of a name begin, vowels left out: names without one in common are not compared."""
    words = (word for word in fold(name).split() if len(word) >= _SOUND_LETTERS)
    return frozenset((word[0] + _VOWELS.sub("", word[1:]))[:_SOUND_LETTERS] for word in words)


def _key(mention: Found) -> str:
    """What two mentions of one named thing have in common: folded lemmas without marks."""
    words = [t.lemma_ if mention.passage.lang == "ru" else t.text for t in mention.span if t.is_alpha or t.is_digit]
    return fold(" ".join(words)) or mention.text.lower()


def _initials(mention: Found) -> str:
    return "".join(t.text[0] for t in mention.span if t.is_alpha and (t.text[0].isupper() or t.pos_ in ("NOUN", "ADJ")))
