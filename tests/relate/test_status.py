"""Whether a meeting took place: held, planned, cancelled, proposed, denied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

EN = [
    ("Mehmet Aydin met with Chen Guowei in Ankara.", "held"),
    ("Mehmet Aydin will meet with Chen Guowei on Friday.", "planned"),
    ("Mehmet Aydin is expected to meet Chen Guowei next week.", "planned"),
    ("Mehmet Aydin plans to visit Kazakhstan in June.", "planned"),
    ("A meeting between Mehmet Aydin and Chen Guowei is scheduled for May 20.", "planned"),
    ("Mehmet Aydin is set to hold talks with Chen Guowei.", "planned"),
    ("Mehmet Aydin and Chen Guowei are to meet in Geneva on Monday.", "planned"),
    ("Mehmet Aydin is preparing for talks with Chen Guowei.", "planned"),
    ("Mehmet Aydin is due to arrive in Tashkent on an official visit on May 21.", "planned"),
    ("Talks between Mehmet Aydin and Chen Guowei were cancelled.", "cancelled"),
    ("Mehmet Aydin cancelled his visit to Azerbaijan.", "cancelled"),
    ("The meeting between Mehmet Aydin and Chen Guowei has been postponed.", "cancelled"),
    ("Mehmet Aydin called off talks with Chen Guowei.", "cancelled"),
    ("The visit of Mehmet Aydin to Georgia, planned for May, did not take place.", "cancelled"),
    ("Mehmet Aydin proposed a meeting with Chen Guowei.", "proposed"),
    ("Mehmet Aydin invited Chen Guowei to visit Turkey.", "proposed"),
    ("Mehmet Aydin said he was ready to meet with Chen Guowei.", "proposed"),
    ("Mehmet Aydin may meet with Chen Guowei in Rome.", "proposed"),
    ("Mehmet Aydin offered to host talks between Chen Guowei and Kenji Nishida.", "proposed"),
    ("Elena Stroganova denied that Mehmet Aydin had met with Chen Guowei.", "denied"),
    ("Mehmet Aydin did not meet with Chen Guowei.", "denied"),
    ("Mehmet Aydin refused to meet with Chen Guowei.", "denied"),
    ("There was no meeting between Mehmet Aydin and Chen Guowei, the ministry said.", "denied"),
    ("No talks between Mehmet Aydin and Chen Guowei are planned, the ministry said.", "denied"),
]

RU = [
    ("Мехмет Айдын встретился с Павлом Рудаковым в Анкаре.", "held"),
    ("Мехмет Айдын встретится с Павлом Рудаковым в пятницу.", "planned"),
    ("Ожидается, что Мехмет Айдын встретится с Павлом Рудаковым на следующей неделе.", "planned"),
    ("Мехмет Айдын планирует посетить Казахстан в июне.", "planned"),
    ("Встреча Мехмета Айдына с Павлом Рудаковым запланирована на 20 мая.", "planned"),
    ("Мехмет Айдын проведёт переговоры с Павлом Рудаковым.", "planned"),
    ("В понедельник в Женеве состоится встреча Мехмета Айдына и Павла Рудакова.", "planned"),
    ("Мехмет Айдын готовится к переговорам с Павлом Рудаковым.", "planned"),
    ("Мехмет Айдын намерен провести встречу с Павлом Рудаковым.", "planned"),
    ("21 мая Мехмет Айдын прибудет в Ташкент с официальным визитом.", "planned"),
    ("Переговоры Мехмета Айдына с Павлом Рудаковым отменены.", "cancelled"),
    ("Мехмет Айдын отменил визит в Азербайджан.", "cancelled"),
    ("Встреча Мехмета Айдына с Павлом Рудаковым отложена.", "cancelled"),
    ("Запланированный на май визит Мехмета Айдына в Грузию не состоялся.", "cancelled"),
    ("Переговоры между Мехметом Айдыном и Павлом Рудаковым сорвались.", "cancelled"),
    ("Мехмет Айдын предложил Павлу Рудакову провести встречу.", "proposed"),
    ("Мехмет Айдын пригласил Павла Рудакова посетить Турцию.", "proposed"),
    ("Мехмет Айдын может встретиться с Павлом Рудаковым в Риме.", "proposed"),
    ("Возможна встреча Мехмета Айдына с Павлом Рудаковым.", "proposed"),
    ("Елена Строганова опровергла встречу Мехмета Айдына с Павлом Рудаковым.", "denied"),
    ("Мехмет Айдын не встречался с Павлом Рудаковым.", "denied"),
    ("Мехмет Айдын отказался встречаться с Павлом Рудаковым.", "denied"),
    ("Никакой встречи Мехмета Айдына с Павлом Рудаковым не было, сообщили в министерстве.", "denied"),
    ("Встреча Мехмета Айдына с Павлом Рудаковым не планируется, сообщили в министерстве.", "denied"),
]


@pytest.mark.parametrize(("text", "status"), EN)
def test_the_status_of_an_english_meeting(read: Read, text: str, status: str) -> None:
    assert {m["status"] for m in read(text).meetings} == {status}, str(read(text).meetings)


@pytest.mark.parametrize(("text", "status"), RU)
def test_the_status_of_a_russian_meeting(read: Read, text: str, status: str) -> None:
    assert {m["status"] for m in read(text).meetings} == {status}, str(read(text).meetings)


# one sentence of each, and the status stays with its own meeting
MIXED = [
    ("Mehmet Aydin met with Chen Guowei on Monday. Next week he will meet with Pavel Rudakov.", ["held", "planned"]),
    ("Mehmet Aydin held talks with Chen Guowei. Pavel Rudakov cancelled his visit to Japan.", ["cancelled", "held"]),
    (
        "Мехмет Айдын в понедельник встретился с Арманом Петросяном. На следующей неделе он встретится с Павлом "
        "Рудаковым.",
        ["held", "planned"],
    ),
    (
        "Мехмет Айдын провёл переговоры с Арманом Петросяном. Павел Рудаков отменил визит в Японию.",
        ["cancelled", "held"],
    ),
]


@pytest.mark.parametrize(("text", "statuses"), MIXED)
def test_each_meeting_has_its_own_status(read: Read, text: str, statuses: list[str]) -> None:
    assert sorted(m["status"] for m in read(text).meetings) == statuses, str(read(text).meetings)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The plant will open in March.", "2025-03"),
        ("Exports grew in March.", "2024-03"),
        ("Bergmane has accepted an invitation to visit Tashkent in October.", "2024-10"),
        ("The president will travel to Oslo on Friday.", "2024-05-17"),
        ("The ministers met on Friday.", "2024-05-10"),
        ("Завод откроют в марте.", "2025-03"),
        ("Экспорт вырос в марте.", "2024-03"),
        ("Ответный визит министра в Ташкент запланирован на октябрь.", "2024-10"),
        ("Президент прибудет в Осло в пятницу.", "2024-05-17"),
        ("Министры встретились в пятницу.", "2024-05-10"),
    ],
)
def test_a_date_lies_where_its_clause_says(read: Read, text: str, value: str) -> None:
    """The mention and the meeting it dates have one value."""
    document = read(text).doc
    assert [m.value for m in document.mentions if m.label == "DATE"] == [value]
    assert {meeting.date for meeting in document.meetings} <= {value}
