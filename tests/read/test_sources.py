from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from diplonlp.errors import DateFormatError, InputError
from diplonlp.read import full_text, iso_date, make_source


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("2022", "2022"),
        ("2022-03", "2022-03"),
        ("2022-03-30", "2022-03-30"),
        (" 2022-03-30T10:00:00Z ", "2022-03-30"),
        ("2022-03-30 23:59", "2022-03-30"),
        (date(2022, 3, 30), "2022-03-30"),
        (datetime(2022, 3, 30, 23, 59, tzinfo=UTC), "2022-03-30"),
    ],
)
def test_iso_date(given: str | date | None, expected: str | None) -> None:
    assert iso_date(given) == expected


@pytest.mark.parametrize(
    "wrong", ["30.03.2022", "2022-13", "2022-02-30", "0000", "yesterday", "вчера", 20220330, 1.5, "NaT"]
)
def test_a_wrong_date_is_an_error_that_shows_the_right_form(wrong: str) -> None:
    with pytest.raises(DateFormatError, match="write it as 2022-03-30"):
        make_source("Текст", date=wrong)


def test_the_id_is_made_of_the_content() -> None:
    first, same = make_source("Посол прибыл."), make_source("Посол прибыл.", date="2022", url="https://example.org")
    assert first.id == same.id
    assert first.id.startswith("doc-")
    assert len(first.id) == len("doc-") + 12
    assert first.id not in {make_source("Посол уехал.").id, make_source("Посол прибыл.", title="Визит").id}


@pytest.mark.parametrize("text", ["", " \n", "\x00", "😀", "\ud800", "1\t2"])
def test_any_string_is_a_document(text: str) -> None:
    source = make_source(text, id="a", meta={"desk": 1})
    assert (source.id, source.text, source.meta) == ("a", text, {"desk": 1})
    assert make_source(text).id.startswith("doc-")


@pytest.mark.parametrize("text", [None, 1.5, b"bytes", ["text"]])
def test_what_is_not_a_string_is_an_error(text: object) -> None:
    with pytest.raises(InputError, match="not a string"):
        make_source(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (None, "The envoys met.", "The envoys met."),
        ("  ", "The envoys met.", "The envoys met."),
        ("Talks", "The envoys met.", "Talks\n\nThe envoys met."),
        ("Talks", "", "Talks\n\n"),
        ("Talks", "Talks\r\n\r\nThe envoys met.", "Talks\r\n\r\nThe envoys met."),
        ("Talks", "Talks resumed in Vienna.", "Talks resumed in Vienna."),
        ("Talk", "Talks resumed in Vienna.", "Talk\n\nTalks resumed in Vienna."),
        ("«Переговоры»  в Вене", '30.03.2022\n\n"ПЕРЕГОВОРЫ" в Вене\n\nОни начались.', None),
        ("Talks", "The envoys met.\nTalks", "The envoys met.\nTalks"),
    ],
)
def test_full_text_has_the_title_once(title: str | None, text: str, expected: str | None) -> None:
    assert full_text(make_source(text, title=title)) == (text if expected is None else expected)
