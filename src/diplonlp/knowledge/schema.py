"""The rows of the knowledge tables: one type a table, checked when a table is read.

A table is a CSV file in UTF-8 under ``knowledge/tables``. A column that holds several values separates them
with ``|``. Lines that begin with ``#`` are comments. Everything language-specific that diplonlp knows is here.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from diplonlp.knowledge.terms import read_term


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
    ``state`` is the code of the state a national body belongs to. ``ambiguous`` lists names that may mean something
    else and count only where the model or context agrees.

    ``members`` are codes of today's member states. ``founded`` and ``dissolved`` are ISO dates; a member without a
    period in ``terms`` is one since the foundation. ``terms`` are the other memberships, each "code:first day/last day"
    with the last day left out where it goes on ("GEO:1993-12-03/2009-08-18", "FIN:2023-04-04/"): see
    :func:`diplonlp.knowledge.facts.members`.
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
    founded: str = ""
    dissolved: str = ""
    terms: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no date or period of membership, so that the loader can name the line."""
        for day in filter(None, (self.founded, self.dissolved)):
            date.fromisoformat(day)
        for term in self.terms:
            read_term(term)


class Place(Row, frozen=True, kw_only=True):
    """A city, region, sea, mountain or building that is no state's capital, with the state it lies in.

    ``state`` is empty where it lies in several states or in none. ``ambiguous`` lists those of its names that are also
    a common word, a person's or another place's name («Владимир», "Washington"): they count where the model says place.
    """

    id: str
    name_en: str
    name_ru: str
    state: str = ""
    aliases_en: tuple[str, ...] = ()
    aliases_ru: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


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

    ``office`` is a code that is the same in both languages ("foreign-minister"); the first row of an office in a
    language is its usual name there. ``plural`` lists irregular plurals (English only; Russian comes from pymorphy3).
    ``ambiguous``: "no" is a title wherever it stands; "yes" needs a person beside it or a body or state it is of;
    "beside" needs the person ("member").
    """

    lang: Literal["en", "ru"]
    word: str
    office: str
    plural: tuple[str, ...] = ()
    feminine: tuple[str, ...] = ()
    ambiguous: Literal["yes", "no", "beside"] = "no"


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

    ``pattern`` says how its participants stand to it (see ``relate/roles.py``): "mutual" (A met B), "object"
    (A received B), "destination" (A visited PLACE), "arrival" (A flew to PLACE, in another state),
    "event" (talks between A and B), "gathering" (a session of BODY),
    "attendance" (A took part, in a session told elsewhere), "agreement" (A and B signed). ``needs`` lists words one of
    which must stand in the same sentence for the trigger to count; "with" asks for another side. ``one_by_one``: in the
    plural the noun means several contacts, one with each other side ("meetings with A and B"; "talks" does not).
    ``also_verb``: a noun that is a verb too ("visit"), so that it counts only where it is tagged a noun.
    """

    lang: Literal["en", "ru"]
    word: str
    pos: Literal["VERB", "NOUN"]
    pattern: Literal["mutual", "object", "destination", "event", "gathering", "attendance", "agreement", "arrival"]
    event: Literal["CONSULT", "AGREE", "SUPPORT", "COOPERATE"] = "CONSULT"
    mode: Literal["", "visit", "host", "phone", "third-party", "multilateral", "video"] = ""
    status: Literal["", "held", "planned", "cancelled", "proposed", "denied"] = ""
    needs: tuple[str, ...] = ()
    one_by_one: Literal["yes", "no"] = "no"
    also_verb: Literal["yes", "no"] = "no"


class CueWord(Row, frozen=True, kw_only=True):
    """A word with one job in reading a sentence: ``job`` says which, ``value`` what it gives.

    Jobs
    ----
    - ``status``: sets the status of the meeting it governs; the value is the status ("will" → planned).
    - ``report``: a verb or noun of saying, whose subject speaks.
    - ``discuss``: a verb whose object is a subject of talks.
    - ``topic``: a word that stands before a subject of talks («по вопросам», "dedicated to").
    - ``support``: a verb that carries a noun of meeting ("hold talks").
    - ``arrival``: a verb of coming to a place, for "on a visit".
    - ``frame``: a preposition that puts an event around a clause ("during the talks", «в ходе встречи»).
    - ``with``: a preposition before the other side ("with", «с»).
    - ``between``: a preposition before both sides.
    - ``agent``: a preposition before the one who acts in a passive ("by").
    - ``place``: a preposition of place; ``absent``: one before somebody only spoken of ("about").
    - ``title-link``: a preposition inside a title; value "any" before any noun, "capital" before one
      with a capital, "named" before a known body or state.
    - ``state-noun``: a noun that means the state in question ("the republic").
    - ``sides``: a noun for the participants ("the parties", «собеседники»).
    - ``title-verb``: a verb of holding or getting an office ("was elected", «назначен»).
    - ``succeed``: a verb of taking an office over from somebody.
    - ``event-noun``: a noun that heads a named event; value "body" where a body's name alone names it («саммит ШОС»).
    - ``again``: an adjective that gives a meeting the sides of the last one ("next", «следующий»).
    - ``lead``: words before the head of a delegation ("led by"); ``where``: a word that joins a clause to a place.
    - ``genitive``: a preposition before an owner ("of").
    - ``stance``: a noun of what a government has or does ("position", «позиция»), so that a capital owning it acts.
    - ``anyone``: a word before a title that means no one person ("every minister"); value "alone" where it does so
      only before a title without an owner ("a minister", but "a judge of the Constitutional Court").
    - ``pronoun``: a word for a person named before (he, the guest); the value is "m" or "f", or empty for either.
    """

    lang: Literal["en", "ru"]
    word: str
    job: Literal[
        "status", "report", "discuss", "topic", "support", "arrival", "frame", "with", "between", "agent", "place",
        "absent", "title-link", "state-noun", "sides", "title-verb", "succeed", "member", "event-noun",
        "stance",
        "genitive",
        "lead",
        "again",
        "where", "pronoun",
        "mode",
        "anyone",
    ]  # fmt: skip
    value: str = ""


class Month(Row, frozen=True, kw_only=True):
    """A month in one language: ``number`` is "1" to "12", ``words`` every written form, the full name first."""

    lang: Literal["en", "ru"]
    number: str
    words: tuple[str, ...]


class LanguageLetters(Row, frozen=True, kw_only=True):
    """The letters that tell a language from others written in the same script.

    ``script`` is the first word of its letters' Unicode names ("CYRILLIC"). ``own`` are letters of its alphabet beyond
    the script's first row (Russian, English, Arabic), ``lacks`` letters of that first row it does not write; both in
    lower case, without separators.
    """

    lang: str
    script: str
    own: str = ""
    lacks: str = ""


class LookalikeLetter(Row, frozen=True, kw_only=True):
    """A letter of the Cyrillic alphabet and the one of the Latin alphabet that looks the same."""

    cyrillic: str
    latin: str


class HeadWord(Row, frozen=True, kw_only=True):
    """Words that stand beside the publication date above an article ("published", «просмотров»).

    Jobs: "published" and "updated" say which date it is, "counter" counts readers, "clock" follows a time of day,
    "place" stands before a place or author.
    """

    lang: Literal["en", "ru"]
    job: Literal["published", "updated", "counter", "clock", "place"]
    words: tuple[str, ...]


class Weekday(Row, frozen=True, kw_only=True):
    """A day of the week: ``number`` is "1" (Monday) to "7"; ``short`` are abbreviations, which need a date beside."""

    lang: Literal["en", "ru"]
    number: str
    words: tuple[str, ...]
    short: tuple[str, ...] = ()


class NumberWord(Row, frozen=True, kw_only=True):
    """A number from 1 to 31 in words, with every form the language has for it."""

    lang: Literal["en", "ru"]
    number: str
    kind: Literal["cardinal", "ordinal"]
    words: tuple[str, ...]


class RelativeDate(Row, frozen=True, kw_only=True):
    """A phrase that names a day, week, month or year by its distance from the day of publication.

    ``offset`` counts units ("-1": yesterday); empty: the phrase points at something else in the text ("the same day"),
    so it is a date that cannot be resolved.
    """

    lang: Literal["en", "ru"]
    unit: Literal["day", "week", "month", "year"]
    offset: str = ""
    words: tuple[str, ...]


class DateWord(Row, frozen=True, kw_only=True):
    """Words with one job in a date expression; ``value`` is what they give, where the job has values.

    Jobs
    ----
    - ``unit``, ``units``: a unit of the calendar, singular and plural ("week", "weeks").
    - ``direction``: previous, current or next ("last week").
    - ``part``: early, mid, late, first-half, second-half ("early April").
    - ``since``: from the period's start to the anchor ("earlier this month"), or from the anchor to its end.
    - ``season``, ``daypart``: "spring", "morning".
    - ``ago``, ``ahead``, ``within``, ``aside``: what makes a distance of "two days": "ago", "from now", "in", and
      "later", which counts from something else in the text. ``vague``: a number that is not one ("several").
    - ``to``, ``and``, ``from``: what joins the ends of an interval.
    - ``connector``: small words inside an expression; ``preposition``: before it; ``determiner``: articles.
    - ``year-word``: what stands after a year («года», «г.»); ``era``: "BC".
    - ``year-cue``: what shows that four bare digits are a year: "strong" before any word, "weak" at a phrase's end.
    - ``counted``: what is counted, so that the digits before it are no year or day ("2000 people").
    - ``ordinal-ending``, ``decade-ending``: what is glued to digits ("29th", "1990s").
    - ``slash``: whether 03/04/2022 begins with the day ("day-first") or may be read both ways ("either").
    - ``quarter-letter``: "Q3", "H1". ``future``: shows that "in two weeks" looks ahead.
    """

    lang: Literal["en", "ru"]
    job: Literal[
        "unit", "units", "direction", "part", "since", "season", "daypart", "ago", "ahead", "within", "aside", "vague",
        "to", "and", "from", "connector", "preposition", "determiner", "year-word", "era", "year-cue", "counted",
        "ordinal-ending", "decade-ending", "slash", "quarter-letter", "future",
    ]  # fmt: skip
    value: str = ""
    words: tuple[str, ...]


class DateCue(Row, frozen=True, kw_only=True):
    """A date word that is also another word or a name ("May", «среда»), exactly as spelled.

    Alone it counts only right after one of ``before``, and never right before one of ``never_next``. With neither given
    it counts only with a year beside it.
    """

    lang: Literal["en", "ru"]
    word: str
    before: tuple[str, ...] = ()
    never_next: tuple[str, ...] = ()


class Romanisation(Row, frozen=True, kw_only=True):
    """A rule that rewrites letters: ``source`` becomes ``target`` in the place that ``where`` names.

    ``use`` is "press" (Cyrillic into the spelling of the English-language press) or "key" (Latin spellings of any
    scheme into the comparison key). Key rules apply one after the other; of the press rules those with a place come
    first, then the longer source.
    """

    use: Literal["press", "key"]
    source: str
    target: str = ""
    where: Literal[
        "", "start", "end", "after-vowel", "after-sign", "after-consonant", "before-consonant", "before-front",
    ] = ""  # fmt: skip


class PalladiusSyllable(Row, frozen=True, kw_only=True):
    """A Mandarin syllable in pinyin and in the Cyrillic of Palladius."""

    pinyin: str
    cyrillic: str
    surname: Literal["", "yes"] = ""


class NameParticle(Row, frozen=True, kw_only=True):
    """A small word of a name; ``role`` says what it does there.

    ``next`` belongs to the name after it ("van der", «аль»), ``previous`` to the one before («заде»). ``son`` and
    ``daughter`` make the name after them a father's, ``child-m`` and ``child-f`` the one before them («уулу»).
    ``generation`` tells namesakes apart; ``value`` is the same in every spelling. ``family-first`` is a family name
    that stands before the given name. ``function`` and ``legal`` tell no two
    organisations or places apart.
    """

    word: str
    role: Literal[
        "next", "previous", "son", "daughter", "child-m", "child-f", "generation", "family-first", "function", "legal",
    ]  # fmt: skip
    capital: Literal["", "yes"] = ""
    value: str = ""


class FamilyName(Row, frozen=True, kw_only=True):
    """A family name that very many people bear, and where it is usual."""

    name: str
    origin: str


class NameEnding(Row, frozen=True, kw_only=True):
    """An ending that says something about a name: its case, its gender, or which part of a name it is.

    ``nominative`` is what stands instead of the ending in the nominative, or in the name of the men of the family
    ("-": nothing). ``gender`` is m, f or mf. ``certain`` endings are hardly ever a nominative's own,
    ``likely`` ones seldom.
    """

    kind: Literal["case", "patronymic", "feminine", "family", "descent", "given"]
    ending: str
    nominative: tuple[str, ...] = ()
    gender: Literal["", "m", "f", "mf"] = ""
    cases: tuple[Literal["gent", "datv", "accs", "ablt", "loct"], ...] = ()
    certain: Literal["", "likely", "yes"] = ""


class GivenName(Row, frozen=True, kw_only=True):
    """Forms of one given name, the usual one first in each language."""

    gender: Literal["m", "f"]
    forms_en: tuple[str, ...]
    forms_ru: tuple[str, ...]


class TermWord(Row, frozen=True, kw_only=True):
    """A word that names of bodies and places are made of, with its translation; ``id`` is the meaning.

    ``kind`` says how much the word tells: a ``filler`` nothing, a ``form`` (Ltd, Republic) hardly anything, a ``scope``
    whose level it is, a ``head`` what sort of body, a ``unit`` what sort of place, an ``attribute`` what it is for, a
    ``side`` which of two, a ``region`` a part of the world. A ``compound`` stands for the meanings in ``parts``, which
    are ids of this table or codes of states («Минобороны»).
    """

    id: str
    kind: Literal[
        "filler", "form", "scope", "head", "unit", "attribute", "side", "region", "number", "compound",
    ]  # fmt: skip
    en: tuple[str, ...] = ()
    ru: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class LabelScore(Row, frozen=True, kw_only=True):
    """The exact-span precision of a label's mentions in one language, and the corpora it was measured on."""

    lang: Literal["en", "ru"]
    label: Literal["PERSON", "TITLE", "STATE", "NORP", "ORG", "LOC", "EVENT", "DATE"]
    precision: str
    measured_on: str
