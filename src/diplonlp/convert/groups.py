"""Which entity a group of mentions is, where a format says only which mentions mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from diplonlp.convert.markup import Mark, Markup


def name_groups(markup: Markup, links: Iterable[Sequence[str]], before: Mapping[str, str | None]) -> Markup:
    """Give every mention the entity of its group: the one that most of the group had before.

    A group that has none, or whose entity a larger group keeps, gets no name: it becomes a new entity, all its
    mentions together.

    Parameters
    ----------
    markup : Markup
        Its mentions may name an entity already, from a note: it counts where nothing else is known.
    links : iterable of sequence of str
        Ids of mentions that mean the same.
    before : dict
        The entity each mention had.

    Examples
    --------
    >>> markup = Markup(mentions=(Mark("m1", 0, 2, "ORG"), Mark("m2", 5, 7, "ORG"), Mark("m3", 8, 9, "ORG")))
    >>> named = name_groups(markup, [["m1", "m3"]], {"m1": "e4", "m2": "e4"})
    >>> [mark.entity for mark in named.mentions]
    ['e4', None, 'e4']
    """
    groups = _groups([mark.id for mark in markup.mentions], links)
    marks = {mark.id: mark for mark in markup.mentions}
    claims = sorted(_claims(groups, marks, before), key=lambda claim: -claim[0])
    names: dict[int, str] = {}
    given: set[str] = set()
    for _, index, entity in claims:
        if index not in names and entity not in given:
            names[index] = entity
            given.add(entity)
    entity_of = {
        mark: names.get(index, f"{_NEW}{index}" if len(group) > 1 else None)
        for index, group in enumerate(groups)
        for mark in group
    }
    return replace(markup, mentions=tuple(mark._replace(entity=entity_of[mark.id]) for mark in markup.mentions))


# What stands for the name of an entity that has none yet; no name that a file can hold begins so.
_NEW = "\0new "


def is_new(name: str) -> bool:
    """Whether the name stands for a group that still needs an id."""
    return name.startswith(_NEW)


def _claims(
    groups: Sequence[Sequence[str]], marks: Mapping[str, Mark], before: Mapping[str, str | None]
) -> Iterable[tuple[int, int, str]]:
    """Yield how many mentions of a group had an entity, the group's index, and the entity."""
    for index, group in enumerate(groups):
        had = Counter(before[name] if name in before else marks[name].entity for name in group)
        yield from ((count, index, entity) for entity, count in had.items() if entity is not None)


def _groups(names: Sequence[str], links: Iterable[Sequence[str]]) -> list[list[str]]:
    """Join linked names; the groups are in the order of their first."""
    leader = {name: name for name in names}

    def lead(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for link in links:
        known = [name for name in link if name in leader]
        for name in known[1:]:
            leader[lead(name)] = lead(known[0])
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(lead(name), []).append(name)
    return list(groups.values())
