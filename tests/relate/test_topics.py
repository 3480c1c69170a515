"""What was discussed: subjects named in the text, and the meetings they belong to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

# text, topic codes that must belong to the meeting
OF_MEETING = [
    ("Mehmet Aydin met with Chen Guowei to discuss trade and investment.", {"trade", "investment"}),
    ("Mehmet Aydin and Chen Guowei discussed the supply of natural gas.", {"gas"}),
    ("Mehmet Aydin met Chen Guowei on Monday. The sides discussed labour migration.", {"migration"}),
    ("Mehmet Aydin held talks with Chen Guowei on border delimitation.", {"border"}),
    ("The talks between Mehmet Aydin and Chen Guowei focused on water resources.", {"water"}),
    ("During the meeting with Chen Guowei, Mehmet Aydin raised the issue of visas.", {"consular"}),
    ("Mehmet Aydin met with Chen Guowei. Particular attention was paid to railway projects.", {"railways"}),
    ("Mehmet Aydin spoke by phone with Chen Guowei about agriculture.", {"agriculture"}),
    (
        "Mehmet Aydin met with Chen Guowei. The agenda included nuclear energy and climate change.",
        {"nuclear-energy", "climate"},
    ),
    ("Mehmet Aydin and Chen Guowei met to exchange views on counterterrorism.", {"counterterrorism"}),
    ("Мехмет Айдын встретился с Павлом Рудаковым, чтобы обсудить торговлю и инвестиции.", {"trade", "investment"}),
    ("Мехмет Айдын обсудил с Павлом Рудаковым поставки природного газа.", {"gas"}),
    ("Мехмет Айдын встретился с Павлом Рудаковым. Стороны обсудили трудовую миграцию.", {"migration"}),
    ("Мехмет Айдын провёл с Павлом Рудаковым переговоры по вопросам делимитации границы.", {"border"}),
    ("Основной темой переговоров Мехмета Айдына с Павлом Рудаковым стали водные ресурсы.", {"water"}),
    ("На встрече с Павлом Рудаковым Мехмет Айдын поднял вопрос о визах.", {"consular"}),
    ("Мехмет Айдын встретился с Павлом Рудаковым. Особое внимание было уделено железным дорогам.", {"railways"}),
    ("Мехмет Айдын поговорил по телефону с Павлом Рудаковым о сельском хозяйстве.", {"agriculture"}),
    (
        "Мехмет Айдын встретился с Павлом Рудаковым. На повестке дня были атомная энергетика и изменение климата.",
        {"nuclear-energy", "climate"},
    ),
    ("Мехмет Айдын и Павел Рудаков обменялись мнениями о борьбе с терроризмом.", {"counterterrorism"}),
]

# two meetings, the topics of each by one participant
OWN = [
    (
        "Mehmet Aydin met with Chen Guowei. They discussed trade.\n\nPavel Rudakov received Arman Petrosyan. They "
        "discussed water resources.",
        {"Chen Guowei": ["trade"], "Arman Petrosyan": ["water"]},
    ),
    (
        "Мехмет Айдын встретился с Павлом Рудаковым. Они обсудили торговлю.\n\nРустам Шарипов принял Армана Петросяна. "
        "Они обсудили водные ресурсы.",
        {"Павел Рудаков": ["trade"], "Арман Петросян": ["water"]},
    ),
]

# texts, a code no topic of theirs may have
NOT_A_TOPIC = [
    ("The Ministry of Transport of Georgia issued a statement.", "transport"),
    ("Energy Minister Pavel Rudakov arrived in Rome.", "energy"),
    ("Министерство транспорта Грузии выступило с заявлением.", "transport"),
    ("Министр энергетики Павел Рудаков прибыл в Рим.", "energy"),
]


@pytest.mark.parametrize(("text", "codes"), OF_MEETING)
def test_what_a_meeting_was_about(read: Read, text: str, codes: set[str]) -> None:
    meetings = read(text).meetings
    assert len(meetings) == 1, str(meetings)
    assert codes <= set(meetings[0]["topics"]), f"{meetings} {[(t.code, t.text) for t in read(text).doc.topics]}"


@pytest.mark.parametrize(("text", "topics"), OWN)
def test_a_topic_belongs_to_its_own_meeting(read: Read, text: str, topics: dict[str, list[str]]) -> None:
    found = {name: m["topics"] for m in read(text).meetings for name in m["who"] if name in topics}
    assert found == topics


@pytest.mark.parametrize(("text", "code"), NOT_A_TOPIC)
def test_words_of_a_name_are_no_topic(read: Read, text: str, code: str) -> None:
    assert code not in [topic.code for topic in read(text).doc.topics]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They discussed a migration amnesty for seasonal workers.", "migration amnesty for seasonal workers"),
        ("Стороны обсудили поставки природного газа в Армению.", "природного газа"),
    ],
)
def test_a_topic_is_the_whole_phrase(read: Read, text: str, words: str) -> None:
    assert any(words in topic.text for topic in read(text).doc.topics), str(read(text).doc.topics)
