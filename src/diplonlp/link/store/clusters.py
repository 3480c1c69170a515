"""Clusters computed from judgements: the surest first, and nothing joined that contradicts itself.

The answer depends on the profiles and the judgements alone, not on the order in which they are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set

import msgspec

from diplonlp.link.store.evidence import ANALYST, DECISIVE, RARE_FAMILY, compatible, same_name
from diplonlp.link.store.profiles import Profile

# Between namesakes of two states a name without a state is the one named far more often: one wrong state does not
# cut a person in two.
FAR_MORE = 5

Pair = tuple[int, int]


class Link(msgspec.Struct, frozen=True):
    """A judgement that two profiles are one."""

    a: int
    b: int
    score: float
    reasons: tuple[str, ...]
    decided_by: str

    def rank(self, profiles: dict[int, Profile]) -> tuple[object, ...]:
        """What the links are sorted by: an analyst's first, then full names, most reasons, the best names."""
        full = profiles[self.a].full and profiles[self.b].full
        return (self.decided_by != ANALYST, not full, -len(self.reasons), -self.score, self.a, self.b)


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """Profiles that links join, directly or through others, and what is known of them.

    Parameters
    ----------
    profiles : dict of int to Profile
        By their numbers.
    links : list of Link
        Judgements that two of them are one.
    different : set of pairs
        What an analyst holds apart; the lesser number first.
    together : set of pairs
        Those that documents name beside each other, as two.
    """

    profiles: dict[int, Profile]
    links: list[Link]
    different: Set[Pair] = frozenset()
    together: Set[Pair] = frozenset()


def cluster(component: Component) -> tuple[list[list[int]], set[Pair]]:
    """Return the clusters of a component, and the links that were not followed since they fit another as well.

    Parameters
    ----------
    component : Component
        All of it: what is outside has no link into it.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("Bakyt Osmonov",))
    >>> other = Profile(label="PERSON", key="2#e", formal=("Бакыт Осмонов",))
    >>> cluster(Component(profiles={7: one, 5: other}, links=[Link(5, 7, 1.0, ("names: same",), "names")]))
    ([[5, 7]], set())
    """
    if not component.links:
        return [[number] for number in sorted(component.profiles)], set()
    doubtful = _doubtful_links(component)
    joining = _Joining(component)
    links = sorted(component.links, key=lambda link: link.rank(component.profiles))
    by_family = [link for link in links if RARE_FAMILY in link.reasons]
    for link in links:
        if (link.a, link.b) not in doubtful and RARE_FAMILY not in link.reasons:
            joining.follow(link)
    followed = {(link.a, link.b) for link in _told_by_family(by_family, doubtful, joining, component.profiles)}
    for link in by_family:
        if (link.a, link.b) in followed:
            joining.follow(link)
    return joining.clusters(), doubtful | {(link.a, link.b) for link in by_family} - followed


def _told_by_family(
    links: Sequence[Link], doubtful: Set[Pair], joining: _Joining, profiles: dict[int, Profile]
) -> list[Link]:
    """The links that a rare family name alone decides.

    All other links are followed before. A name that is not full goes to the one cluster with a full name that it fits;
    where there are several it goes to the one with more evidence, or to none. Who belongs to somebody already goes
    nowhere else. Names of which none is full are one where no full name fits.
    """
    to_full: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        if profiles[link.a].full or profiles[link.b].full:
            to_full[link.b if profiles[link.a].full else link.a].append(link)
    found = [link for link in links if link.a not in to_full and link.b not in to_full]
    for own, group in to_full.items():
        sure = [link for link in group if (link.a, link.b) not in doubtful]
        most = max((len(link.reasons) for link in sure), default=0)
        best = [link for link in sure if len(link.reasons) == most]
        roots = {joining.root(link.a if link.b == own else link.b) for link in best}
        if len(roots) == 1 and (joining.has_no_full_name(own) or roots == {joining.root(own)}):
            found += best
    return [link for link in found if (link.a, link.b) not in doubtful]


class _Joining:
    """Clusters that grow link by link."""

    def __init__(self, component: Component) -> None:
        self._profiles = component.profiles
        self._different = component.different
        self._apart = component.different | component.together
        self._root = {number: number for number in component.profiles}
        self._members = {number: [number] for number in component.profiles}
        # What an analyst joined has several names and states: another fits it if it fits one of them.
        self._unit = {number: [number] for number in component.profiles}

    def root(self, number: int) -> int:
        """The cluster of a profile, by one of it."""
        return self._root[number]

    def has_no_full_name(self, number: int) -> bool:
        """Whether no full name is in the cluster of a profile."""
        return not any(self._profiles[member].full for member in self._members[self._root[number]])

    def follow(self, link: Link) -> None:
        """Join the clusters of a link, unless something in them says otherwise."""
        first, second = sorted((self._root[link.a], self._root[link.b]))
        if first == second:
            return
        if link.decided_by == ANALYST:
            if not self._are_apart(first, second, self._different):
                self._unite(first, second)
                self._join(first, second)
        elif not self._are_apart(first, second, self._apart) and self._fit(first, second, link):
            self._join(first, second)

    def clusters(self) -> list[list[int]]:
        return sorted(sorted(members) for members in self._members.values())

    def _are_apart(self, first: int, second: int, pairs: Set[Pair]) -> bool:
        if not pairs:
            return False
        ones, others = self._members[first], self._members[second]
        return any((min(one, other), max(one, other)) in pairs for one in ones for other in others)

    def _fit(self, first: int, second: int, link: Link) -> bool:
        """Whether no two names contradict each other; states may, where an office or company has decided."""
        decided = not DECISIVE.isdisjoint(link.reasons)
        ones, others = (self._telling(root) for root in (first, second))
        return all(self._may_be(one, other, decided) for one in ones for other in others)

    def _telling(self, root: int) -> list[int]:
        """The full names of a cluster; initials only where it has none."""
        telling = [number for number in self._members[root] if self._profiles[number].telling]
        return [number for number in telling if self._profiles[number].full] or telling

    def _may_be(self, one: int, other: int, decided: bool) -> bool:
        pairs = ((self._profiles[a], self._profiles[b]) for a in self._unit[one] for b in self._unit[other])
        return any((not _differ_in_tables(a, b) and same_name(a, b)) if decided else compatible(a, b) for a, b in pairs)

    def _unite(self, first: int, second: int) -> None:
        unit = [*self._members[first], *self._members[second]]
        for number in unit:
            self._unit[number] = unit

    def _join(self, first: int, second: int) -> None:
        for number in self._members[second]:
            self._root[number] = first
        self._members[first].extend(self._members.pop(second))


def _differ_in_tables(a: Profile, b: Profile) -> bool:
    return bool(a.kb and b.kb and a.kb != b.kb)


# -- names that fit two ---------------------------------------------------------------------------------------------


def _doubtful_links(component: Component) -> set[Pair]:
    """The links of a name that fits two who cannot be one, where nothing says which."""
    profiles = component.profiles
    weights = Counter[tuple[str, str]]()
    for profile in profiles.values():
        weights[profile.short, profile.state] += profile.count
    links: dict[int, list[Link]] = defaultdict(list)
    for link in component.links:
        for own in (link.a, link.b) if link.decided_by != ANALYST else ():
            if not _is_settled(profiles[own]):
                links[own].append(link)
    return {
        (link.a, link.b)
        for own, group in links.items()
        if len(group) > 1
        for link in _doubtful(own, group, profiles, weights)
    }


def _is_settled(profile: Profile) -> bool:
    """Whether a profile says itself who it is."""
    return bool(profile.kb) or (profile.full and bool(profile.state))


def _doubtful(
    own: int, group: Sequence[Link], profiles: dict[int, Profile], weights: Counter[tuple[str, str]]
) -> Iterator[Link]:
    """All links of a name but those with more behind them than any that contradicts them."""
    linked = [(link, profiles[link.b if link.a == own else link.a]) for link in group]
    telling = [(link, profile) for link, profile in linked if profile.telling]
    for link, profile in telling:
        rivals = ((other, rival) for other, rival in telling if not compatible(profile, rival))
        if profile.label != "PERSON":  # words that are the same are not put in doubt by words that are alike
            rivals = ((other, rival) for other, rival in rivals if other.score >= link.score)
        if any(not _outweighs((link, profile), rival, weights) for rival in rivals):
            yield link


def _outweighs(one: tuple[Link, Profile], other: tuple[Link, Profile], weights: Counter[tuple[str, str]]) -> bool:
    """Whether more evidence speaks for one link than for another."""
    if len(one[0].reasons) != len(other[0].reasons):
        return len(one[0].reasons) > len(other[0].reasons)
    count, rival = (weights[profile.short, profile.state] for _, profile in (one, other))
    return same_name(one[1], other[1]) and count >= FAR_MORE * rival
