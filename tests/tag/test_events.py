"""Events with a name of their own, and meetings without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

NAMED = [
    ("The CIS summit opened in Astana.", "CIS summit"),
    ("She spoke at the SCO Summit in Bishkek.", "SCO Summit"),
    ("He attended the St. Petersburg International Economic Forum.", "St. Petersburg International Economic Forum"),
    ("The Munich Security Conference begins today.", "Munich Security Conference"),
    ("The G20 summit ended without a statement.", "G20 summit"),
    ("The 78th session of the UN General Assembly opened.", "78th session of the UN General Assembly"),
    ("He recalled World War II.", "World War II"),
    ("The first Central Asia – Japan Summit ended.", "Central Asia – Japan Summit"),
    ("The Astana International Forum begins today.", "Astana International Forum"),
    ("He recalled the Second World War.", "Second World War"),
    ("Саммит СНГ открылся в Астане.", "Саммит СНГ"),
    ("Она выступила на саммите ШОС в Бишкеке.", "саммите ШОС"),
    (
        "Он приехал на Петербургский международный экономический форум.",
        "Петербургский международный экономический форум",
    ),
    ("Мюнхенская конференция по безопасности начинается сегодня.", "Мюнхенская конференция по безопасности"),
    ("Саммит «Большой двадцатки» завершился.", "Саммит «Большой двадцатки»"),
    ("Открылась 78-я сессия Генеральной Ассамблеи ООН.", "78-я сессия Генеральной Ассамблеи ООН"),
    ("Он вспомнил о Великой Отечественной войне.", "Великой Отечественной войне"),
    ("Завершился первый саммит «Центральная Азия – Япония».", "саммит «Центральная Азия – Япония»"),
    ("Сегодня начинается Астанинский международный форум.", "Астанинский международный форум"),
    ("Он вспомнил о Второй мировой войне.", "Второй мировой войне"),
]

UNNAMED = [
    "The two ministers held a bilateral meeting.",
    "Talks will continue on Monday.",
    "A session of the committee was held.",
    "A conference was held in the city.",
    "Министры провели двустороннюю встречу.",
    "Переговоры продолжатся в понедельник.",
    "Состоялось заседание комитета.",
    "В городе прошла конференция.",
]


@pytest.mark.parametrize(("text", "words"), NAMED)
def test_a_named_event(read: Read, text: str, words: str) -> None:
    reading = read(text)
    assert words in reading.texts("EVENT"), [(m.label, m.text) for m in reading.doc.mentions]


@pytest.mark.parametrize("text", UNNAMED)
def test_a_meeting_without_a_name_is_no_event(read: Read, text: str) -> None:
    assert read(text).texts("EVENT") == []
