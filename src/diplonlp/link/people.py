"""The people of one text: which names of people are one person's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from diplonlp.link.cases import declined_gender
from diplonlp.link.names import same_person
from diplonlp.link.parts import NameParts, parse_name
from diplonlp.link.scripts import fold
from diplonlp.passages import Found

_KEY_LENGTH = 2  # letters; initials are one
_SAME_PERSON = 0.6  # inside one text a family name alone is enough, two different given names never are


@dataclass(slots=True, eq=False)
class _Person:
    """The mentions found so far of one person, and the ways the name is written."""

    mentions: list[Found] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)  # a dict, to keep their order

    @property
    def first(self) -> int:
        return min(mention.start for mention in self.mentions)

    def takes(self, mention: Found) -> None:
        self.mentions.append(mention)
        self.names[mention.text] = None


def group_people(mentions: Sequence[Found]) -> list[list[Found]]:
    """Return the mentions of people of a text, those of one person together.

    Full names come first, so that a family name alone finds the person it belongs to. Names written alike are compared
    once, and only with people one of whose names begins alike: a long text names thousands.

    Parameters
    ----------
    mentions : sequence of Found
        Mentions labelled PERSON.
    """
    by_text: dict[str, list[Found]] = {}
    for mention in mentions:
        by_text.setdefault(mention.text, []).append(mention)
    people: list[_Person] = []
    near: dict[str, list[_Person]] = defaultdict(list)
    for text in sorted(by_text, key=lambda name: (-len(name.split()), by_text[name][0].start)):
        fitting = _fitting(text, near)
        if not fitting:
            people.append(_Person())
            fitting = [(people[-1], 1.0)]
        for mention in by_text[text]:
            person = _nearest(mention, fitting)
            person.takes(mention)
            for key in _name_keys(text):
                if person not in near[key]:
                    near[key].append(person)
    return [person.mentions for person in _with_fathers_names(people)]


def _fitting(text: str, near: dict[str, list[_Person]]) -> list[tuple[_Person, float]]:
    """The people a name may be of, with how well it fits."""
    candidates = {id(person): person for key in _name_keys(text) for person in near[key]}.values()
    scored = [(person, max(same_person(text, name) for name in person.names)) for person in candidates]
    return [(person, score) for person, score in scored if score >= _SAME_PERSON]


def _name_keys(name: str) -> list[str]:
    """How the words of a name begin, whatever their script, case or spelling: what blocks comparisons."""
    return list(dict.fromkeys(fold(word)[:_KEY_LENGTH] for word in re.split(r"[\s.-]+", name) if fold(word)))


def _nearest(mention: Found, fitting: list[tuple[_Person, float]]) -> _Person:
    """Of the people a name may mean, the likeliest; of those, the one named last before it."""

    def distance(item: tuple[_Person, float]) -> tuple[float, int, int]:
        person, score = item
        before = [mention.start - m.start for m in person.mentions if m.start <= mention.start]
        return (-round(score, 2), min(before, default=1 << 40), person.first)

    return fitting[0][0] if len(fitting) == 1 else min(fitting, key=distance)[0]


def _with_fathers_names(people: list[_Person]) -> list[_Person]:
    """Give the people addressed by given name and patronymic to the one of that given name: «Ольга Ильинична»."""
    named = {id(person): [parse_name(name) for name in person.names] for person in people}
    addressed = [person for person in people if all(_is_address(name) for name in named[id(person)])]
    kept = [person for person in people if person not in addressed]
    for person in addressed:
        own = named[id(person)]
        bearers = [other for other in kept if any(_may_bear(name, own[0]) for name in named[id(other)])]
        if len(bearers) == 1:
            for mention in person.mentions:
                bearers[0].takes(mention)
        else:
            kept.append(person)
            named[id(person)] = []  # no bearer for others
    return kept


def _is_address(name: NameParts) -> bool:
    """Whether a name is a given name and a patronymic; «Юрий Алексеевич» could have a family name on -ович too."""
    return bool(name.given and _father(name) and not (name.patronymic and name.family))


def _father(name: NameParts) -> str:
    if name.patronymic:
        return name.patronymic if " " not in name.patronymic else ""
    return name.family if declined_gender(name.family.lower(), "patronymic") else ""


def _may_bear(full: NameParts, address: NameParts) -> bool:
    """Whether a person of a full name can be addressed so: the same given name, no other patronymic."""
    if not full.family or not full.given or same_person(full.given, address.given) < _SAME_PERSON:
        return False
    if _is_address(full):
        return False
    return not full.patronymic or same_person(full.patronymic, _father(address)) >= _SAME_PERSON
