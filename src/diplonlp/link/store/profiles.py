"""Profiles: all that is known of the actors of many documents who are so alike that they are judged as one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from diplonlp.link.cases import ending_gender
from diplonlp.link.parts import NameParts
from diplonlp.link.scripts import fold
from diplonlp.link.store.actors import Actor, best_name, latin_name, name_parts, short_name
from diplonlp.link.store.hashes import chosen

MOST_NAMES = 24
MOST_FACTS = 32


class Profile(msgspec.Struct, frozen=True, kw_only=True, array_like=True, dict=True):
    """What the documents say of actors that look alike.

    It grows with the documents up to a bound, and what it keeps does not depend on their order.

    Parameters
    ----------
    label, state, kb : str
        As in :class:`~diplonlp.link.store.actors.Actor`.
    key : str
        The first of the actors by document and entity id: what it is named by.
    formal : tuple of str
        The names to know it by.
    names : dict of str to int
        Every name, and how many actors have it.
    shown : dict of str to int
        Names in Latin letters that a text has, as they are to be shown.
    romanised : dict of str to int
        The same where the text has Cyrillic.
    titles, bodies, company : frozenset of str
        Offices held, organisations, people met.
    first, last : str
        Days of the first and the last document, where known.
    count : int
        How many actors it stands for.
    """

    label: str
    key: str
    formal: tuple[str, ...]
    state: str = ""
    kb: str = ""
    names: dict[str, int] = {}
    shown: dict[str, int] = {}
    romanised: dict[str, int] = {}
    titles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    first: str = ""
    last: str = ""
    count: int = 1

    @cached_property
    def best(self) -> str:
        """The fullest name of a person, the first of another's, whatever the order of reading."""
        return best_name(self.formal) if self.label == "PERSON" else self.formal[0]

    @cached_property
    def parts(self) -> NameParts:
        """The parts of the fullest name; an organisation's has none."""
        return name_parts(self.best) if self.label == "PERSON" else NameParts()

    @cached_property
    def gender(self) -> str:
        """Return "m" or "f" where the name tells, else an empty text.

        The name stands in the nominative, so that here «Осмонова» is a woman, and not the genitive of Осмонов.
        """
        return self.parts.gender or ending_gender(self.parts.family.lower(), "family") or ""

    @cached_property
    def full(self) -> bool:
        """Whether the name is enough to know an actor by."""
        return self.label != "PERSON" or self.parts.full

    @cached_property
    def telling(self) -> bool:
        """Whether the name speaks against another given name or initial; of a body, whether it is no acronym alone."""
        if self.label != "PERSON":
            return not all(name.isupper() and " " not in name for name in self.formal)
        return self.full or bool(self.parts.initials)

    @cached_property
    def short(self) -> str:
        """Given and family name alone, folded: what namesakes share."""
        return fold(short_name(self.best)) if self.label == "PERSON" else fold(self.best)


def profile_of(actor: Actor) -> Profile:
    """Return the profile of one actor alone.

    Examples
    --------
    >>> actor = Actor(document="1", entity="e", label="PERSON", names=("Bakyt Osmonov",), formal=("Bakyt Osmonov",))
    >>> profile_of(actor).count
    1
    """
    name, is_written = latin_name(actor)
    return Profile(
        label=actor.label,
        key=actor.key,
        formal=actor.formal if actor.label != "PERSON" else (actor.best,),
        state=actor.state,
        kb=actor.kb,
        names=dict.fromkeys(actor.names, 1),
        shown={name: 1} if is_written else {},
        romanised={} if is_written else {name: 1},
        titles=frozenset(actor.titles),
        bodies=frozenset(actor.bodies),
        company=frozenset(actor.company),
        first=actor.date,
        last=actor.date,
    )


def merged(profiles: Iterable[Profile]) -> Profile:
    """Join what is known of actors who look alike; the order does not matter.

    Parameters
    ----------
    profiles : iterable of Profile
        At least one.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="2#e", formal=("Bakyt Osmonov",), first="2020-01-01", last="2020-01-01")
    >>> both = merged([one, Profile(label="PERSON", key="1#e", formal=("Бакыт Осмонов",), last="2021-01-01")])
    >>> both.key, both.count, both.last
    ('1#e', 2, '2021-01-01')
    """
    group = list(profiles)
    if len(group) == 1:
        return group[0]
    days = [day for one in group for day in (one.first, one.last) if day]
    return Profile(
        label=group[0].label,
        key=min(one.key for one in group),
        formal=tuple(chosen((name for one in group for name in one.formal), MOST_NAMES)),
        # Of what the tables know, documents may give different states.
        state=min((one.state for one in group if one.state), default=""),
        kb=group[0].kb,
        names=_counted(one.names for one in group),
        shown=_counted(one.shown for one in group),
        romanised=_counted(one.romanised for one in group),
        titles=frozenset(chosen((title for one in group for title in one.titles), MOST_FACTS)),
        bodies=frozenset(chosen((body for one in group for body in one.bodies), MOST_FACTS)),
        company=frozenset(chosen((name for one in group for name in one.company), MOST_FACTS)),
        first=min(days, default=""),
        last=max(days, default=""),
        count=sum(one.count for one in group),
    )


def _counted(groups: Iterable[dict[str, int]]) -> dict[str, int]:
    """Add up counts; of very many names the same few are kept, so that their counts are whole."""
    total: dict[str, int] = {}
    for names in groups:
        for name, count in names.items():
            total[name] = total.get(name, 0) + count
    return total if len(total) <= MOST_NAMES else {name: total[name] for name in chosen(total, MOST_NAMES)}


def display_name(profiles: Iterable[Profile]) -> str:
    """Return the name most documents give in Latin letters; a spelling that a text has goes before any romanisation.

    Examples
    --------
    >>> display_name([Profile(label="PERSON", key="1#e", formal=("Бакыт Осмонов",), romanised={"Bakyt Osmonov": 1})])
    'Bakyt Osmonov'
    """
    group = list(profiles)
    full = [one for one in group if one.full] or group
    votes = _counted(one.shown for one in full) or _counted(one.romanised for one in full)
    return min(votes, key=lambda name: (-votes[name], name)) if votes else full[0].best
