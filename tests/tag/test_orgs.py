"""Organisations: known ones by any name, others by case and by the words their names are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

# text, words of the organisation, its id in the tables (None: not asked)
KNOWN = [
    ("The United Nations adopted the text.", "United Nations", "un"),
    ("The UN adopted the text.", "UN", "un"),
    ("The EAEU grew.", "EAEU", "eaeu"),
    ("The Eurasian Economic Union grew.", "Eurasian Economic Union", "eaeu"),
    ("The SCO met in Astana.", "SCO", "sco"),
    ("NATO condemned the attack.", "NATO", "nato"),
    ("The Commonwealth of Independent States was founded in Belarus.", "Commonwealth of Independent States", "cis"),
    ("The European Union condemned the attack.", "European Union", "eu"),
    ("ASEAN members agreed.", "ASEAN", "asean"),
    ("The Organization of Turkic States agreed.", "Organization of Turkic States", "ots"),
    ("Организация Объединённых Наций приняла резолюцию.", "Организация Объединённых Наций", "un"),
    ("ООН приняла резолюцию.", "ООН", "un"),
    ("В ЕАЭС выросла торговля.", "ЕАЭС", "eaeu"),
    ("Члены Евразийского экономического союза договорились.", "Евразийского экономического союза", "eaeu"),
    ("В ШОС одобрили заявку.", "ШОС", "sco"),
    ("НАТО осудила нападение.", "НАТО", "nato"),
    ("На саммите Содружества Независимых Государств обсудили торговлю.", "Содружества Независимых Государств", "cis"),
    ("Евросоюз осудил нападение.", "Евросоюз", "eu"),
    ("Страны АСЕАН договорились.", "АСЕАН", "asean"),
    ("Организация тюркских государств согласилась.", "Организация тюркских государств", "ots"),
]

# text, the mention beside its state, and the id: one name of many bodies
OWNED = [
    ("The Norwegian Foreign Ministry issued a statement.", "Foreign Ministry", "nor-mfa"),
    ("The Japanese Foreign Ministry issued a statement.", "Foreign Ministry", "jpn-mofa"),
    ("Norway's Foreign Ministry issued a statement.", "Foreign Ministry", "nor-mfa"),
    ("The French Senate approved the law.", "Senate", "fra-senate"),
    ("The US Senate approved the law.", "Senate", "usa-senate"),
    ("The Kenyan National Assembly approved the law.", "National Assembly", "ken-national-assembly"),
    ("The Russian Academy of Sciences reported on it.", "Russian Academy of Sciences", "rus-academy-of-sciences"),
]

# text, words that must be an ORG
BY_GRAMMAR = [
    ("The Ministry of Foreign Affairs of Kyrgyzstan issued a statement.", "Ministry of Foreign Affairs of Kyrgyzstan"),
    ("The Norwegian Foreign Ministry issued a statement.", "Foreign Ministry"),
    ("The Ministry of Energy of Kazakhstan issued a statement.", "Ministry of Energy of Kazakhstan"),
    ("The Federation Council approved the law.", "Federation Council"),
    ("The State Duma approved the law.", "State Duma"),
    (
        "The Committee on Water Resources of the Republic of Tajikistan reported on it.",
        "Committee on Water Resources of the Republic of Tajikistan",
    ),
    ("The Embassy of Japan in Uzbekistan reported on it.", "Embassy of Japan in Uzbekistan"),
    ("The CIS Inter-Parliamentary Assembly gathered.", "CIS Inter-Parliamentary Assembly"),
    ("The Central Bank of Armenia raised the rate.", "Central Bank of Armenia"),
    ("The Agency for Strategic Initiatives reported on it.", "Agency for Strategic Initiatives"),
    ("Министерство иностранных дел Киргизии выступило с заявлением.", "Министерство иностранных дел Киргизии"),
    ("МИД Норвегии выступил с заявлением.", "МИД Норвегии"),
    ("Министерство энергетики Казахстана выступило с заявлением.", "Министерство энергетики Казахстана"),
    ("Совет Федерации одобрил закон.", "Совет Федерации"),
    ("В понедельник Государственная Дума одобрила закон о бюджете.", "Государственная Дума"),
    (
        "Об этом сообщил Комитет по водным ресурсам Республики Таджикистан.",
        "Комитет по водным ресурсам Республики Таджикистан",
    ),
    ("Межпарламентская ассамблея СНГ собралась на заседание.", "Межпарламентская ассамблея СНГ"),
    ("Центральный банк Армении поднял ставку.", "Центральный банк Армении"),
    ("Об этом сообщило Агентство стратегических инициатив.", "Агентство стратегических инициатив"),
    ("Жогорку Кенеш Кыргызской Республики одобрил закон.", "Жогорку Кенеш Кыргызской Республики"),
]

# text, what must be marked inside the organisation
NESTED = [
    ("The Ministry of Foreign Affairs of Kyrgyzstan issued a statement.", ("STATE", "Kyrgyzstan")),
    ("The CIS Inter-Parliamentary Assembly gathered.", ("ORG", "CIS")),
    ("The Embassy of Japan in Uzbekistan reported on it.", ("STATE", "Japan")),
    ("МИД Норвегии выступил с заявлением.", ("STATE", "Норвегии")),
    ("Межпарламентская ассамблея СНГ собралась на заседание.", ("ORG", "СНГ")),
    ("Об этом сообщило Посольство Японии в Узбекистане.", ("STATE", "Японии")),
]

# texts without an organisation
NONE = [
    "The president and the foreign minister left.",
    "She said that the agency of each citizen matters.",
    "BREAKING NEWS",
    "Президент и министр иностранных дел уехали.",
    "Он дал хороший совет соседям.",
    "СРОЧНО",
]


@pytest.mark.parametrize(("text", "words", "key"), [*KNOWN, *OWNED])
def test_a_known_organisation_by_any_of_its_names(read: Read, text: str, words: str, key: str) -> None:
    doc = read(text).doc
    entities = [doc.entity(m.entity).kb for m in doc.mentions if m.label == "ORG" and m.text == words]
    assert entities == [f"org:{key}"], [(m.label, m.text) for m in doc.mentions]


@pytest.mark.parametrize(("text", "words"), BY_GRAMMAR)
def test_a_body_by_the_words_its_name_is_made_of(read: Read, text: str, words: str) -> None:
    reading = read(text)
    assert words in reading.texts("ORG"), [(m.label, m.text) for m in reading.doc.mentions]


@pytest.mark.parametrize(("text", "inside"), NESTED)
def test_a_body_holds_what_it_is_a_body_of(read: Read, text: str, inside: tuple[str, str]) -> None:
    mentions = read(text).doc.mentions
    bodies = [m for m in mentions if m.label == "ORG"]
    found = [m for m in mentions if (m.label, m.text) == inside]
    assert any(b.start <= m.start and m.end <= b.end and b.id != m.id for m in found for b in bodies)


@pytest.mark.parametrize("text", NONE)
def test_no_organisation_where_none_is_named(read: Read, text: str) -> None:
    assert read(text).texts("ORG") == []
