"""The tables of states and places, checked against ISO 3166 and CLDR where those are installed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from types import ModuleType

import pymorphy3
import pytest

from diplonlp.knowledge.facts import capital_id, places, states
from diplonlp.knowledge.schema import Place, State
from diplonlp.knowledge.tables import read_table

LANGUAGES = ("en", "ru")
STATES = read_table("states", State)
PLACES = read_table("places", Place)
UN_MEMBERS = 193
NAME_COLUMNS = ("name", "official", "aliases")
WORD_COLUMNS = (*NAME_COLUMNS, "adjectives", "demonyms", "capital", "seats")

# ISO 3166-3 keeps these codes for states that are no more; XAA to XZZ ISO leaves to its users.
FORMER_CODES = {"SUN", "YUG", "CSK", "DDR", "SCG"}
USER_CODE = re.compile(r"X[A-Z]{2}")

NO_DEMONYM = {"VAT"}  # citizens of the Vatican have no name of their own in either language

CYRILLIC = re.compile(r"[А-ЯЁа-яё]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# The members of the United Nations by ISO 3166-1 alpha-2, in the order of their English names.
EVERY_MEMBER = """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG CD
CR CI HR CU CY CZ KP DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR
IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MC MN ME MA MZ MM NA NR
NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO
ZA SS ES LK SD SR SE CH SY TJ TH TL TG TO TT TN TR TM TV UG UA AE GB TZ US UY UZ VU VE VN YE ZM ZW
"""


def words(row: State | Place, columns: tuple[str, ...], lang: str) -> list[str]:
    """Every word of some columns of a row in one language."""
    found: list[str] = []
    for column in columns:
        value = getattr(row, f"{column}_{lang}")
        found += [value] if isinstance(value, str) else list(value)
    return [word for word in found if word]


@cache
def parser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def pycountry() -> ModuleType:
    module: ModuleType = pytest.importorskip("pycountry", reason="ISO 3166 is a dependency of development only")
    return module


def short_names(lang: str) -> dict[str, str]:
    """CLDR's short names by alpha-2."""
    babel = pytest.importorskip("babel", reason="CLDR is a dependency of development only")
    return dict(babel.Locale(lang).territories)


def plain(name: str) -> str:
    """Write a name with straight apostrophes and "and", as the tables do."""
    return name.replace("’", "'").replace(" & ", " and ")


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_codes_are_unique_and_ordered() -> None:
    codes = [state.code for state in STATES]
    assert codes == sorted(set(codes))


def test_codes_are_iso_user_assigned_or_former() -> None:
    countries = pycountry().countries
    for state in STATES:
        if state.kind == "former":
            assert state.code in FORMER_CODES
        elif countries.get(alpha_3=state.code) is None:
            assert USER_CODE.fullmatch(state.code), state.code
            assert state.kind == "disputed", state.code


def test_former_states_are_those_of_iso() -> None:
    historic = pycountry().historic_countries
    assert all(historic.get(alpha_3=code) for code in FORMER_CODES)
    assert {state.code for state in STATES if state.kind == "former"} == FORMER_CODES


def test_every_un_member_is_there() -> None:
    countries = pycountry().countries
    expected = {countries.get(alpha_2=code).alpha_3 for code in EVERY_MEMBER.split()}
    assert len(expected) == UN_MEMBERS
    assert {state.code for state in STATES if state.kind == "member"} == expected


@pytest.mark.parametrize("code", ["VAT", "PSE"])
def test_observers(code: str) -> None:
    assert states()[code].kind == "observer"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cldr_short_names_are_names(lang: str) -> None:
    cldr, countries = short_names(lang), pycountry().countries
    missing = []
    for state in STATES:
        country = countries.get(alpha_3=state.code)
        alpha_2 = "XK" if state.code == "XKX" else country.alpha_2 if country else ""
        if alpha_2 and plain(cldr[alpha_2]) not in words(state, NAME_COLUMNS, lang):
            missing.append((state.code, cldr[alpha_2]))
    assert not missing


def test_a_word_of_two_states_is_ambiguous_in_both() -> None:
    owners: dict[str, list[State]] = defaultdict(list)
    for state in STATES:
        for word in {word for lang in LANGUAGES for word in words(state, WORD_COLUMNS, lang)}:
            owners[word].append(state)
    assert not {
        word: [state.code for state in owned]
        for word, owned in owners.items()
        if len(owned) > 1 and not all(word in state.ambiguous for state in owned)
    }


def test_ambiguous_words_are_words_of_the_state() -> None:
    for state in STATES:
        own = {word for lang in LANGUAGES for word in words(state, WORD_COLUMNS, lang)}
        assert set(state.ambiguous) <= own, state.code


@pytest.mark.parametrize("row", [*STATES, *PLACES], ids=lambda row: row.code if isinstance(row, State) else row.id)
def test_each_language_is_in_its_own_script(row: State | Place) -> None:
    columns = WORD_COLUMNS if isinstance(row, State) else ("name", "aliases")
    for word in words(row, columns, "en"):
        assert LATIN.search(word), word
        assert not CYRILLIC.search(word), word
        assert not word.startswith("The ") or isinstance(row, Place), word
    for word in words(row, columns, "ru"):
        assert CYRILLIC.search(word), word
        assert not LATIN.search(word), word


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("column", ["name", "adjectives", "demonyms", "capital"])
def test_every_state_of_today_has(column: str, lang: str) -> None:
    without = {state.code for state in STATES if state.kind != "former" and not words(state, (column,), lang)}
    assert without == (NO_DEMONYM if column == "demonyms" else set())


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.code)
def test_russian_adjectives_are_masculine_lemmas(state: State) -> None:
    for word in state.adjectives_ru:
        parses = parser().parse(word)
        assert any("ADJF" in parse.tag and parse.normal_form == word for parse in parses), word


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.code)
def test_russian_demonyms_are_nominative_singular(state: State) -> None:
    for word in set(state.demonyms_ru) - set(state.adjectives_ru):
        tags = [parse.tag for parse in parser().parse(word)]
        assert any({"NOUN", "nomn", "sing"} in tag for tag in tags), word


def test_no_feminine_that_is_another_thing() -> None:
    """«финка» is a knife, «полька» a dance, «панамка» a hat: such words alone never mean a citizen."""
    things = {
        "американка", "болгарка", "венгерка", "вьетнамка", "голландка", "испанка", "итальянка", "канадка", "кубинка",
        "мексиканка", "панамка", "полька", "румынка", "финка", "чешка", "шведка", "шотландка",
    }  # fmt: skip
    assert things.isdisjoint(word for state in STATES for word in state.demonyms_ru)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("U.S.", "USA"), ("Britain", "GBR"), ("Republic of Kyrgyzstan", "KGZ"), ("Burma", "MMR"), ("Czechia", "CZE"),
        ("Cote d'Ivoire", "CIV"), ("Türkiye", "TUR"), ("Swaziland", "SWZ"), ("Lao PDR", "LAO"), ("Macedonia", "MKD"),
        ("Kyrgyz", "KGZ"), ("Frenchmen", "FRA"), ("Dane", "DNK"), ("North Korean", "PRK"), ("Nigerien", "NER"),
        ("Kiev", "UKR"), ("Nur-Sultan", "KAZ"), ("Ashkhabad", "TKM"), ("Kremlin", "RUS"), ("Foggy Bottom", "USA"),
        ("Киргизия", "KGZ"), ("Кыргызская Республика", "KGZ"), ("РФ", "RUS"), ("КНР", "CHN"), ("ФРГ", "DEU"),
        ("ОАЭ", "ARE"), ("КНДР", "PRK"), ("Соединенные Штаты", "USA"), ("Молдова", "MDA"), ("Беларусь", "BLR"),
        ("кыргызстанский", "KGZ"), ("россиянка", "RUS"), ("датчанин", "DNK"), ("нигерский", "NER"),
        ("нигерийский", "NGA"),
        ("Ашгабат", "TKM"), ("Таллинн", "EST"), ("Елисейский дворец", "FRA"), ("Акорда", "KAZ"), ("Ак Орда", "KAZ"),
    ],
)  # fmt: skip
def test_words_of_the_press_name_one_state(word: str, code: str) -> None:
    lang = "ru" if CYRILLIC.search(word) else "en"
    assert [state.code for state in STATES if word in words(state, WORD_COLUMNS, lang)] == [code]


@pytest.mark.parametrize("word", ["Congo", "Конго", "Dominican", "доминиканский", "Guinean", "гвинейский", "РК"])
def test_words_of_two_states_are_listed_in_both(word: str) -> None:
    assert sum(word in state.ambiguous for state in STATES) == 2


@pytest.mark.parametrize(
    "word", ["Jordan", "Chad", "Georgia", "Korea", "Корея", "Чад", "Того", "Мали", "РБ", "РТ", "КР"]
)
def test_words_with_another_sense_are_ambiguous(word: str) -> None:
    assert any(word in state.ambiguous for state in STATES)


def test_each_capital_is_one_place() -> None:
    with_capital = [state.code for state in STATES if state.capital_en]
    ids = [capital_id(code) for code in with_capital]
    assert not repeated(ids)
    assert all(SLUG.fullmatch(slug.removeprefix("place:")) for slug in ids)
    assert len(places()) == len(PLACES) + len(with_capital)
