"""What importers hand over, and the names of one thing sorted by their script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from diplonlp.knowledge.importers.report import ImportReport
from diplonlp.knowledge.records import KnowledgeRecord, MemberOf, has_cyrillic

_RUSSIAN = re.compile(r"[а-яё\W\d_]+", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F\u1E00-\u1EFF]")
_LONGEST_ACRONYM = 12


class Item(NamedTuple):
    """A record with the line it came from."""

    record: KnowledgeRecord
    line: int | None


class Membership(NamedTuple):
    """A member of an organisation, told by the member's row."""

    organization: str
    member: MemberOf


class Names(NamedTuple):
    """The names of one thing, as the records have them."""

    name_en: str
    name_ru: str
    aliases_en: tuple[str, ...]
    aliases_ru: tuple[str, ...]


def sort_names(names: Iterable[str], report: ImportReport) -> Names:
    """Sort names by the texts they are looked for in: Latin letters in English ones, Cyrillic in Russian ones.

    The first of each is the name, of the Cyrillic ones the first in Russian letters. Names in other scripts are
    counted.

    Examples
    --------
    >>> sort_names(["Дәулет Сейтқали", "Даулет Сейткали", "Daulet Seitkali", "達烏列特"], ImportReport())[:2]
    ('Daulet Seitkali', 'Даулет Сейткали')
    """
    written = list(dict.fromkeys(" ".join(name.split()) for name in names if name and name.strip()))
    russian = [name for name in written if has_cyrillic(name)]
    latin = [name for name in written if name not in russian and _LATIN.search(name)]
    other = len(written) - len(russian) - len(latin)
    if other:
        report.leave_out("names in other scripts", other)
    russian.sort(key=lambda name: _RUSSIAN.fullmatch(name) is None)
    return Names("".join(latin[:1]), "".join(russian[:1]), tuple(latin[1:]), tuple(russian[1:]))


def is_acronym_name(name: str) -> bool:
    """Whether a name is an acronym: one short word, its letters capitals.

    Examples
    --------
    >>> is_acronym_name("ШОС"), is_acronym_name("IVANOV IVAN"), is_acronym_name("Forum")
    (True, False, False)
    """
    letters = [character for character in name if character.isalpha()]
    short = len(name) <= _LONGEST_ACRONYM and " " not in name and len(letters) > 1
    return short and all(character.isupper() for character in letters)


def organization_names(names: Iterable[str], report: ImportReport) -> dict[str, str | tuple[str, ...]]:
    """Sort an organisation's names by script, its acronyms apart, as the fields of its record.

    Examples
    --------
    >>> organization_names(["Steppe Forum", "SF"], ImportReport())["acronyms_en"]
    ('SF',)
    """
    every = [name for name in dict.fromkeys(names) if name]
    whole = [name for name in every if not is_acronym_name(name)]
    acronyms = [name for name in every if is_acronym_name(name)]
    found = sort_names(whole or acronyms, report)
    short = sort_names(acronyms if whole else (), report)
    return {
        **found._asdict(),
        "acronyms_en": tuple(name for name in (short.name_en, *short.aliases_en) if name),
        "acronyms_ru": tuple(name for name in (short.name_ru, *short.aliases_ru) if name),
    }
