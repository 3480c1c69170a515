"""Whether a meeting took place: held, planned, cancelled, proposed, denied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

EN = [
    ("Kemal Aydin met with Chen Guowei in Ankara.", "held"),
    ("Kemal Aydin will meet with Chen Guowei on Friday.", "planned"),
    ("Kemal Aydin is expected to meet Chen Guowei next week.", "planned"),
    ("Kemal Aydin plans to visit Kazakhstan in June.", "planned"),
    ("A meeting between Kemal Aydin and Chen Guowei is scheduled for May 20.", "planned"),
    ("Kemal Aydin is set to hold talks with Chen Guowei.", "planned"),
    ("Kemal Aydin and Chen Guowei are to meet in Geneva on Monday.", "planned"),
    ("Kemal Aydin is preparing for talks with Chen Guowei.", "planned"),
    ("Kemal Aydin is due to arrive in Tashkent on an official visit on May 21.", "planned"),
    ("Talks between Kemal Aydin and Chen Guowei were cancelled.", "cancelled"),
    ("Kemal Aydin cancelled his visit to Azerbaijan.", "cancelled"),
    ("The meeting between Kemal Aydin and Chen Guowei has been postponed.", "cancelled"),
    ("Kemal Aydin called off talks with Chen Guowei.", "cancelled"),
    ("The visit of Kemal Aydin to Georgia, planned for May, did not take place.", "cancelled"),
    ("Kemal Aydin proposed a meeting with Chen Guowei.", "proposed"),
    ("Kemal Aydin invited Chen Guowei to visit Turkey.", "proposed"),
    ("Kemal Aydin said he was ready to meet with Chen Guowei.", "proposed"),
    ("Kemal Aydin may meet with Chen Guowei in Rome.", "proposed"),
    ("Kemal Aydin offered to host talks between Chen Guowei and Haruto Nishida.", "proposed"),
    ("Elena Stroganova denied that Kemal Aydin had met with Chen Guowei.", "denied"),
    ("Kemal Aydin did not meet with Chen Guowei.", "denied"),
    ("Kemal Aydin refused to meet with Chen Guowei.", "denied"),
    ("There was no meeting between Kemal Aydin and Chen Guowei, the ministry said.", "denied"),
    ("No talks between Kemal Aydin and Chen Guowei are planned, the ministry said.", "denied"),
]

RU = [
    ("Кемаль Айдын встретился с Павлом Рудаковым в Анкаре.", "held"),
    ("Кемаль Айдын встретится с Павлом Рудаковым в пятницу.", "planned"),
    ("Ожидается, что Кемаль Айдын встретится с Павлом Рудаковым на следующей неделе.", "planned"),
    ("Кемаль Айдын планирует посетить Казахстан в июне.", "planned"),
    ("Встреча Кемаля Айдына с Павлом Рудаковым запланирована на 20 мая.", "planned"),
    ("Кемаль Айдын проведёт переговоры с Павлом Рудаковым.", "planned"),
    ("В понедельник в Женеве состоится встреча Кемаля Айдына и Павла Рудакова.", "planned"),
    ("Кемаль Айдын готовится к переговорам с Павлом Рудаковым.", "planned"),
    ("Кемаль Айдын намерен провести встречу с Павлом Рудаковым.", "planned"),
    ("21 мая Кемаль Айдын прибудет в Ташкент с официальным визитом.", "planned"),
    ("Переговоры Кемаля Айдына с Павлом Рудаковым отменены.", "cancelled"),
    ("Кемаль Айдын отменил визит в Азербайджан.", "cancelled"),
    ("Встреча Кемаля Айдына с Павлом Рудаковым отложена.", "cancelled"),
    ("Запланированный на май визит Кемаля Айдына в Грузию не состоялся.", "cancelled"),
    ("Переговоры между Кемалем Айдыном и Павлом Рудаковым сорвались.", "cancelled"),
    ("Кемаль Айдын предложил Павлу Рудакову провести встречу.", "proposed"),
    ("Кемаль Айдын пригласил Павла Рудакова посетить Турцию.", "proposed"),
    ("Кемаль Айдын заявил о готовности встретиться с Павлом Рудаковым.", "proposed"),
    ("Кемаль Айдын может встретиться с Павлом Рудаковым в Риме.", "proposed"),
    ("Возможна встреча Кемаля Айдына с Павлом Рудаковым.", "proposed"),
    ("Елена Строганова опровергла встречу Кемаля Айдына с Павлом Рудаковым.", "denied"),
    ("Кемаль Айдын не встречался с Павлом Рудаковым.", "denied"),
    ("Кемаль Айдын отказался встречаться с Павлом Рудаковым.", "denied"),
    ("Никакой встречи Кемаля Айдына с Павлом Рудаковым не было, сообщили в министерстве.", "denied"),
    ("Встреча Кемаля Айдына с Павлом Рудаковым не планируется, сообщили в министерстве.", "denied"),
]


@pytest.mark.parametrize(("text", "status"), EN)
def test_the_status_of_an_english_meeting(read: Read, text: str, status: str) -> None:
    assert {m["status"] for m in read(text).meetings} == {status}, str(read(text).meetings)


@pytest.mark.parametrize(("text", "status"), RU)
def test_the_status_of_a_russian_meeting(read: Read, text: str, status: str) -> None:
    assert {m["status"] for m in read(text).meetings} == {status}, str(read(text).meetings)


# one sentence of each, and the status stays with its own meeting
MIXED = [
    ("Kemal Aydin met with Chen Guowei on Monday. Next week he will meet with Pavel Rudakov.", ["held", "planned"]),
    ("Kemal Aydin held talks with Chen Guowei. Pavel Rudakov cancelled his visit to Japan.", ["cancelled", "held"]),
    ("Кемаль Айдын в понедельник встретился с Арманом Петросяном. На следующей неделе он встретится с Павлом "
     "Рудаковым.", ["held", "planned"]),
    ("Кемаль Айдын провёл переговоры с Арманом Петросяном. Павел Рудаков отменил визит в Японию.",
     ["cancelled", "held"]),
]


@pytest.mark.parametrize(("text", "statuses"), MIXED)
def test_each_meeting_has_its_own_status(read: Read, text: str, statuses: list[str]) -> None:
    assert sorted(m["status"] for m in read(text).meetings) == statuses, str(read(text).meetings)
