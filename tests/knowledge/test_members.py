"""Who was a member of which organisation on a day."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from diplonlp.errors import KnowledgeError
from diplonlp.knowledge.facts import members, organizations, states
from diplonlp.knowledge.schema import Organization
from diplonlp.knowledge.terms import read_term

DATED = [row for row in organizations().values() if row.founded]


@pytest.mark.parametrize(
    ("org", "day", "inside", "outside"),
    [
        ("eu", "1972-12-31", {"DEU", "FRA"}, {"GBR", "DNK"}),
        ("eu", "2004-05-01", {"GBR", "POL"}, {"ROU", "HRV"}),
        ("eu", "2020-01-31", {"GBR", "HRV"}, {"SRB"}),
        ("eu", "2020-02-01", {"HRV"}, {"GBR"}),
        ("nato", "1990-01-01", {"USA", "TUR", "ESP"}, {"POL", "FIN"}),
        ("nato", "2024-03-07", {"FIN", "SWE"}, {"AUT"}),
        ("cis", "2008-08-08", {"GEO", "RUS", "UKR"}, {"TKM", "LTU"}),
        ("cis", "2010-01-01", {"RUS"}, {"GEO"}),
        ("csto", "2010-06-01", {"UZB", "KGZ"}, {"AZE"}),
        ("csto", "2000-01-01", {"ARM"}, {"UZB", "GEO"}),
        ("eaeu", "2015-01-01", {"RUS", "KAZ", "BLR"}, {"ARM", "KGZ"}),
        ("sco", "2001-06-15", {"UZB"}, {"IND", "IRN"}),
        ("brics", "2023-12-31", {"ZAF"}, {"IRN", "ETH"}),
        ("un", "1950-01-01", {"SUN", "UKR", "TWN"}, {"DEU", "CHN", "RUS"}),
        ("un", "1992-03-02", {"KGZ", "RUS", "CHN"}, {"SUN", "TWN", "CHE"}),
        ("coe", "2021-01-01", {"RUS", "TUR"}, {"BLR"}),
        ("coe", "2022-03-17", {"TUR"}, {"RUS"}),
        ("pace", "2021-01-01", {"RUS"}, {"KAZ"}),
        ("opec", "2018-06-22", {"QAT", "AGO", "ECU"}, {"IDN"}),
        ("opec", "2024-01-01", {"GAB"}, {"QAT", "AGO", "ECU"}),
        ("g8", "2010-01-01", {"RUS"}, {"CHN"}),
        ("wto", "2010-01-01", {"KGZ", "CHN"}, {"RUS", "KAZ"}),
        ("asean", "1995-07-28", {"VNM"}, {"KHM"}),
        ("african-union", "2017-01-31", {"MAR", "ESH"}, set()),
        ("warsaw-pact", "1980-01-01", {"SUN", "DDR"}, {"ALB", "YUG"}),
    ],
)
def test_members_on_a_day(org: str, day: str, inside: set[str], outside: set[str]) -> None:
    found = members(org, date.fromisoformat(day))
    assert found is not None
    assert inside <= found
    assert not outside & found


@pytest.mark.parametrize(
    ("org", "day"), [("cis", "1991-12-07"), ("warsaw-pact", "1991-07-02"), ("eurasec", "2015-01-01")]
)
def test_nobody_is_a_member_before_the_foundation_or_after_the_end(org: str, day: str) -> None:
    assert members(org, date.fromisoformat(day)) == frozenset()


@pytest.mark.parametrize("org", ["icrc", "usa-cia"])
def test_unknown_members_are_none(org: str) -> None:
    assert members(org) is None
    assert members(org, date(2020, 1, 1)) is None


def test_an_unknown_organisation_is_an_error() -> None:
    with pytest.raises(KnowledgeError, match="no-such-body"):
        members("no-such-body")


@pytest.mark.parametrize("row", DATED, ids=lambda row: row.id)
def test_today_the_terms_give_todays_members(row: Organization) -> None:
    today = members(row.id, date.today())
    assert today == (frozenset() if row.dissolved else frozenset(row.members))


def test_terms_name_known_states_in_order_and_never_twice_at_once() -> None:
    for row in organizations().values():
        terms = [read_term(term) for term in row.terms]
        assert list(row.terms) == sorted(row.terms), row.id
        assert {term.code for term in terms} <= set(states()), row.id
        for first, second in itertools.pairwise(terms):
            assert first.code != second.code or (first.last is not None and first.last < second.first), row.id


@pytest.mark.parametrize(
    "term", ["", "GEO", "GEO:1993", "GEO:1993-12-03", "GEO:1993-13-03/", "GEO:2009-08-18/1993-12-03", "geo:1993-12-03/"]
)
def test_what_is_no_term_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read_term(term)


@pytest.mark.parametrize(("column", "value"), [("founded", "1949"), ("dissolved", "tomorrow"), ("terms", ("X:1/",))])
def test_a_row_with_a_wrong_date_is_refused(column: str, value: object) -> None:
    cells = {"id": "x", "kind": "international", "name_en": "X", "name_ru": "Икс", column: value}
    with pytest.raises(ValueError, match=r"\S"):
        Organization(**cells)  # type: ignore[arg-type]
