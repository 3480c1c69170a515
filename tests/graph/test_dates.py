from __future__ import annotations

import pytest

from diplonlp.graph.dates import date_span


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022-03-29", "2022-03-29", "2022-03-29"),
        ("2022-03-29T10:30", "2022-03-29", "2022-03-29"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2022-03-29/2022-04-02", "2022-03-29", "2022-04-02"),
        ("2022-11/2023-01", "2022-11-01", "2023-01-31"),
    ],
)
def test_span(value: str, first: str, last: str) -> None:
    span = date_span(value)
    assert span is not None
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "value", [None, "", "Tuesday", "2022-13", "2022-02-30", "2022-03-05/2022-03-01", "1-2-3-4", "0", "/"]
)
def test_no_date(value: str | None) -> None:
    assert date_span(value) is None
