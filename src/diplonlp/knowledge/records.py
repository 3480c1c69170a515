"""What an analyst brings: people, organisations, offices with their dates, further names of states.

The file of these records is described in docs/knowledge.md. An id is any short text without white space; an
organisation may have the id of one of the package's tables ("cis"), and then adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from diplonlp.knowledge.schema import Organization

FORMAT_NAME, FORMAT_VERSION = "diplonlp-knowledge", 1
OrganizationKind: TypeAlias = Literal[
    "", "international", "body", "parliament", "chamber", "ministry", "agency", "party", "company"
]
Gender: TypeAlias = Literal["", "m", "f"]
_PERIOD = {"since": "from", "until": "to"}


class _Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of the records; in a file an empty field is left out."""


class MemberOf(_Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, rename=_PERIOD):
    """A member of an organisation: a state's code, an organisation's or a person's id, and since and until when."""

    member: str
    since: str = ""
    until: str = ""


class FormerName(_Record, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, rename=_PERIOD):
    """A name an organisation had, and since and until when."""

    name: str
    since: str = ""
    until: str = ""


class KnownPerson(_Record, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="person"):
    """A person: names as written in running text, in the nominative.

    ``born`` is a year or a date. ``states`` are the codes of the states the person is of or stands for. ``same_as``
    lists the person's ids elsewhere ("Q42").
    """

    id: str
    name_en: str = ""
    name_ru: str = ""
    aliases_en: tuple[str, ...] = ()
    aliases_ru: tuple[str, ...] = ()
    gender: Gender = ""
    born: str = ""
    states: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, each once."""
        return _unique((self.name_en, self.name_ru, *self.aliases_en, *self.aliases_ru))


class KnownOrganization(_Record, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="organization"):
    """An organisation or a body of one.

    ``parent`` is an organisation's id, here or in the package's tables; ``state`` the code of the state a national body
    belongs to. ``ambiguous`` lists those of its names that may mean something else.
    """

    id: str
    kind: OrganizationKind = ""
    name_en: str = ""
    name_ru: str = ""
    acronyms_en: tuple[str, ...] = ()
    acronyms_ru: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    aliases_ru: tuple[str, ...] = ()
    parent: str = ""
    state: str = ""
    members: tuple[MemberOf, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    founded: str = ""
    dissolved: str = ""
    ambiguous: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, each once."""
        own = (self.name_en, self.name_ru, *self.acronyms_en, *self.acronyms_ru, *self.aliases_en, *self.aliases_ru)
        return _unique((*own, *(former.name for former in self.former_names)))

    def row(self) -> Organization:
        """Return the organisation as the package's tables write one."""
        former = [name.name for name in self.former_names]
        return Organization(
            id=self.id,
            kind=self.kind or ("agency" if self.state else "international"),
            name_en=self.name_en,
            name_ru=self.name_ru,
            acronyms_en=self.acronyms_en,
            acronyms_ru=self.acronyms_ru,
            aliases_en=_unique((*self.aliases_en, *(name for name in former if not has_cyrillic(name)))),
            aliases_ru=_unique((*self.aliases_ru, *(name for name in former if has_cyrillic(name)))),
            parent=self.parent,
            state=self.state,
            members=tuple(member.member for member in self.members),
            ambiguous=self.ambiguous,
        )


class HeldOffice(
    _Record, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="office", rename=_PERIOD
):
    """An office somebody holds or held.

    ``office`` is the code of the package's table of titles ("president"); where it is missing the title tells.
    ``state`` and ``organization`` say whose office it is. Of an office without ``from`` nobody can tell who held it
    when.
    """

    person: str
    office: str = ""
    title_en: str = ""
    title_ru: str = ""
    state: str = ""
    organization: str = ""
    since: str = ""
    until: str = ""


class StateNames(_Record, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="state"):
    """Further names under which texts write of a state that the package's table has."""

    code: str
    aliases_en: tuple[str, ...] = ()
    aliases_ru: tuple[str, ...] = ()


KnowledgeRecord: TypeAlias = KnownPerson | KnownOrganization | HeldOffice | StateNames


class Knowledge(msgspec.Struct, frozen=True, kw_only=True):
    """What an analyst brings: people, organisations, offices held and names of states.

    Give it to :func:`diplonlp.load`; :func:`diplonlp.read_knowledge` and :func:`diplonlp.import_knowledge` make it of
    files.

    Parameters
    ----------
    people : tuple of KnownPerson
        People.
    organizations : tuple of KnownOrganization
        Organisations.
    offices : tuple of HeldOffice
        Who held which office, since and until when.
    states : tuple of StateNames
        Further names of states.

    Examples
    --------
    >>> knowledge = Knowledge(people=(KnownPerson(id="seitkali", name_en="Daulet Seitkali", states=("KAZ",)),))
    >>> len(knowledge), knowledge.people[0].names
    (1, ('Daulet Seitkali',))
    """

    people: tuple[KnownPerson, ...] = ()
    organizations: tuple[KnownOrganization, ...] = ()
    offices: tuple[HeldOffice, ...] = ()
    states: tuple[StateNames, ...] = ()

    def __len__(self) -> int:
        return len(self.people) + len(self.organizations) + len(self.offices) + len(self.states)

    @property
    def records(self) -> tuple[KnowledgeRecord, ...]:
        """All the records, what others point at before what points."""
        return (*self.states, *self.people, *self.organizations, *self.offices)

    @classmethod
    def of(cls, records: Iterable[KnowledgeRecord]) -> Knowledge:
        """Sort records by their type.

        Parameters
        ----------
        records : iterable of KnownPerson, KnownOrganization, HeldOffice or StateNames
            In any order.

        Examples
        --------
        >>> Knowledge.of([HeldOffice(person="seitkali", office="president", state="KAZ")]).offices[0].state
        'KAZ'
        """
        found = tuple(records)
        return cls(
            people=tuple(record for record in found if isinstance(record, KnownPerson)),
            organizations=tuple(record for record in found if isinstance(record, KnownOrganization)),
            offices=tuple(record for record in found if isinstance(record, HeldOffice)),
            states=tuple(record for record in found if isinstance(record, StateNames)),
        )


def has_cyrillic(text: str) -> bool:
    """Whether a name is written in Cyrillic letters, and so is looked for in Russian texts.

    Examples
    --------
    >>> has_cyrillic("Форум"), has_cyrillic("Forum")
    (True, False)
    """
    return any("\u0400" <= character <= "\u052f" for character in text)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
