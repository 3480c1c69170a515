"""The rows of the knowledge tables: one type a table, checked when a table is read.

A table is a CSV file in UTF-8 under ``knowledge/tables``. A column that holds several values separates them
with ``|``. Lines that begin with ``#`` are comments. Everything language-specific that diplonlp knows is here.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every table's row."""


class State(Row, frozen=True, kw_only=True):
    """A state: UN member, observer, disputed or former.

    ``code`` is ISO 3166-1 alpha-3, for states without one a code of the range ISO leaves to users (XAA to XZZ);
    for former states ISO 3166-3's first three letters. Russian names are in the nominative; other cases come
    from pymorphy3. ``*_adjectives`` and ``*_demonyms`` give NORP mentions. ``seats_*`` are names that
    stand for the government and are not the capital's name ("the Kremlin", «Смольный» is not one). ``ambiguous`` lists
    those of the names above that are also a common word, a person's or another place's name (Чад, Того,
    "Turkey", "Jordan", "Georgia"): they count only where the context or the model says place.
    """

    code: str
    kind: Literal["member", "observer", "disputed", "former"]
    name_en: str
    name_ru: str
    official_en: str = ""
    official_ru: str = ""
    aliases_en: tuple[str, ...] = ()
    aliases_ru: tuple[str, ...] = ()
    adjectives_en: tuple[str, ...] = ()
    adjectives_ru: tuple[str, ...] = ()
    demonyms_en: tuple[str, ...] = ()
    demonyms_ru: tuple[str, ...] = ()
    capital_en: tuple[str, ...] = ()
    capital_ru: tuple[str, ...] = ()
    seats_en: tuple[str, ...] = ()
    seats_ru: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


class Organization(Row, frozen=True, kw_only=True):
    """An organisation or a body of one.

    ``id`` is a short stable slug ("cis", "cis-ipa", "rus-federation-council"). ``parent`` is another id.
    ``state`` is the code of the state a national body belongs to. ``members`` are codes of member states.
    ``ambiguous`` lists names that may mean something else and count only where the model or context agrees.
    """

    id: str
    kind: Literal["international", "body", "parliament", "chamber", "ministry", "agency", "party", "company"]
    name_en: str
    name_ru: str
    acronyms_en: tuple[str, ...] = ()
    acronyms_ru: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    aliases_ru: tuple[str, ...] = ()
    parent: str = ""
    state: str = ""
    members: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


class Place(Row, frozen=True, kw_only=True):
    """A city or building outside the states' capitals where diplomacy happens, with the state it lies in."""

    id: str
    name_en: str
    name_ru: str
    state: str
    aliases_en: tuple[str, ...] = ()
    aliases_ru: tuple[str, ...] = ()


class BodyWord(Row, frozen=True, kw_only=True):
    """A common noun that heads the name of a body ("ministry", «парламент»), named by what follows it.

    ``word`` is a lemma, or several words. ``proper`` is "yes" when the word alone with a capital already names a body
    ("the Duma"), "no" when it needs a complement or a state ("ministry").
    """

    lang: Literal["en", "ru"]
    word: str
    kind: Literal["parliament", "chamber", "ministry", "agency", "government", "committee", "council", "court", "other"]
    proper: Literal["yes", "no"] = "no"


class TitleWord(Row, frozen=True, kw_only=True):
    """A word that heads a title: "president", «посол».

    ``office`` is a code that is the same in both languages ("foreign-minister"). ``name_en`` and ``name_ru`` are
    the usual names of that office. ``plural`` lists irregular plurals (English only; Russian comes from pymorphy3).
    """

    lang: Literal["en", "ru"]
    word: str
    office: str
    plural: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    ambiguous: Literal["yes", "no"] = "no"


class TitleModifier(Row, frozen=True, kw_only=True):
    """A word beside a title: ``part`` belongs to it ("deputy", «первый»), ``status`` does not ("former", «и.о.»)."""

    lang: Literal["en", "ru"]
    word: str
    role: Literal["part", "status", "courtesy"]
    meaning: str = ""


class TopicEntry(Row, frozen=True, kw_only=True):
    """A subject of talks: words in both languages that name it.

    ``words_*`` are words or phrases. A Russian phrase is in the nominative; the matcher compares lemmas, so cases and
    numbers need no rows of their own. A word ending in ``*`` matches any ending (``migrat*``).
    """

    code: str
    name_en: str
    name_ru: str
    words_en: tuple[str, ...]
    words_ru: tuple[str, ...]


class TriggerWord(Row, frozen=True, kw_only=True):
    """A word that shows a contact: "meet", «переговоры».

    ``pattern`` says how its participants stand to it (see ``relate/participants.py``): "mutual" (A met B), "object"
    (A received B), "destination" (A visited PLACE), "event" (talks between A and B), "gathering" (A took part in the
    session). ``needs`` lists words one of which must stand in the same clause for the trigger to count.
    """

    lang: Literal["en", "ru"]
    word: str
    pos: Literal["VERB", "NOUN"]
    pattern: Literal["mutual", "object", "destination", "event", "gathering", "agreement"]
    event: Literal["CONSULT", "AGREE", "SUPPORT", "COOPERATE"] = "CONSULT"
    mode: Literal["", "visit", "host", "phone", "third-party", "multilateral", "video"] = ""
    status: Literal["", "held", "planned", "cancelled", "proposed", "denied"] = ""
    needs: tuple[str, ...] = ()


class CueWord(Row, frozen=True, kw_only=True):
    """A word with one job in reading a sentence: ``job`` says which, ``value`` what it gives.

    Jobs: "status" (value: the status of the meeting it governs), "report" (verbs of saying), "topic" (words before a
    subject of talks), "support" (verbs that carry a noun of meeting: "hold talks"), "mode", "absent" (words that show a named person
    did not take part).
    """

    lang: Literal["en", "ru"]
    word: str
    job: Literal["status", "report", "topic", "support", "mode", "absent", "arrival"]
    value: str = ""
