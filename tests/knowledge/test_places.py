"""The places are consistent, in both languages, and what a name leads to is the right place or none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache

import pytest

from diplonlp.knowledge.facts import capital_id, places, states
from diplonlp.knowledge.schema import Place, State
from diplonlp.knowledge.tables import read_table

LANGUAGES = ("en", "ru")
ROWS = read_table("places", Place)
SCRIPTS = {"en": "LATIN", "ru": "CYRILLIC"}


def fold(name: str) -> str:
    return name.casefold().replace("ё", "е")


def names(row: Place, lang: str) -> tuple[str, ...]:
    return (row.name_en, *row.aliases_en) if lang == "en" else (row.name_ru, *row.aliases_ru)


@cache
def owners(lang: str) -> dict[str, set[str]]:
    """Return every name of a language, without case, with the places it stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        for name in names(row, lang):
            found[fold(name)].add(row.id)
    return found


def state_names(state: State) -> tuple[str, ...]:
    return (
        state.name_en, state.name_ru, state.official_en, state.official_ru, *state.aliases_en, *state.aliases_ru,
        *state.capital_en, *state.capital_ru, *state.seats_en, *state.seats_ru,
    )  # fmt: skip


def test_enough_places() -> None:
    assert len(ROWS) >= 580


def test_ids_are_unique_slugs_in_order() -> None:
    ids = [row.id for row in ROWS]
    assert [row_id for row_id, count in Counter(ids).items() if count > 1] == []
    assert [row_id for row_id in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row_id)] == []
    assert ids == sorted(ids)


def test_no_place_is_a_capital() -> None:
    capitals = {capital_id(state.code).removeprefix("place:") for state in states().values() if state.capital_en}
    assert capitals.isdisjoint(row.id for row in ROWS)


def test_states_are_known() -> None:
    assert {row.state for row in ROWS} - {""} <= set(states())


def test_every_place_has_a_name_in_both_languages() -> None:
    assert [row.id for row in ROWS if not row.name_en or not row.name_ru] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_in_their_script_and_clean(lang: str) -> None:
    for row in ROWS:
        for name in names(row, lang):
            scripts = {unicodedata.name(char).split()[0] for char in name if char.isalpha()}
            assert scripts == {SCRIPTS[lang]}, (row.id, name)
            assert name == " ".join(name.split()), (row.id, name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_name_of_two_places_is_ambiguous_in_both(lang: str) -> None:
    shared = {name: ids for name, ids in owners(lang).items() if len(ids) > 1}
    unmarked = [
        (name, row_id)
        for name, ids in shared.items()
        for row_id in ids
        if name not in {fold(part) for part in places()[row_id].ambiguous}
    ]
    assert unmarked == []


def test_no_place_has_a_states_or_capitals_name() -> None:
    taken = {fold(name) for state in states().values() for name in state_names(state) if name}
    for row in ROWS:
        own = {fold(name) for lang in LANGUAGES for name in names(row, lang)}
        assert own & taken <= {fold(name) for name in row.ambiguous}, row.id


def test_ambiguous_lists_only_names_of_the_row_and_a_name_stands_once() -> None:
    for row in ROWS:
        own = [name for lang in LANGUAGES for name in names(row, lang)]
        assert set(row.ambiguous) <= set(own), row.id
        assert len(set(own)) == len(own), row.id


@pytest.mark.parametrize(
    ("lang", "name", "expected"),
    [
        ("en", "Alma-Ata", "almaty"),
        ("ru", "Алма-Ата", "almaty"),
        ("ru", "Ленинград", "saint-petersburg"),
        ("en", "Leningrad", "saint-petersburg"),
        ("ru", "Ленинабад", "khujand"),
        ("ru", "Ошская область", "osh-region"),
        ("en", "Batken Region", "batken-region"),
        ("ru", "ГБАО", "gorno-badakhshan"),
        ("en", "Gorno-Badakhshan", "gorno-badakhshan"),
        ("ru", "Каспий", "caspian-sea"),
        ("en", "Lake Balkhash", "balkhash"),
        ("ru", "Симбирск", "ulyanovsk"),
    ],
)
def test_a_name_leads_to_one_place(lang: str, name: str, expected: str) -> None:
    assert owners(lang)[fold(name)] == {expected}


@pytest.mark.parametrize("row_id", ["vladimir", "mary", "oryol", "kirov", "kant"])
def test_a_name_that_is_a_persons_or_a_word_is_ambiguous(row_id: str) -> None:
    row = places()[row_id]
    assert row.name_en in row.ambiguous
    assert row.name_ru in row.ambiguous
