"""People of a text whom an analyst's knowledge has: by their names, and by titles that stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diplonlp.knowledge.holders import Holder, words_of_office
from diplonlp.knowledge.known import PERSON_KB
from diplonlp.knowledge.namesakes import Namesake
from diplonlp.knowledge.partial_dates import first_day, is_partial_date, last_day
from diplonlp.knowledge.records import KnownPerson
from diplonlp.link.document import Cluster, Linker
from diplonlp.link.names import canonical_person, parse_name
from diplonlp.passages import Found
from diplonlp.relate.cues import Signs
from diplonlp.relate.office import Office, is_other_office

_GONE = ("former", "late")
_YOUNGEST, _OLDEST = 15, 110  # years of age at which people are in the news of diplomacy
_BY_OFFICE = 2  # the rank from which an office speaks for a person: a family name needs it


class KnownLinker:
    """Gives the people of a linked document the ids of an analyst's knowledge.

    Parameters
    ----------
    linker : Linker
        The document, linked, its entities with their states.
    date : str or None
        The day of the document: who holds an office then.
    signs_of : callable
        A mention to the cues of its passage.
    dates_beside : callable
        A mention to the values of the dates in its sentence.
    """

    def __init__(
        self,
        linker: Linker,
        date: str | None,
        signs_of: Callable[[Found], Signs],
        dates_beside: Callable[[Found], Iterator[str]],
    ) -> None:
        self._linker, self._date = linker, date
        self._people, self._offices = linker.facts.people, linker.facts.offices
        self._signs_of, self._dates_beside = signs_of, dates_beside

    def link(self) -> None:
        """Identify the people named, then the holders of titles that stand alone."""
        for cluster in [c for c in self._linker.clusters.values() if c.label == "PERSON" and not c.kb]:
            person = self._identify(cluster)
            if person is not None:
                self._give(cluster, person)
        if self._date and self._offices:
            held = {holding.title for holding in self._linker.holdings}
            for title in [m for m in self._linker.mentions if m.label == "TITLE" and m not in held]:
                self._link_title(title, self._date)

    # -- names ----------------------------------------------------------------------------------------------------

    def _identify(self, cluster: Cluster) -> KnownPerson | None:
        """The one known person a name means: by evidence where several have it; None where nothing decides."""
        names = [canonical_person(forms) for forms in _forms(cluster) if forms]
        offices = [holding.office for holding in self._linker.held_by(cluster.id) if not holding.office.plural]
        possible = [n for n in self._namesakes(names) if not self._is_contradicted(n.person, names, cluster, offices)]
        ranked = sorted(((self._rank(n.person, cluster, offices), n) for n in possible), key=lambda item: -item[0])
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            return None
        rank, best = ranked[0]
        return best.person if best.full or rank >= _BY_OFFICE else None

    def _namesakes(self, names: list[str]) -> list[Namesake]:
        """Everybody with one of the names; where somebody has the full name, those with a part of it are not meant."""
        best: dict[str, Namesake] = {}
        for found in (namesake for name in names for namesake in self._people.namesakes(name)):
            known = best.get(found.person.id)
            if known is None or (found.full, found.score) > (known.full, known.score):
                best[found.person.id] = found
        full = [namesake for namesake in best.values() if namesake.full]
        return full or list(best.values())

    def _is_contradicted(self, person: KnownPerson, names: list[str], cluster: Cluster, offices: list[Office]) -> bool:
        """Whether what the text says cannot be said of a person: gender, state, office on that day, age."""
        genders = {parse_name(name).gender for name in names} - {None}
        if person.gender and genders and person.gender not in genders:
            return True
        own = {*person.states, *self._offices.states_of(person.id)}
        if own and cluster.states and own.isdisjoint(cluster.states):
            return True
        if self._date and person.born and not _YOUNGEST <= int(self._date[:4]) - int(person.born[:4]) <= _OLDEST:
            return True
        return any(self._denies(person, office) for office in offices)

    def _denies(self, person: KnownPerson, office: Office) -> bool:
        """Whether the records know that a person had not, or still has, the office a text gives or takes away."""
        held = self._offices.held_by(person.id, office, self._date)
        return held == ("yes" if office.status in _GONE else "no") and office.status != "elect"

    def _rank(self, person: KnownPerson, cluster: Cluster, offices: list[Office]) -> int:
        """How much speaks for a person beside the name: 3 the office on that day, 2 such an office, 1 the state."""
        answers = [self._offices.held_by(person.id, office, self._date) for office in offices]
        if "yes" in answers:
            return 3
        if any(answer is not None for answer in answers):
            return _BY_OFFICE
        return int(not cluster.states.keys().isdisjoint({*person.states, *self._offices.states_of(person.id)}))

    def _give(self, cluster: Cluster, person: KnownPerson) -> None:
        """Name a person; what the text wrote so differently that it seemed two people becomes one."""
        known = self._cluster_of(person)
        if known is None:
            cluster.kb = PERSON_KB + person.id
        else:
            self._merge(cluster, known)

    def _cluster_of(self, person: KnownPerson) -> Cluster | None:
        kb = PERSON_KB + person.id
        return next((cluster for cluster in self._linker.clusters.values() if cluster.kb == kb), None)

    def _merge(self, cluster: Cluster, into: Cluster) -> None:
        into.mentions += cluster.mentions
        into.mentions.sort(key=lambda mention: mention.start)
        into.alone += cluster.alone
        into.states.update(cluster.states)
        for mention in (*cluster.mentions, *cluster.alone):
            mention.entity = into.id
        del self._linker.clusters[cluster.id]

    # -- titles alone ---------------------------------------------------------------------------------------------

    def _link_title(self, title: Found, date: str) -> None:
        """Let a title alone mean its holder, where the records know exactly one on that day."""
        office = self._linker.offices[title]
        if not self._means_a_holder(title, office):
            return
        cluster = self._linker.of(title)
        if cluster.label != "TITLE":
            return
        holders = self._offices.holders(office, date)
        if len(holders) != 1 or holders[0].held != "yes" or self._is_of_another_time(title, holders[0]):
            return
        person = self._people.by_id[holders[0].person]
        holder = self._cluster_of(person) or self._linker.new("PERSON", PERSON_KB + person.id)
        cluster.mentions.remove(title)
        if not cluster.mentions:
            del self._linker.clusters[cluster.id]
        holder.alone.append(title)
        holder.states.update(sorted(office.states))
        title.entity = holder.id

    def _means_a_holder(self, title: Found, office: Office) -> bool:
        """Whether a title is one person's in office, nobody in the text has it by name, and it is not being given."""
        if not office.means_one or office.status not in ("", "current") or len(office.states) > 1:
            return False
        named = any(holding.office.may_be(office) and not holding.office.plural and holding.office.status not in _GONE
                    for holding in self._linker.holdings)  # fmt: skip
        inside = any(other.label in ("ORG", "EVENT") and other.holds(title) for other in self._linker.mentions)
        return not (named or inside or self._is_given(title) or self._is_another(title, office))

    def _is_given(self, title: Found) -> bool:
        """Whether a verb gives the title to somebody: "will be elected president of Kazakhstan"."""
        return self._signs_of(title).has(title.span.root.head, "title-verb")

    def _is_another(self, title: Found, office: Office) -> bool:
        """Whether a word of the title makes it another office than its code says: "first", "honorary"."""
        if is_other_office(office.code):
            return False
        signs, own = self._signs_of(title), words_of_office(office.code)
        return any(
            signs.has(token, "title-part") and not {token.lower_, token.lemma_.lower()} & own for token in title.span
        )

    def _is_of_another_time(self, title: Found, holder: Holder) -> bool:
        """Whether a date in the sentence lies outside the holder's term: "in 2010 the president of Kazakhstan …"."""
        return any(
            (holder.office.since and last_day(end) < first_day(holder.office.since))
            or (holder.office.until and first_day(start) > last_day(holder.office.until))
            for start, end in map(_interval, self._dates_beside(title))
            if is_partial_date(start) and is_partial_date(end)
        )


def _forms(cluster: Cluster) -> Iterator[list[str]]:
    """The forms of a name, those of each language by themselves."""
    for lang in ("en", "ru"):
        yield [m.text for m in cluster.mentions if m.passage.lang == lang and m.label == "PERSON"]


def _interval(value: str) -> tuple[str, str]:
    start, _, end = value.partition("/")
    return start, end or start
