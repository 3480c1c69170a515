"""Dates in running text and what they mean. 30 March 2022, the usual anchor here, is a Wednesday."""

from __future__ import annotations

import pytest

from diplonlp.errors import DateFormatError, UnknownNameError
from diplonlp.tag.date_forms import compiled_forms, forms_by_start
from diplonlp.tag.dates import DateSpan, find_dates, resolve_date

ANCHOR = "2022-03-30"

# The dates of a text, in order, parted by " | "; a text without dates has an empty cell.
ENGLISH = [
    ("The envoys met on Tuesday.", "Tuesday"),
    ("On Tuesday, March 29, 2022 the talks began.", "Tuesday, March 29, 2022"),
    ("They met on 30 March 2022 in Geneva.", "30 March 2022"),
    ("A session of March 29th, and one on the 2nd of April 2022.", "March 29th | 2nd of April 2022"),
    ("It opens on the twenty-ninth of March.", "twenty-ninth of March"),
    ("Talks ran from 28 to 30 March.", "28 to 30 March"),
    ("The 28-30 March forum and the April 3–5, 2023 summit.", "28-30 March | April 3–5, 2023"),
    ("A tour from 28 March to 2 April 2022 is planned.", "28 March to 2 April 2022"),
    ("He will visit in early April and at the end of May.", "early April | end of May"),
    ("Earlier this month, last week and two days ago.", "Earlier this month | last week | two days ago"),
    ("In mid-March the ministers agreed.", "mid-March"),
    ("Ties were restored in 2022, not since 1991.", "2022 | 1991"),
    ("Russia's 2022 chairmanship and the 2015 agreement.", "2022 | 2015"),
    ("The 2021-2025 programme; between 2003 and 2007; in 2021/22.", "2021-2025 | 2003 and 2007 | 2021/22"),
    ("in 1998, 2000 and 2003", "1998 | 2000 | 2003"),
    ("the 1990s, the late 1980s and the 19th century", "1990s | late 1980s | 19th century"),
    ("In Q3 2024 and the first half of 2023.", "Q3 2024 | first half of 2023"),
    ("the second quarter of 2022", "second quarter of 2022"),
    ("today, yesterday, tomorrow and the day after tomorrow", "today | yesterday | tomorrow | day after tomorrow"),
    ("next month, this year, last summer, next Thursday", "next month | this year | last summer | next Thursday"),
    ("Signed 29.03.2022, 29/03/2022, 2022-03-29 and in 03.2022.", "29.03.2022 | 29/03/2022 | 2022-03-29 | 03.2022"),
    ("At 2022-03-29T14:30 the call began.", "2022-03-29"),
    ("The call took place at 14:30, not 15.45.", ""),
    ("They spoke for three days, within 30 years, over two weeks.", ""),
    ("The minister may 10 times refuse; troops march on. They may meet.", ""),
    ("May the visit succeed. March on Washington! Mrs. May said so.", ""),
    ("Talks resume in May, and by March they end.", "May | March"),
    ("Tue, 29 Mar 2022 and Sept. 11, 2001", "Tue, 29 Mar 2022 | Sept. 11, 2001"),
    ("The Sun said they sat; a second man won 2000 votes.", ""),
    ("in 2000 cases and 1,500 people, resolution 2254, about 2022 troops", ""),
    ("A letter in the Sunday Times appeared Sunday.", "Sunday"),
    ("PRESIDENTS TO MEET IN MAY; MINISTERS MAY ATTEND ON FRIDAY", "MAY | FRIDAY"),
    ("Late on Friday night they flew home.", "Friday night"),
    ("Ministers will meet in two weeks. The road was built in two weeks.", "in two weeks"),
    ("The pact of 29\nMarch stands; on 29\n\nMarch 2022 is a title.", "29\nMarch | March 2022"),
    ("On February 31, 2022 nothing happened.", "February 31, 2022"),
    ("Article 5.12.3 and COVID-19, room 1812-B, $2022, version 10.3.2022.1", ""),
    ("Spring of 2021 and summer 2022; 508 BC", "Spring of 2021 | summer 2022 | 508 BC"),
    ("on Tuesday of last week and Monday next week", "Tuesday of last week | Monday next week"),
    ("the same day, the coming days", "same day | coming days"),
    ("He left on 5 May. 12 states stayed.", "5 May"),
    ("", ""),
]
RUSSIAN = [
    ("Послы встретились во вторник.", "вторник"),
    ("Во вторник, 29 марта 2022 года, начались переговоры.", "вторник, 29 марта 2022 года"),
    ("Встреча 30 марта 2022 г. в Женеве", "30 марта 2022 г."),
    ("Заседание 29-го марта и второго апреля 2022 года", "29-го марта | второго апреля 2022 года"),
    ("Форум откроется двадцать девятого марта.", "двадцать девятого марта"),
    ("Переговоры шли с 28 по 30 марта.", "28 по 30 марта"),
    ("Форум 28-30 марта и саммит 3–5 апреля 2023 года", "28-30 марта | 3–5 апреля 2023 года"),
    ("Поездка с 28 марта по 2 апреля 2022 года", "28 марта по 2 апреля 2022 года"),
    ("Он приедет в начале апреля и в конце мая.", "начале апреля | конце мая"),
    ("Ранее в этом месяце, на прошлой неделе и два дня назад", "Ранее в этом месяце | прошлой неделе | два дня назад"),
    ("В первой половине марта министры договорились.", "первой половине марта"),
    ("Отношения восстановлены в 2022 году, а не с 1991 г.", "2022 году | 1991 г."),
    ("Программа на 2021-2025 годы; с 2003 по 2007 год", "2021-2025 годы | 2003 по 2007 год"),
    ("в 2018 и 2019 годах", "2018 и 2019 годах"),
    ("в 1990-е годы, в конце 1980-х и в XIX веке, в ХХI веке", "1990-е годы | конце 1980-х | XIX веке | ХХI веке"),
    ("В III квартале 2024 года и в первом полугодии 2023 года", "III квартале 2024 года | первом полугодии 2023 года"),
    ("во втором квартале 2022 года", "втором квартале 2022 года"),
    ("сегодня, вчера, завтра, позавчера и послезавтра", "сегодня | вчера | завтра | позавчера | послезавтра"),
    ("Накануне стороны договорились. Накануне визита он молчал.", "Накануне"),
    ("в следующем месяце, в текущем году, прошлым летом", "следующем месяце | текущем году | прошлым летом"),
    ("в минувший четверг и в ближайший понедельник", "минувший четверг | ближайший понедельник"),
    ("Подписан 29.03.2022, 29/03/2022, 2022-03-29", "29.03.2022 | 29/03/2022 | 2022-03-29"),
    ("Звонок состоялся в 14:30, а не в 15.45.", ""),
    ("Говорили в течение трёх лет, за 30 лет, 30-летие, два года", ""),
    ("Марта приехала. Майя Плисецкая и Август Кекуле беседовали.", ""),
    ("в политической среде, защита окружающей среды, среда обитания", ""),
    ("Встреча в среду, до среды ответа не будет.", "среду | среды"),
    ("СРЕДУ ОБИТАНИЯ ОБСУДИЛИ В СРЕДУ", "СРЕДУ"),
    ("до 2000 рублей, 1500 человек, резолюция 2254, свыше 2022 тонн", ""),
    ("В 1976, 1980 и (1994) сессии не было.", "1976 | 1980 | 1994"),
    ("29 марта с.г. и 30 марта этого года", "29 марта с.г. | 30 марта этого года"),
    ("весной 2021 года и осенью 2022 года", "весной 2021 года | осенью 2022 года"),
    ("Во вторник вечером они улетели.", "вторник"),
    ("Министры встретятся через две недели.", "через две недели"),
    ("Договор от 29\nмарта в силе, а 29\n\nмарта 2022 года это заголовок.", "29\nмарта | марта 2022 года"),
    ("31 февраля 2022 года ничего не было.", "31 февраля 2022 года"),
    ("пункт 5.12.3, COVID-19, Ту-2022, №2022", ""),
    ("в понедельник на следующей неделе", "понедельник на следующей неделе"),
    ("в тот же день, в ближайшие дни", "тот же день | ближайшие дни"),
    ("25 июля, в четверг, и пн, 28 мар. 2022", "25 июля, в четверг | пн, 28 мар. 2022"),
    ("1 августа 2008г., в 2009г, в 1912-1914 гг.", "1 августа 2008г. | 2009г | 1912-1914 гг."),
    ("в ноябре-декабре и с января по март 2022 года", "ноябре-декабре | января по март 2022 года"),
    ("28 марта, в 2022 году", "28 марта | 2022 году"),
    ("Уехал 5 мая. 12 стран и 14.04.2022 г.", "5 мая | 14.04.2022 г."),
]


@pytest.mark.parametrize(
    ("lang", "text", "expected"), [("en", *row) for row in ENGLISH] + [("ru", *row) for row in RUSSIAN]
)
def test_find_dates(lang: str, text: str, expected: str) -> None:
    found = [text[span.start : span.end] for span in find_dates(text, lang)]
    assert found == (expected.split(" | ") if expected else [])


# The expression, which way the sentence looks, and its value on 30 March 2022.
VALUES_EN = [
    ("Tuesday", "past", "2022-03-29"),
    ("Tuesday", "future", "2022-04-05"),
    ("Wednesday", "past", "2022-03-30"),
    ("Wednesday", "future", "2022-03-30"),
    ("late Tuesday", "past", "2022-03-29"),
    ("on Tuesday morning", "past", "2022-03-29"),
    ("last Wednesday", "past", "2022-03-23"),
    ("last Tuesday", "past", "2022-03-29"),
    ("next Thursday", "future", "2022-03-31"),
    ("this Friday", "future", "2022-04-01"),
    ("this coming Monday", "future", "2022-04-04"),
    ("Tuesday of last week", "past", "2022-03-22"),
    ("Monday next week", "future", "2022-04-04"),
    ("Monday to Wednesday", "past", "2022-03-28/2022-03-30"),
    ("30 March 2022", "past", "2022-03-30"),
    ("March 29th", "past", "2022-03-29"),
    ("the twenty-ninth of March", "past", "2022-03-29"),
    ("Tuesday, March 29, 2022", "past", "2022-03-29"),
    ("September 15", "past", "2021-09-15"),
    ("Monday, 11 March", "past", "2022-03-11"),  # the wrong weekday: the day counts
    ("September 15", "future", "2022-09-15"),
    ("April 10", "past", "2022-04-10"),
    ("28 March", "future", "2022-03-28"),
    ("29 February", "past", "2020-02-29"),
    ("30 March last year", "past", "2021-03-30"),
    ("28-30 March", "past", "2022-03-28/2022-03-30"),
    ("from 28 to 30 March 2021", "past", "2021-03-28/2021-03-30"),
    ("March 28 and 29", "past", "2022-03-28/2022-03-29"),
    ("3 and 17 March", "past", None),
    ("28 December to 2 January 2022", "past", "2021-12-28/2022-01-02"),
    ("30-28 March", "past", None),
    ("March 2022", "past", "2022-03"),
    ("Sept. 2021", "past", "2021-09"),
    ("in March", "past", "2022-03"),
    ("May", "past", "2021-05"),
    ("May", "future", "2022-05"),
    ("April", "past", "2022-04"),
    ("last March", "past", "2021-03"),
    ("next May", "future", "2022-05"),
    ("early April", "future", "2022-04-01/2022-04-10"),
    ("mid-April", "future", "2022-04-11/2022-04-20"),
    ("late February 2024", "past", "2024-02-21/2024-02-29"),
    ("January to March 2022", "past", "2022-01-01/2022-03-31"),
    ("2022", "past", "2022"),
    ("early 2022", "past", "2022-01-01/2022-04-30"),
    ("first half of 2023", "past", "2023-01-01/2023-06-30"),
    ("2021-2025", "past", "2021-01-01/2025-12-31"),
    ("Q3 2024", "past", "2024-07-01/2024-09-30"),
    ("second quarter of 2022", "past", "2022-04-01/2022-06-30"),
    ("summer of 2021", "past", "2021-06-01/2021-08-31"),
    ("last summer", "past", "2021-06-01/2021-08-31"),
    ("winter 2021", "past", None),
    ("today", "past", "2022-03-30"),
    ("yesterday evening", "past", "2022-03-29"),
    ("the day before yesterday", "past", "2022-03-28"),
    ("tomorrow", "future", "2022-03-31"),
    ("last week", "past", "2022-03-21/2022-03-27"),
    ("early next month", "future", "2022-04-01/2022-04-10"),
    ("next month", "future", "2022-04"),
    ("this year", "past", "2022"),
    ("earlier this month", "past", "2022-03-01/2022-03-30"),
    ("later this week", "future", "2022-03-30/2022-04-03"),
    ("end of the year", "future", "2022-09-01/2022-12-31"),
    ("this weekend", "future", "2022-04-02/2022-04-03"),
    ("over the weekend", "past", "2022-03-26/2022-03-27"),
    ("two days ago", "past", "2022-03-28"),
    ("a week ago", "past", "2022-03-21/2022-03-27"),
    ("three months ago", "past", "2021-12"),
    ("five years ago", "past", "2017"),
    ("several days ago", "past", None),
    ("years ago", "past", None),
    ("in two weeks", "future", "2022-04-11/2022-04-17"),
    ("two days later", "past", None),
    ("the same day", "past", None),
    ("the 1990s", "past", None),
    ("2022-03-29", "past", "2022-03-29"),
    ("29.03.2022", "past", "2022-03-29"),
    ("29/03/2022", "past", "2022-03-29"),
    ("03/29/2022", "past", "2022-03-29"),
    ("03/04/2022", "past", None),
    ("03/03/2022", "past", "2022-03-03"),
    ("29-Mar-2022", "past", "2022-03-29"),
    ("31.02.2022", "past", None),
    ("February 31", "past", None),
    ("no date at all", "past", None),
    ("", "past", None),
]
VALUES_RU = [
    ("вторник", "past", "2022-03-29"),
    ("во вторник", "future", "2022-04-05"),
    ("в среду", "past", "2022-03-30"),
    ("среду", "future", "2022-03-30"),
    ("во вторник вечером", "past", "2022-03-29"),
    ("в прошлую среду", "past", "2022-03-23"),
    ("в прошлый вторник", "past", "2022-03-29"),
    ("в следующий четверг", "future", "2022-03-31"),
    ("в эту пятницу", "future", "2022-04-01"),
    ("в ближайший понедельник", "future", "2022-04-04"),
    ("во вторник на прошлой неделе", "past", "2022-03-22"),
    ("понедельник следующей недели", "future", "2022-04-04"),
    ("с понедельника по среду", "past", "2022-03-28/2022-03-30"),
    ("30 марта 2022 года", "past", "2022-03-30"),
    ("29-го марта", "past", "2022-03-29"),
    ("двадцать девятого марта", "past", "2022-03-29"),
    ("вторник, 29 марта 2022 г.", "past", "2022-03-29"),
    ("15 сентября", "past", "2021-09-15"),
    ("понедельник, 11 марта", "past", "2022-03-11"),
    ("15 сентября", "future", "2022-09-15"),
    ("10 апреля", "past", "2022-04-10"),
    ("28 марта", "future", "2022-03-28"),
    ("29 февраля", "past", "2020-02-29"),
    ("30 марта прошлого года", "past", "2021-03-30"),
    ("29 марта с.г.", "past", "2022-03-29"),
    ("с 28 по 30 марта", "past", "2022-03-28/2022-03-30"),
    ("28-30 марта 2021 года", "past", "2021-03-28/2021-03-30"),
    ("28 и 29 марта", "past", "2022-03-28/2022-03-29"),
    ("3 и 17 марта", "past", None),
    ("28, 29 и 30 марта", "past", "2022-03-28/2022-03-30"),
    ("с 28 декабря по 2 января 2022 года", "past", "2021-12-28/2022-01-02"),
    ("марте 2022 года", "past", "2022-03"),
    ("в марте", "past", "2022-03"),
    ("мае", "past", "2021-05"),
    ("мае", "future", "2022-05"),
    ("в марте прошлого года", "past", "2021-03"),
    ("начале апреля", "future", "2022-04-01/2022-04-10"),
    ("середине апреля", "future", "2022-04-11/2022-04-20"),
    ("в конце февраля 2024 года", "past", "2024-02-21/2024-02-29"),
    ("с января по март 2022 года", "past", "2022-01-01/2022-03-31"),
    ("2022 году", "past", "2022"),
    ("начале 2022 года", "past", "2022-01-01/2022-04-30"),
    ("первой половине 2023 года", "past", "2023-01-01/2023-06-30"),
    ("2021-2025 годах", "past", "2021-01-01/2025-12-31"),
    ("III квартале 2024 года", "past", "2024-07-01/2024-09-30"),
    ("первом полугодии 2023 года", "past", "2023-01-01/2023-06-30"),
    ("летом 2021 года", "past", "2021-06-01/2021-08-31"),
    ("прошлым летом", "past", "2021-06-01/2021-08-31"),
    ("зимой 2021 года", "past", None),
    ("сегодня", "past", "2022-03-30"),
    ("накануне", "past", "2022-03-29"),
    ("вчера вечером", "past", "2022-03-29"),
    ("позавчера", "past", "2022-03-28"),
    ("завтра", "future", "2022-03-31"),
    ("на прошлой неделе", "past", "2022-03-21/2022-03-27"),
    ("в начале следующего месяца", "future", "2022-04-01/2022-04-10"),
    ("в следующем месяце", "future", "2022-04"),
    ("в текущем году", "past", "2022"),
    ("ранее в этом месяце", "past", "2022-03-01/2022-03-30"),
    ("позднее на этой неделе", "future", "2022-03-30/2022-04-03"),
    ("до конца года", "future", "2022-09-01/2022-12-31"),
    ("в эти выходные", "future", "2022-04-02/2022-04-03"),
    ("в выходные", "past", "2022-03-26/2022-03-27"),
    ("два дня назад", "past", "2022-03-28"),
    ("неделю назад", "past", "2022-03-21/2022-03-27"),
    ("три месяца тому назад", "past", "2021-12"),
    ("пять лет назад", "past", "2017"),
    ("несколько дней назад", "past", None),
    ("через две недели", "future", "2022-04-11/2022-04-17"),
    ("через две недели", "past", None),
    ("в тот же день", "past", None),
    ("в 1990-е годы", "past", None),
    ("в 1990-м году", "past", "1990"),
    ("XIX веке", "past", None),
    ("29.03.2022", "past", "2022-03-29"),
    ("29.03.22", "past", "2022-03-29"),
    ("03/04/2022", "past", "2022-04-03"),
    ("31.02.2022", "past", None),
    ("31 февраля 2022 года", "past", None),
]


@pytest.mark.parametrize(
    ("lang", "text", "tense", "expected"), [("en", *row) for row in VALUES_EN] + [("ru", *row) for row in VALUES_RU]
)
def test_resolve_date(lang: str, text: str, tense: str, expected: str | None) -> None:
    assert resolve_date(text, lang, ANCHOR, tense) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "text", "anchor", "tense", "expected"),
    [
        ("en", "December 30", "2022-01-02", "past", "2021-12-30"),
        ("ru", "2 января", "2021-12-30", "future", "2022-01-02"),
        ("ru", "в декабре", "2022-01-15", "past", "2021-12"),
        ("en", "January", "2021-12-15", "future", "2022-01"),
        ("en", "last month", "2022-01-31", "past", "2021-12"),
        ("ru", "в прошлом месяце", "2022-03-31", "past", "2022-02"),
        ("en", "last week", "2022-01-02", "past", "2021-12-20/2021-12-26"),
        ("ru", "этой зимой", "2022-01-15", "past", "2021-12-01/2022-02-28"),
        ("en", "Tuesday, September 14", "2022-03-30", "past", "2021-09-14"),
        ("en", "yesterday", "2022-03-30T09:00:00Z", "past", "2022-03-29"),
        ("en", "next year", "9999-06-01", "future", None),
        ("en", "this weekend", "2022-04-02", "past", "2022-04-02/2022-04-03"),
    ],
)
def test_resolve_date_across_the_calendar(lang: str, text: str, anchor: str, tense: str, expected: str | None) -> None:
    assert resolve_date(text, lang, anchor, tense) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "yesterday", None), ("en", "Tuesday", None), ("en", "29 March", None), ("en", "in May", None),
        ("en", "last year", None), ("en", "29 March 2022", "2022-03-29"), ("en", "2022", "2022"),
        ("ru", "вчера", None), ("ru", "вторник", None), ("ru", "29 марта", None), ("ru", "в мае", None),
        ("ru", "в прошлом году", None), ("ru", "29 марта 2022 года", "2022-03-29"), ("ru", "2022 году", "2022"),
    ],
)  # fmt: skip
def test_without_an_anchor_only_absolute_dates_have_a_value(lang: str, text: str, expected: str | None) -> None:
    assert resolve_date(text, lang, None) == expected


@pytest.mark.parametrize("anchor", ["30.03.2022", "yesterday", "2022-03", ""])
def test_an_anchor_that_is_no_day_is_refused(anchor: str) -> None:
    with pytest.raises(DateFormatError, match="YYYY-MM-DD"):
        resolve_date("today", "en", anchor)


@pytest.mark.parametrize("call", [lambda: find_dates("heute", "de"), lambda: resolve_date("heute", "de", None)])
def test_a_language_without_tables_is_refused(call: object) -> None:
    with pytest.raises(UnknownNameError, match="known: en, ru"):
        call()  # type: ignore[operator]


@pytest.mark.parametrize(("lang", "rows"), [("en", ENGLISH), ("ru", RUSSIAN)])
def test_every_date_found_is_understood_by_a_form(lang: str, rows: list[tuple[str, str]]) -> None:
    for text, _ in rows:
        for span in find_dates(text, lang):
            expression = text[span.start : span.end]
            assert any(form.pattern.fullmatch(expression) for form in compiled_forms(lang)), expression


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_forms_are_looked_for_wherever_they_can_start(lang: str) -> None:
    looked_for = {form.form.template for forms in forms_by_start(lang).values() for form in forms}
    assert looked_for == {form.form.template for form in compiled_forms(lang) if form.form.find}


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "29 March and " + " " * 50_000), ("ru", "28 и " * 10_000), ("en", "March " * 10_000)]
)
def test_long_monotonous_text_is_read(lang: str, text: str) -> None:
    spans = find_dates(text, lang)
    assert spans == ([DateSpan(0, 8, "day")] if "29" in text else [])
