"""What one pipeline knows: the package's tables, and what an analyst brought beside them.

The tables are one for the process and never changed; what is brought stands beside them, so two pipelines with
different knowledge can share one set of models. Which knowledge a Doc is read with is kept beside the Doc.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import msgspec

from diplonlp.knowledge.facts import members, organizations
from diplonlp.knowledge.holders import Offices
from diplonlp.knowledge.namesakes import People
from diplonlp.knowledge.partial_dates import held_on
from diplonlp.knowledge.records import Knowledge, KnownOrganization

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from diplonlp.knowledge.schema import Organization
    from diplonlp.tag.lexicon import Entry
    from diplonlp.tag.phrases import PhraseIndex

PERSON_KB = "person:"


class Facts:
    """The tables and an analyst's knowledge, as the stages ask for them.

    Parameters
    ----------
    knowledge : Knowledge
        What was brought; empty for the tables alone.

    Examples
    --------
    >>> facts = Facts(Knowledge(organizations=(KnownOrganization(id="forum", name_en="Steppe Forum"),)))
    >>> facts.organizations["forum"].name_en, "forum" in organizations(), "cis" in facts.organizations
    ('Steppe Forum', False, True)
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        own = {org.id: _row(org) for org in knowledge.organizations}
        self.organizations: Mapping[str, Organization] = {**organizations(), **own} if own else organizations()
        self.parliaments = {row.state: row.id for row in self.organizations.values() if row.kind == "parliament"}
        self.people = People(knowledge.people)
        self.offices = Offices(knowledge.offices, self.organizations)
        self._members = {org.id: org.members for org in knowledge.organizations if org.members}
        self._indexes: dict[str, PhraseIndex[Entry] | None] = {}

    def members(self, organization: str, date: str | None) -> frozenset[str]:
        """Return who is a member of an organisation on a day; whoever may have come or gone that day is left out."""
        own = self._members.get(organization)
        if own is None:
            return _table_members(organization, date) if organization in organizations() else frozenset()
        return frozenset(m.member for m in own if _is_member(m.since, m.until, date))

    def index(self, lang: str, tokenize: Callable[[str], Doc]) -> PhraseIndex[Entry] | None:
        """Return the phrases of what was brought for a language; None where nothing was."""
        if lang not in self._indexes:
            from diplonlp.tag.lexicon import own_index

            has_names = bool(self.knowledge.organizations or self.knowledge.states)
            self._indexes[lang] = own_index(self, lang, tokenize) if has_names else None
        return self._indexes[lang]


def _table_members(organization: str, day: str | None) -> frozenset[str]:
    """Who is a member by the tables on a day; today's members where they have no dates of it."""
    on = date.fromisoformat(day) if day and len(day) == len("2026-01-01") else None
    then = members(organization, on)
    return (then if then is not None else members(organization)) or frozenset()


def _is_member(since: str, until: str, date: str | None) -> bool:
    """Whether somebody is a member; without a beginning he always was, without a day he counts if he still is."""
    if date is None:
        return not until
    return held_on(since or "0001", until, date) == "yes"


def _row(org: KnownOrganization) -> Organization:
    """An organisation as a row; one that the tables have keeps what is not given anew."""
    row, known = org.row(), organizations().get(org.id)
    if known is None:
        return row
    names = {
        field: tuple(dict.fromkeys((*getattr(known, field), *getattr(row, field))))
        for field in ("acronyms_en", "acronyms_ru", "aliases_en", "aliases_ru", "ambiguous")
    }
    for lang in ("en", "ru"):
        name = getattr(row, f"name_{lang}")
        names[f"aliases_{lang}"] += (name,) if name else ()
    return msgspec.structs.replace(
        known,
        **names,
        kind=org.kind or known.kind,
        parent=org.parent or known.parent,
        state=org.state or known.state,
        members=row.members or known.members,
    )


@cache
def built_in() -> Facts:
    """Return the package's tables alone."""
    return Facts(Knowledge())


_facts: WeakKeyDictionary[Doc, Facts] = WeakKeyDictionary()


def give_facts(doc: Doc, facts: Facts) -> None:
    """Let a Doc be read with an analyst's knowledge; to be called before the pipeline's components see it."""
    if facts is not built_in():
        _facts[doc] = facts


def facts_of(doc: Doc) -> Facts:
    """Return the knowledge a Doc is read with: the package's tables where no other was given."""
    return _facts.get(doc) or built_in()
