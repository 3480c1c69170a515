"""Whether a name is a man's or a woman's, as far as its spelling says."""

from __future__ import annotations

from functools import lru_cache

from diplonlp.lang.morphology import analyzer

_GENDERS = {"masc": "masc", "femn": "fem"}


@lru_cache(50_000)
def person_gender(name: str, lang: str) -> str:
    """Return "masc", "fem", or "" where the name does not tell.

    Russian given names and patronymics have a gender in the dictionary, family names in -ова, -ина, -ская show it;
    a family name in another language, or a given name the dictionary lacks, says nothing.

    Examples
    --------
    >>> person_gender("Анна Мельникова", "ru"), person_gender("Ким", "ru"), person_gender("Anna Melnikova", "en")
    ('fem', '', '')
    """
    if lang != "ru":
        return ""
    votes = []
    for word in name.split():
        readings = [p.tag for p in analyzer().parse(word) if {"Name", "Patr", "Surn"} & set(p.tag.grammemes)]
        genders = {_GENDERS.get(tag.gender, "") for tag in readings}
        if len(genders) == 1:
            votes += list(genders)
    known = {vote for vote in votes if vote}
    return known.pop() if len(known) == 1 else ""
