"""The tables of names: given names, family names that many bear, endings."""

from __future__ import annotations

import re
from collections import Counter

from diplonlp.knowledge.schema import FamilyName, GivenName, NameEnding
from diplonlp.knowledge.tables import read_table
from diplonlp.link.cases import masculine_family
from diplonlp.link.families import is_widespread
from diplonlp.link.scripts import is_cyrillic

FAMILIES = read_table("family_names", FamilyName)
GIVEN = read_table("given_names", GivenName)
ENDINGS = read_table("name_endings", NameEnding)
LATIN = re.compile(r"[A-Za-zÀ-ɏ]+([-' ][A-Za-zÀ-ɏ]+)*")
CYRILLIC = re.compile(r"[А-ЯЁа-яё]+([-'][А-ЯЁа-яё]+)*")


def test_a_family_name_stands_once() -> None:
    counts = Counter(row.name for row in FAMILIES)
    assert [name for name, count in counts.items() if count > 1] == []


def test_family_names_are_clean_and_in_one_script() -> None:
    wrong = [row.name for row in FAMILIES if not (CYRILLIC if is_cyrillic(row.name) else LATIN).fullmatch(row.name)]
    assert wrong + [row.name for row in FAMILIES if row.name[0].islower() and " " not in row.name] == []


def test_every_family_name_of_the_table_is_widespread() -> None:
    assert [row.name for row in FAMILIES if not is_widespread(row.name.lower())] == []


def test_cyrillic_family_names_are_masculine() -> None:
    assert [row.name for row in FAMILIES if is_cyrillic(row.name) and row.name.endswith(("ова", "ева", "ская"))] == []
    assert masculine_family("смирнова") == "смирнов"


def test_given_names_are_in_their_script() -> None:
    wrong = [name for row in GIVEN for name in row.forms_en if is_cyrillic(name)]
    assert wrong + [name for row in GIVEN for name in row.forms_ru if not is_cyrillic(name)] == []


def test_a_form_of_a_given_name_stands_once_in_its_row() -> None:
    for row in GIVEN:
        forms = (*row.forms_en, *row.forms_ru)
        assert len(set(forms)) == len(forms), row


def test_an_ending_stands_once_for_what_it_is() -> None:
    counts = Counter((row.kind, row.ending, row.nominative, row.cases) for row in ENDINGS)
    assert [row for row, count in counts.items() if count > 1] == []
