"""The organisations, institutions and body words are consistent, and the names of the press lead to the right body."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache

import pytest

from diplonlp.knowledge.schema import BodyWord, Organization, State
from diplonlp.knowledge.tables import read_table

LANGUAGES = ("en", "ru")
ORGANIZATIONS = read_table("organizations", Organization)
INSTITUTIONS = read_table("institutions", Organization)
EVERY = ORGANIZATIONS + INSTITUTIONS
BY_ID = {row.id: row for row in EVERY}
BODY_WORDS = read_table("body_words", BodyWord)


def fold(name: str) -> str:
    return name.casefold().replace("ё", "е")


def names(row: Organization, lang: str) -> tuple[str, ...]:
    if lang == "en":
        return (row.name_en, *row.acronyms_en, *row.aliases_en)
    return (row.name_ru, *row.acronyms_ru, *row.aliases_ru)


def scripts(text: str) -> set[str]:
    """Return the scripts of the letters of a text: LATIN, CYRILLIC."""
    return {unicodedata.name(char).split()[0] for char in text if char.isalpha()}


@cache
def owners(lang: str) -> dict[str, set[str]]:
    """Return every name of a language, without case, with the ids it stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in EVERY:
        for name in names(row, lang):
            found[fold(name)].add(row.id)
    return found


def test_enough_organizations() -> None:
    kinds = Counter(row.kind for row in EVERY)
    assert kinds["international"] >= 70
    assert len(INSTITUTIONS) >= 150


def test_kinds_belong_to_their_table() -> None:
    assert {row.kind for row in ORGANIZATIONS} == {"international", "body"}
    assert not {"international", "body"} & {row.kind for row in INSTITUTIONS}


def test_ids_are_unique_slugs() -> None:
    assert [row_id for row_id, count in Counter(row.id for row in EVERY).items() if count > 1] == []
    assert [row.id for row in EVERY if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id)] == []


def test_institutions_carry_their_state() -> None:
    assert [row.id for row in INSTITUTIONS if not row.state] == []
    assert [row.id for row in INSTITUTIONS if not row.id.startswith(row.state.lower() + "-")] == []


def test_parents_exist_and_make_no_cycle() -> None:
    for row in EVERY:
        seen = [row.id]
        while parent := BY_ID[seen[-1]].parent:
            assert parent in BY_ID, f"{seen[-1]}: no row has the id of its parent, {parent}"
            assert parent not in seen, f"{row.id}: its parents make a cycle"
            seen.append(parent)


def test_bodies_have_a_parent() -> None:
    assert [row.id for row in EVERY if row.kind == "body" and not row.parent] == []


def test_a_chamber_stands_under_its_own_parliament() -> None:
    for row in EVERY:
        if row.kind == "chamber" and row.parent:
            parent = BY_ID[row.parent]
            assert (parent.kind, parent.state) == ("parliament", row.state), row.id


def test_a_state_has_at_most_one_parliament() -> None:
    counts = Counter(row.state for row in INSTITUTIONS if row.kind == "parliament")
    assert [state for state, count in counts.items() if count > 1] == []


def test_states_and_members_are_in_the_table_of_states() -> None:
    known = {state.code for state in read_table("states", State)}
    used = {(row.id, code) for row in EVERY for code in (*row.members, row.state) if code}
    assert sorted(pair for pair in used if pair[1] not in known) == []


def test_members_are_listed_once() -> None:
    assert [row.id for row in EVERY if len(set(row.members)) < len(row.members)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_shared_name_is_ambiguous_in_every_row_that_has_it(lang: str) -> None:
    unmarked = [
        (name, row_id)
        for name, ids in owners(lang).items()
        if len(ids) > 1
        for row_id in ids
        if name not in {fold(part) for part in BY_ID[row_id].ambiguous}
    ]
    assert unmarked == []


def test_a_name_that_is_also_a_common_body_word_is_ambiguous() -> None:
    words = {fold(row.word) for row in BODY_WORDS}
    for row in EVERY:
        common = {fold(name) for lang in LANGUAGES for name in names(row, lang)} & words
        assert common <= {fold(name) for name in row.ambiguous}, row.id


def test_a_name_that_is_also_a_state_is_ambiguous() -> None:
    of_states = {
        fold(name)
        for state in read_table("states", State)
        for name in (
            state.name_en,
            state.name_ru,
            *state.aliases_en,
            *state.aliases_ru,
            *state.seats_en,
            *state.seats_ru,
        )
    }
    for row in EVERY:
        shared = {fold(name) for lang in LANGUAGES for name in names(row, lang)} & of_states
        assert shared <= {fold(name) for name in row.ambiguous}, row.id


def test_ambiguous_lists_only_names_of_the_row() -> None:
    for row in EVERY:
        own = {fold(name) for lang in LANGUAGES for name in names(row, lang)}
        assert {fold(name) for name in row.ambiguous} <= own, row.id


def test_a_name_stands_once_in_its_column() -> None:
    for row in EVERY:
        for column in (row.acronyms_en, row.acronyms_ru, row.aliases_en, row.aliases_ru, row.ambiguous):
            assert len(set(column)) == len(column), (row.id, column)


def test_english_columns_are_latin() -> None:
    for row in EVERY:
        for name in names(row, "en"):
            assert scripts(name) == {"LATIN"}, (row.id, name)


def test_russian_names_are_cyrillic() -> None:
    for row in EVERY:
        for name in (row.name_ru, *row.aliases_ru):
            assert "CYRILLIC" in scripts(name), (row.id, name)


def test_no_word_mixes_look_alike_letters() -> None:
    for row in EVERY:
        for name in (*names(row, "en"), *names(row, "ru")):
            for word in re.findall(r"\w+", name):
                assert len(scripts(word)) <= 1, (row.id, name)


def test_acronyms_have_capitals_and_more_than_one_character() -> None:
    for row in EVERY:
        for acronym in (*row.acronyms_en, *row.acronyms_ru):
            assert len(acronym) > 1, row.id
            assert sum(char.isupper() for char in acronym) >= min(2, sum(map(str.isalpha, acronym))), (row.id, acronym)


def test_names_are_clean() -> None:
    for row in EVERY:
        for name in (*names(row, "en"), *names(row, "ru")):
            assert name == " ".join(name.split()), (row.id, name)
            assert "’" not in name, (row.id, name)
            assert name.count("«") == name.count("»"), (row.id, name)


@pytest.mark.parametrize(
    ("lang", "name", "expected"),
    [
        ("en", "CIS IPA", "cis-ipa"),
        ("en", "IPA CIS", "cis-ipa"),
        ("en", "CIS Inter-Parliamentary Assembly", "cis-ipa"),
        ("en", "CIS Interparliamentary Assembly", "cis-ipa"),
        ("ru", "МПА СНГ", "cis-ipa"),
        ("ru", "Межпарламентская Ассамблея СНГ", "cis-ipa"),
        ("ru", "Межпарламентская ассамблея государств — участников СНГ", "cis-ipa"),
        ("en", "EAEU", "eaeu"),
        ("en", "EEU", "eaeu"),
        ("ru", "ЕАЭС", "eaeu"),
        ("en", "EurAsEC", "eurasec"),
        ("ru", "ЕЭК", "eec"),
        ("ru", "ЕЭК ООН", "unece"),
        ("ru", "ОДКБ", "csto"),
        ("ru", "ПА ОДКБ", "csto-pa"),
        ("en", "Shanghai Cooperation Organisation", "sco"),
        ("ru", "РАТС ШОС", "sco-rats"),
        ("en", "Turkic Council", "ots"),
        ("ru", "Тюркский совет", "ots"),
        ("ru", "ТЮРКСОЙ", "turksoy"),
        ("ru", "Совбез ООН", "un-sc"),
        ("en", "UN General Assembly", "un-ga"),
        ("ru", "МАГАТЭ", "iaea"),
        ("ru", "ВОЗ", "who"),
        ("ru", "ОИК", "oic"),
        ("ru", "ССАГПЗ", "gcc"),
        ("ru", "СВМДА", "cica"),
        ("en", "CICA", "cica"),
        ("ru", "ПАСЕ", "pace"),
        ("ru", "БДИПЧ", "odihr"),
        ("en", "Turkpa", "turkpa"),
        ("en", "C5+1", "c5-plus-1"),
        ("ru", "ЕАБР", "edb"),
        ("ru", "ЕБРР", "ebrd"),
        ("en", "Council of the Federation", "rus-federation-council"),
        ("ru", "Совет Федерации", "rus-federation-council"),
        ("ru", "Госдума", "rus-state-duma"),
        ("en", "Zhogorku Kenesh", "kgz-jogorku-kenesh"),
        ("ru", "Жогорку Кенеш", "kgz-jogorku-kenesh"),
        ("en", "Mazhilis", "kaz-majilis"),
        ("ru", "Олий Мажлис", "uzb-oliy-majlis"),
        ("ru", "Маджлиси намояндагон", "tjk-majlisi-namoyandagon"),
        ("ru", "Милли Меджлис", "aze-milli-majlis"),
        ("ru", "ВНСТ", "tur-grand-national-assembly"),
        ("ru", "ВСНП", "chn-npc"),
        ("ru", "НПКСК", "chn-cppcc"),
        ("ru", "Великий государственный хурал", "mng-great-khural"),
        ("en", "Pentagon", "usa-defense-department"),
        ("ru", "Госдеп", "usa-state-department"),
        ("ru", "КСИР", "irn-irgc"),
        ("ru", "Росатом", "rus-rosatom"),
        ("ru", "РЖД", "rus-rzd"),
        ("ru", "Единая Россия", "rus-united-russia"),
        ("ru", "КПК", "chn-cpc"),
        ("en", "Nur Otan", "kaz-amanat"),
        ("en", "SOCAR", "aze-socar"),
    ],
)
def test_a_name_leads_to_one_body(lang: str, name: str, expected: str) -> None:
    assert owners(lang)[fold(name)] == {expected}


@pytest.mark.parametrize(
    ("lang", "name", "among"),
    [
        ("en", "Parliamentary Assembly", {"csto-pa", "osce-pa", "nato-pa", "pace"}),
        ("ru", "Парламентская ассамблея", {"csto-pa", "osce-pa", "nato-pa", "pace"}),
        ("en", "Security Council", {"un-sc", "rus-security-council", "kgz-security-council"}),
        ("ru", "Совет безопасности", {"un-sc", "rus-security-council", "kgz-security-council"}),
        ("en", "Senate", {"usa-senate", "kaz-senate", "uzb-senate"}),
        ("ru", "Сенат", {"usa-senate", "kaz-senate", "uzb-senate"}),
        ("en", "National Assembly", {"arm-national-assembly", "blr-national-assembly", "fra-national-assembly"}),
        ("en", "House of Representatives", {"usa-house", "jpn-house-of-representatives"}),
        ("ru", "Палата представителей", {"usa-house", "blr-house-of-representatives"}),
        ("en", "EEC", {"eec", "european-economic-community"}),
    ],
)
def test_a_general_name_keeps_all_its_bodies(lang: str, name: str, among: set[str]) -> None:
    assert among <= owners(lang)[fold(name)]


@pytest.mark.parametrize(
    ("row_id", "count", "inside", "outside"),
    [
        ("cis", 9, {"RUS", "KGZ", "UZB"}, {"GEO", "UKR", "TKM"}),
        ("eaeu", 5, {"ARM", "KGZ"}, {"UZB", "TJK"}),
        ("csto", 6, {"TJK"}, {"UZB", "AZE"}),
        ("sco", 10, {"BLR", "IRN"}, {"MNG", "TKM"}),
        ("ots", 5, {"TUR", "UZB"}, {"TKM", "HUN"}),
        ("eu", 27, {"HRV"}, {"GBR", "SRB"}),
        ("nato", 32, {"FIN", "SWE", "MKD"}, {"AUT", "SRB"}),
        ("osce", 57, {"MNG", "VAT"}, {"CHN"}),
        ("coe", 46, {"AZE"}, {"RUS", "BLR"}),
        ("asean", 11, {"TLS"}, {"PNG"}),
        ("oic", 57, {"KGZ", "TKM"}, {"RUS"}),
        ("arab-league", 22, {"SYR"}, {"IRN"}),
        ("gcc", 6, {"OMN"}, {"YEM"}),
        ("cica", 28, {"KAZ", "KWT"}, {"JPN"}),
        ("african-union", 55, {"ESH"}, {"YEM"}),
        ("commonwealth", 56, {"GAB"}, {"IRL"}),
        ("oecd", 38, {"CRI"}, {"RUS"}),
        ("eco", 10, {"TUR"}, {"IND"}),
        ("bsec", 13, {"MKD"}, {"KAZ"}),
        ("g20", 19, {"IDN"}, {"ESP"}),
    ],
)
def test_members(row_id: str, count: int, inside: set[str], outside: set[str]) -> None:
    members = set(BY_ID[row_id].members)
    assert len(members) == count
    assert inside <= members
    assert not outside & members


def test_body_words_are_listed_once_in_their_script() -> None:
    assert max(Counter((row.lang, row.word) for row in BODY_WORDS).values()) == 1
    script = {"en": {"LATIN"}, "ru": {"CYRILLIC"}}
    assert [row.word for row in BODY_WORDS if scripts(row.word) != script[row.lang]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_body_word_is_known(lang: str) -> None:
    kinds = {row.kind for row in BODY_WORDS if row.lang == lang}
    everything = {
        "parliament", "chamber", "ministry", "agency", "government", "committee", "council", "court", "other",
    }  # fmt: skip
    assert kinds == everything


@pytest.mark.parametrize(
    ("lang", "word", "kind", "proper"),
    [
        ("en", "ministry", "ministry", "no"),
        ("ru", "министерство", "ministry", "no"),
        ("en", "duma", "parliament", "yes"),
        ("ru", "дума", "parliament", "yes"),
        ("ru", "МИД", "ministry", "yes"),
        ("ru", "минобороны", "ministry", "yes"),
        ("en", "foreign ministry", "ministry", "yes"),
        ("en", "cabinet of ministers", "government", "yes"),
        ("ru", "кабинет министров", "government", "yes"),
        ("ru", "администрация президента", "government", "yes"),
        ("en", "embassy", "agency", "no"),
        ("ru", "посольство", "agency", "no"),
        ("ru", "генпрокуратура", "agency", "yes"),
        ("ru", "генштаб", "agency", "yes"),
        ("ru", "торгово-промышленная палата", "other", "no"),
        ("en", "university", "other", "no"),
    ],
)
def test_body_word(lang: str, word: str, kind: str, proper: str) -> None:
    assert [(row.kind, row.proper) for row in BODY_WORDS if (row.lang, row.word) == (lang, word)] == [(kind, proper)]
