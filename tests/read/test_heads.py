from __future__ import annotations

import pytest

from diplonlp.read.heads import head_date, head_title

PUBLISHED = [
    "30.03.2022 89 просмотров",
    "30 марта 2022 года, 14:05",
    "30 МАРТА 2022",
    "30-го марта 2022 года",
    "Опубликовано: 30 марта 2022 г.",
    "среда, 30 марта 2022",
    "Среда, 30 марта 2022 г. 10:15 МСК",
    "14:05 30.03.2022",
    "30 марта 2022 в 14:05",
    "12:30 | 30 марта 2022 | Новости | 5 мин чтения",
    "Просмотров: 1 204 | 30 марта 2022",
    "г. Бишкек, 30 марта 2022 года",
    "МОСКВА, 30 марта 2022 — ТАСС. Посол прибыл в столицу.",
    "Бишкек, 30.03.22. /Кабар/. Посол прибыл в столицу.",
    "АСТАНА. 30 марта 2022 года. КАЗИНФОРМ - Посол прибыл в столицу.",
    "March 30, 2022",
    "Mar. 30, 2022",
    "Wed 30 Mar 2022",
    "30th of March, 2022",
    "Published March 30, 2022 at 10:05 AM EST",
    "By John Doe, March 30, 2022",
    "Wednesday, March 30, 2022 5 min read",
    "30 Mar 2022 | Agency",
    "2022-03-30T10:00",
    "2022-03-30T10:00:00+06:00",
    "2022-03-30 10:00:00",
    "2022/03/30",
    "03/30/2022",
    "30/03/2022",
    "BISHKEK, March 30, 2022 (Agency) The minister met the envoy.",
    "Washington, D.C., March 30, 2022 – The minister met the envoy.",
    "Updated: April 1, 2022\nPublished: March 30, 2022",
    "Обновлено 1 апреля 2022\nОпубликовано 30 марта 2022",
]
NOT_PUBLISHED = [
    "Саммит ОДКБ 16 мая 2022 года",
    "30 марта 2022 года состоялась встреча.",
    "Встреча прошла 30.03.2022",
    "В Москве, 30 марта 2022 года, прошла встреча послов.",
    "Посол, 30 марта 2022 года прибывший в Минск, выступил",
    "9 мая 1945 — день Победы",
    "30 марта",
    "32 марта 2022",
    "Версия 1.2.2022.5",
    "The treaty of 30 March 2022 is in force.",
    "On March 30, 2022, the ministers met.",
    "March 2022",
    "03/04/2022",
    "",
]


@pytest.mark.parametrize("line", PUBLISHED)
@pytest.mark.parametrize(
    "article",
    ["{}\n\nThe ministers met.", "Talks in Vienna\n\nA subtitle with more words\n\n{}\n\nThe ministers met."],
)
def test_head_date_is_found(article: str, line: str) -> None:
    assert head_date(article.format(line)) == "2022-03-30"


@pytest.mark.parametrize("line", NOT_PUBLISHED)
def test_a_date_of_the_story_is_not_the_head_s(line: str) -> None:
    assert head_date(f"{line}\n\nThe ministers met.") is None


def test_the_day_comes_first_above_a_russian_text() -> None:
    assert head_date("03/04/2022\n\nПосол прибыл.") == "2022-04-03"


def test_only_the_first_lines_are_the_head() -> None:
    assert head_date("A line of text.\n" * 10 + "30.03.2022\n") is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Послы встретились в Вене\n\n30.03.2022\n\nВстреча прошла.", "Послы встретились в Вене"),
        ("30.03.2022 89 просмотров\n\nTalks in Vienna\n\nThe envoys met.", "Talks in Vienna"),
        ("Talks in Vienna\nMarch 30, 2022\nThe envoys met.", "Talks in Vienna"),
        ("Will they meet?\r\n\r\nThe envoys did not say.", "Will they meet?"),
        ("# Talks in Vienna\nThe envoys met.", "Talks in Vienna"),
        ("The first sentence ends.\n\nThen the next.", None),
        ("A text wrapped at\na fixed width.\n\nMore.", None),
        ("Only one line", None),
        ("Long " * 60 + "\n\nText.", None),
        ("", None),
    ],
)
def test_head_title(text: str, title: str | None) -> None:
    assert head_title(text) == title
