"""Which bodies, states and places of the tables a name stands for."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from diplonlp.knowledge.facts import organizations
from diplonlp.knowledge.schema import Organization
from diplonlp.link.term_words import TermName, term_name

_NOBODY: frozenset[str] = frozenset()


def known_ids(name: TermName, label: str) -> frozenset[str]:
    """Return the ids of the tables that a name stands for; several where it is ambiguous, none where none has it.

    Parameters
    ----------
    name : TermName
        A name taken apart.
    label : str
        "ORG" asks for organisations, any other label for states and places.

    Examples
    --------
    >>> sorted(known_ids(term_name("ОДКБ"), "ORG")), sorted(known_ids(term_name("РК"), "STATE"))
    (['csto'], ['@KAZ', '@KOR'])
    """
    if label == "ORG":
        names, unordered, _ = _organization_index()
        found = names.get(name.codes)
        if found is None and any(code[0] == "@" for code in name.codes):
            found = unordered.get(frozenset(name.codes))
        return found or _NOBODY
    if len(name.terms) == 1 and name.terms[0].kind in ("state", "place", "region"):
        return name.terms[0].meanings
    return _NOBODY


def is_open(name: TermName) -> bool:
    """Return whether the tables call a name ambiguous, so that bodies they do not list may have it too ("Senate").

    Examples
    --------
    >>> is_open(term_name("Security Council")), is_open(term_name("CSTO"))
    (True, False)
    """
    return name.codes in _organization_index()[2]


def is_of_several_states(name: TermName) -> bool:
    """Return whether bodies of several states are called so, but for the state: then a name without one may be any.

    Examples
    --------
    >>> [is_of_several_states(term_name(text)) for text in ("МИД", "Parliament", "State Duma", "CSTO")]
    [True, True, False, False]
    """
    return frozenset(name.codes) in _names_of_several_states()


@cache
def own_names(organization: str) -> tuple[TermName, ...]:
    """Return the names of a body of the tables, taken apart; general ones ("Secretariat") are left out.

    Examples
    --------
    >>> term_name("CSTO") in own_names("csto")
    True
    """
    row = organizations()[organization]
    return tuple(term_name(name) for name in _names(row) if name not in row.ambiguous)


@cache
def _organization_index() -> tuple[
    dict[tuple[str, ...], frozenset[str]], dict[frozenset[str], frozenset[str]], frozenset[tuple[str, ...]]
]:
    """Bodies by the codes of their names in order, by those with a state in any order; and the ambiguous names."""
    ordered: dict[tuple[str, ...], set[str]] = defaultdict(set)
    unordered: dict[frozenset[str], set[str]] = defaultdict(set)
    general: set[tuple[str, ...]] = set()
    for row in organizations().values():
        for name in _names(row):
            codes = term_name(name).codes
            ordered[codes].add(row.id)
            unordered[frozenset(codes)].add(row.id)
            if name in row.ambiguous:
                general.add(codes)
    return (
        {codes: frozenset(ids) for codes, ids in ordered.items()},
        {codes: frozenset(ids) for codes, ids in unordered.items()},
        frozenset(general),
    )


@cache
def _names_of_several_states() -> frozenset[frozenset[str]]:
    owners: dict[frozenset[str], set[str]] = defaultdict(set)
    for row in organizations().values():
        for name in _names(row) if row.state else ():
            owners[frozenset(code for code in term_name(name).codes if not code.startswith("@"))].add(row.state)
    return frozenset(codes for codes, states in owners.items() if codes and len(states) > 1)


def _names(row: Organization) -> tuple[str, ...]:
    return (row.name_en, row.name_ru, *row.acronyms_en, *row.acronyms_ru, *row.aliases_en, *row.aliases_ru)
