"""A person's name taken apart: given, patronymic and family name, particles, initials, generation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import msgspec

from diplonlp.knowledge.schema import GivenName, NameParticle, PalladiusSyllable, TitleModifier
from diplonlp.knowledge.tables import read_table
from diplonlp.link.cases import case_forms, chinese_nominative, declined_gender, ending_gender
from diplonlp.link.scripts import CACHE_SIZE, fold_word, is_cyrillic, romanise

Role = Literal["given", "patronymic", "family", "initial"]


class Part(NamedTuple):
    """One word of a name that can be compared: its role, the word in lower case without its particle."""

    role: Role
    word: str


class NameParts(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a person's name, as written.

    Parameters
    ----------
    given, patronymic, family : str
        Empty where the name has none. A particle stands with the part it belongs to ("al-Sisi", «Асан уулу»).
    particles, initials : tuple of str
        Small words ("van", "der") and single letters, in order.
    generation : str
        "junior", "senior" or a number ("2" for Elizabeth II), else empty.
    gender : str, optional
        "m" or "f" where the patronymic, the given name or the family name tells.
    eastern : bool
        Whether the family name stands first by custom (Chinese, Korean, Vietnamese names).
    parts : tuple of Part
        The same, ready to compare.
    """

    given: str = ""
    patronymic: str = ""
    family: str = ""
    particles: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    generation: str = ""
    gender: str | None = None
    eastern: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def full(self) -> bool:
        """Whether it is enough to know a person by: given and family name («Асан уулу Бакыт»), or a monarch's."""
        family = self.family or (" " in self.patronymic and self.patronymic)
        return bool(self.given and family) or (self.generation.isdigit() and bool(self.parts))


@lru_cache(CACHE_SIZE)
def parse_name(text: str) -> NameParts:
    """Take a person's name apart, in either order and in any case.

    Parameters
    ----------
    text : str
        A name as written, in Cyrillic or Latin letters; courtesies ("Mr") are left out.

    Examples
    --------
    >>> parts = parse_name("Торобеков Талант Керимович")
    >>> parts.given, parts.patronymic, parts.family
    ('Талант', 'Керимович', 'Торобеков')
    >>> parse_name("Abdel Fattah al-Sisi").family, parse_name("V. I. Kornienko").initials
    ('al-Sisi', ('V', 'I'))
    """
    words, initials = _words(text[:LONGEST])
    words, generation = _split_generation(words)
    pieces = _attach_particles(words)
    names = _assign_roles(pieces, text)
    by_role = {role: " ".join(piece.shown for piece in names if piece.role == role) for role in _ROLES}
    chinese = chinese_nominative(text)
    romanised = romanise(chinese).split() if chinese else []
    # A courtesy or an initial beside a Chinese name is no piece of it, so the two may differ in length.
    cores = romanised if len(romanised) == len(names) else [piece.core for piece in names]
    parts = [Part(piece.role, core.lower()) for piece, core in zip(names, cores, strict=True)]
    return NameParts(
        **by_role,
        particles=tuple(particle for piece in pieces for particle in piece.particles),
        initials=tuple(initials),
        generation=generation,
        gender=_gender(names),
        eastern=len(pieces) > 1 and _is_eastern(pieces, text),
        parts=(*parts, *(Part("initial", letter.lower()) for letter in initials)),
    )


@lru_cache(CACHE_SIZE)
def given_groups(word: str) -> frozenset[int]:
    """Return the numbers of the table's given names of which a lower-case word is a form, in any script or case.

    Examples
    --------
    >>> bool(given_groups("sasha") & given_groups("александром"))
    True
    """
    table = _given_table()
    found = table.get(fold_word(word), _NO_GROUP)
    if word.isascii():
        return found
    # The table has Russian forms by their letters too: folding every nominative would take long.
    declined = [table[form.nominative] for form in case_forms(word) if form.nominative in table]
    return found.union(*declined) if declined else found


_NO_GROUP: frozenset[int] = frozenset()


class _Piece(NamedTuple):
    """A word with its particles: what to show, the word itself, what it is."""

    shown: str
    core: str
    particles: tuple[str, ...] = ()
    role: Role = "given"


# A longer text is no name; its beginning is compared.
LONGEST = 300

_ROLES: tuple[Role, ...] = ("given", "patronymic", "family")
_TOKEN = re.compile(r"(?:[^\W\d_]\.-?)+(?:[^\W\d_](?![\w’']))?|[^\W\d_]+(?:[-‑’'ʼ`][^\W\d_]+)*[’']?")
_LETTER = re.compile(r"[^\W\d_]")


def _words(text: str) -> tuple[list[str], list[str]]:
    """Return the words of a name and its initials; courtesies and what stands in brackets are left out."""
    words: list[str] = []
    initials: list[str] = []
    if text.replace(" ", "").isalpha() and not text.isupper():
        words = [word for word in text.split() if len(word) > 1]
        if len(words) == text.count(" ") + 1 and _courtesies().isdisjoint(text.lower().split()):
            return words, initials
        words = []
    for match in _TOKEN.finditer(_BRACKETED.sub(" ", text) if "(" in text else text):
        token = match.group()
        if "." in token or (len(token) == 1 and token.isupper() and not _stands_alone(token, text)):
            initials.extend(_LETTER.findall(token))
        else:
            words.append(token.replace("‑", "-"))
    kept = [word for word in words if word.lower() not in _courtesies()]
    return (kept if kept else words), initials


_BRACKETED = re.compile(r"\([^)]*\)")


def _stands_alone(letter: str, text: str) -> bool:
    """Whether a single letter is a name (Ван И, Ю) or a number (Александр I), not an initial without its full stop."""
    return letter == "I" or len(text) == 1 or chinese_nominative(text) is not None


def _split_generation(words: list[str]) -> tuple[list[str], str]:
    """Take "Jr", «младший» or a Roman number off the end of a name."""
    if not words or (words[-1].lower() not in _particles() and "-" not in words[-1]):
        return words, ""
    first, hyphen, last = words[-1].rpartition("-")
    row = _particles().get(last.lower())
    is_generation = row is not None and row.role == "generation" and (len(words) > 1 or hyphen)
    if row is None or not is_generation or (last.islower() and last.isascii() and len(last) < 3):
        return words, ""
    return [*words[:-1], *([first] if hyphen else [])], row.value


def _attach_particles(words: list[str]) -> list[_Piece]:
    """Join particles to the words they belong to."""
    if _particles().keys().isdisjoint([word.lower() for word in words]) and not any("-" in word for word in words):
        return [_Piece(word, word) for word in words]
    pieces: list[_Piece] = []
    waiting: list[str] = []
    role: Role = "given"
    row = _particles().get(words[0].lower()) if words else None
    # Nguyen Van Thanh has a middle name that is a particle elsewhere.
    is_vietnamese = row is not None and row.role == "family-first"
    for position, word in enumerate(words):
        kind = "" if is_vietnamese else _particle_role(word, position, len(words), bool(pieces))
        if kind in ("next", "son", "daughter") and position < len(words) - 1:
            waiting.append(word)
            role = "given" if kind == "next" else "patronymic"
        elif kind in ("previous", "child-m", "child-f") and pieces:
            last = pieces.pop()
            own: Role = last.role if kind == "previous" else "patronymic"
            pieces.append(_Piece(f"{last.shown} {word}", last.core, (*last.particles, word), own))
        else:
            pieces.append(_with_article(word, waiting, role))
            waiting, role = [], "given"
    return pieces


def _particle_role(word: str, position: int, count: int, has_name: bool) -> str:
    row = _particles().get(word.lower())
    if row is None or count == 1 or not (word.islower() or row.capital):
        return ""
    # A particle in capitals in front of two words may be a name: Van Rompuy, but Le Duc Tho.
    return "" if position == 0 and count > 2 and not word.islower() and not has_name else row.role


def _with_article(word: str, waiting: list[str], role: Role) -> _Piece:
    """Return a piece of a word, the particles before it, and the article joined to it by a hyphen ("al-Sisi")."""
    article, hyphen, core = word.partition("-")
    row = _particles().get(article.lower())
    joined = bool(hyphen) and row is not None and row.role == "next"
    particles = (*waiting, *([article] if joined else []))
    return _Piece(" ".join((*waiting, word)), core if joined else word, tuple(particles), role)


def _assign_roles(pieces: list[_Piece], text: str) -> list[_Piece]:
    """Say of each piece whether it is given name, patronymic or family name."""
    patronymic = _patronymic_position(pieces)
    roles: list[Role] = ["given"] * len(pieces)
    rest = list(range(len(pieces)))
    if patronymic is not None:
        roles[patronymic] = "patronymic"
        rest.remove(patronymic)
    family = _family_position(pieces, rest, patronymic, text)
    if family is not None:
        roles[family] = "family"
    return [piece._replace(role=role) for piece, role in zip(pieces, roles, strict=True)]


def _patronymic_position(pieces: list[_Piece]) -> int | None:
    told = [number for number, piece in enumerate(pieces) if piece.role == "patronymic"]
    found = told or [
        number for number, piece in enumerate(pieces) if number and declined_gender(piece.core.lower(), "patronymic")
    ]
    if not found or (not told and len(pieces) == 2 and declined_gender(pieces[1].core.lower(), "patronymic") == "m"):
        # «Роман Абрамович» has a family name on -ович: of two words the second is more often that.
        return None
    return found[0]


def _family_position(pieces: list[_Piece], rest: list[int], patronymic: int | None, text: str) -> int | None:
    """Which of the pieces left is the family name; none where a given name stands alone."""
    if len(rest) == 1:
        lone = pieces[rest[0]].core.lower()
        is_given = patronymic is not None or (given_groups(lone) and declined_gender(lone, "family") is None)
        return None if is_given else rest[0]
    if not rest:
        return None
    if patronymic is not None and patronymic == len(pieces) - 1:
        return rest[0]
    return rest[0] if _family_comes_first([pieces[number] for number in rest], text) else rest[-1]


def _family_comes_first(pieces: Sequence[_Piece], text: str) -> bool:
    """Whether the first of several words is the family name: by comma, capitals, ending, or East Asian custom."""
    first, last = pieces[0], pieces[-1]
    if text.partition(",")[0].strip() == first.shown:
        return True
    if _in_capitals(first) != _in_capitals(last):
        return _in_capitals(first)
    if _is_eastern(pieces, text):
        return True
    firsts, lasts = (_family_evidence(piece) for piece in (first, last))
    return firsts > lasts


def _is_eastern(pieces: Sequence[_Piece], text: str) -> bool:
    """Whether a name is Chinese, Korean or Vietnamese, as far as its first word and its syllables say."""
    first, last = pieces[0], pieces[-1]
    low = first.core.lower()
    row = _particles().get(low)
    if row is not None and row.role == "family-first":
        return "-" in last.core or len(pieces) > 2
    if low in _pinyin_table()[1]:
        return _is_pinyin(pieces) and not first.particles
    return chinese_nominative(text) is not None


def _in_capitals(piece: _Piece) -> bool:
    return len(piece.core) > 1 and piece.core.isupper()


def _family_evidence(piece: _Piece) -> int:
    """How much a word looks like a family name: by its ending, and by being no known given name."""
    has_ending = declined_gender(piece.core.lower(), "family") is not None
    # «Яков» and "Bryan" have the ending of a family name and are none.
    return int(has_ending) - int(bool(given_groups(piece.core.lower()))) + int(bool(piece.particles))


def _is_pinyin(pieces: Iterable[_Piece]) -> bool:
    """Whether a Latin name begins with a Chinese family name and goes on with Chinese syllables."""
    syllables, families = _pinyin_table()
    first, *others = (piece.core.lower() for piece in pieces)
    return first in families and all(_splits(other.replace("-", ""), syllables) for other in others)


def _splits(word: str, syllables: frozenset[str]) -> bool:
    """Whether a word is one or two syllables of the table."""
    return word in syllables or any(word[:cut] in syllables and word[cut:] in syllables for cut in range(1, len(word)))


def _gender(pieces: list[_Piece]) -> str | None:
    """Return the gender that patronymic, given name or family name tells, in this order."""
    for piece in pieces:
        last = piece.particles[-1].lower() if piece.particles else ""
        row = _particles().get(last)
        if row is not None and row.role in _CHILD:
            return _CHILD[row.role]
    return next(filter(None, _told_genders(pieces)), None)


def _told_genders(pieces: list[_Piece]) -> Iterator[str | None]:
    """What each part says, the surest first; most names are told by the first of them."""
    yield from (declined_gender(piece.core.lower(), "patronymic") for piece in pieces if piece.role == "patronymic")
    given = [piece.core for piece in pieces if piece.role == "given"]
    yield from (_given_gender(core) for core in given)
    yield from (declined_gender(core.lower(), "given") for core in given)
    # A Latin spelling has no cases: there -ova is a woman's.
    yield from (ending_gender(piece.core.lower(), "family") for piece in pieces if not is_cyrillic(piece.core))


_CHILD = {"son": "m", "daughter": "f", "child-m": "m", "child-f": "f"}


def _given_gender(word: str) -> str | None:
    genders = {_given_genders()[number] for number in given_groups(word.lower())}
    return genders.pop() if len(genders) == 1 else None


@cache
def _particles() -> dict[str, NameParticle]:
    return {
        row.word: row for row in read_table("name_particles", NameParticle) if row.role not in ("function", "legal")
    }


@cache
def _courtesies() -> frozenset[str]:
    rows = read_table("title_modifiers", TitleModifier)
    return frozenset(word.lower().rstrip(".") for row in rows if row.role == "courtesy" for word in row.word.split())


@cache
def _given_table() -> dict[str, frozenset[int]]:
    """Return the rows of given names by the key of each form."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(read_table("given_names", GivenName)):
        for form in (*row.forms_en, *row.forms_ru):
            found.setdefault(fold_word(form), set()).add(number)
        for form in row.forms_ru:
            found.setdefault(form.lower(), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


@cache
def _given_genders() -> list[str]:
    return [row.gender for row in read_table("given_names", GivenName)]


@cache
def _pinyin_table() -> tuple[frozenset[str], frozenset[str]]:
    rows = read_table("palladius", PalladiusSyllable)
    return frozenset(row.pinyin for row in rows), frozenset(row.pinyin for row in rows if row.surname)
