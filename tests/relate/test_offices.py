"""Offices read: whose they are, of which state, and who holds them now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

# text, person, the state his office gives him (None: none)
STATE_OF = [
    ("Kazakh President Daulet Seitkali spoke.", "Daulet Seitkali", "KAZ"),
    ("The president of Kazakhstan, Daulet Seitkali, spoke.", "Daulet Seitkali", "KAZ"),
    ("Daulet Seitkali, president of Kazakhstan since 2019, spoke.", "Daulet Seitkali", "KAZ"),
    ("Kazakhstan's president, Daulet Seitkali, spoke.", "Daulet Seitkali", "KAZ"),
    ("French Ambassador to Armenia Jean Moreau spoke.", "Jean Moreau", "FRA"),
    ("UN Secretary-General Emeka Adeyinka spoke.", "Emeka Adeyinka", None),
    ("Secretary General of NATO Lars Mikkelsen spoke.", "Lars Mikkelsen", None),
    ("Chairman of the State Duma Galina Orlova spoke.", "Galina Orlova", "RUS"),
    ("Head of the Kyrgyz Foreign Ministry Bakyt Osmonaliev spoke.", "Bakyt Osmonaliev", "KGZ"),
    ("Businessman Pavel Rudakov spoke in Norway.", "Pavel Rudakov", None),
    ("Казахстанский президент Даулет Сейткали выступил с речью.", "Даулет Сейткали", "KAZ"),
    ("Президент Республики Казахстан Даулет Сейткали выступил с речью.", "Даулет Сейткали", "KAZ"),
    ("Даулет Сейткали, президент Казахстана с 2019 года, выступил с речью.", "Даулет Сейткали", "KAZ"),
    ("Президент РК Даулет Сейткали выступил с речью.", "Даулет Сейткали", "KAZ"),
    ("Посол Франции в Армении Жан Моро выступил с речью.", "Жан Моро", "FRA"),
    ("Генсек ООН Эммануэль Нкурунзиза выступил с речью.", "Эммануэль Нкурунзиза", None),
    ("Генеральный секретарь НАТО Ларс Миккельсен выступил с речью.", "Ларс Миккельсен", None),
    ("Председатель Государственной Думы Галина Орлова выступила с речью.", "Галина Орлова", "RUS"),
    ("Глава МИД Киргизии Бакыт Осмоналиев выступил с речью.", "Бакыт Осмоналиев", "KGZ"),
    ("Предприниматель Павел Рудаков выступил с речью в Норвегии.", "Павел Рудаков", None),
]

# text, the people with their titles
HOLDERS = [
    (
        "President Daulet Seitkali and Prime Minister Nurlan Ospanov spoke.",
        {("Daulet Seitkali", "President"), ("Nurlan Ospanov", "Prime Minister")},
    ),
    (
        "Foreign Ministers Mehmet Aydin and Chen Guowei spoke.",
        set(),  # a title of several people is no one's: it has no entity
    ),
    (
        "Президент Даулет Сейткали и премьер-министр Нурлан Оспанов выступили с речами.",
        {("Даулет Сейткали", "президент"), ("Нурлан Оспанов", "премьер-министр")},
    ),
    (
        "Министры иностранных дел Мехмет Айдын и Павел Рудаков выступили с речами.",
        set(),
    ),
]


@pytest.mark.parametrize(("text", "person", "state"), STATE_OF)
def test_the_state_an_office_gives_its_holder(read: Read, text: str, person: str, state: str | None) -> None:
    people = {p.name: p.state for p in read(text).doc.people}
    assert people == {person: state}


@pytest.mark.parametrize(("text", "pairs"), HOLDERS)
def test_each_person_has_his_own_title(read: Read, text: str, pairs: set[tuple[str, str]]) -> None:
    found = {(person, title.lower()) for person, title in read(text).pairs("HOLDS_TITLE")}
    assert {person for person, _ in found} == {person for person, _ in pairs}
    assert len(found) == len(pairs), str(found)


@pytest.mark.parametrize(
    "text",
    [
        "Former President of Georgia Giorgi Lomtadze and President of Georgia Nino Abashvili spoke.",
        "Бывший президент Грузии Георгий Ломтадзе и президент Грузии Нино Абашвили выступили с речами.",
    ],
)
def test_a_former_holder_is_not_mixed_with_the_present_one(read: Read, text: str) -> None:
    holders = [person for person, _ in read(text).pairs("HOLDS_TITLE")]
    assert "Nino Abashvili" in holders or "Нино Абашвили" in holders
    assert len(read(text).names("PERSON")) == 2
