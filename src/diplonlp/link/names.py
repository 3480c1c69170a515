"""Compares two names of people, organisations, states or places, in any script, and says what matched what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

import msgspec
from rapidfuzz.distance import Levenshtein

from diplonlp.errors import UnknownNameError
from diplonlp.link.cases import nominative_person, person_gender, without_ending
from diplonlp.link.parts import NameParts, Part, given_groups, parse_name
from diplonlp.link.scripts import CACHE_SIZE, fold_word, plain_word
from diplonlp.link.terms import compare_terms
from diplonlp.link.words import ACCEPTED, compare_words
from diplonlp.read.letters import one_alphabet
from diplonlp.records import LABELS

__all__ = [
    "NameComparison",
    "NameParts",
    "PartMatch",
    "canonical_person",
    "compare_names",
    "nominative_person",
    "parse_name",
    "same_person",
]


class PartMatch(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a name held against one part of another: which, how alike (0 to 1), and why."""

    role: str
    a: str
    b: str
    score: float
    why: str


class NameComparison(msgspec.Struct, frozen=True, kw_only=True):
    """How alike two names are, part by part.

    Parameters
    ----------
    score : float
        0 (two different names) to 1 (one name).
    parts : tuple of PartMatch
        Which part was held against which.
    why : str
        What decided the score, in a few words.
    """

    score: float
    parts: tuple[PartMatch, ...] = ()
    why: str = ""

    @property
    def same(self) -> bool:
        """Whether the score is high enough to take both for one actor's name, nothing else known."""
        return self.score >= SAME_NAME


# Where the two names are more likely one actor's than two: measured in benchmarks/aliases.py.
SAME_NAME = 0.6
# What a full match is worth when a part is missing or only its first letter is there.
FAMILY_ONLY = 0.7
GIVEN_ONLY = 0.64
INITIAL = 0.85
SWAPPED = 0.95
ONE_IS_JUNIOR = 0.8


def compare_names(a: str, b: str, label: str = "PERSON") -> NameComparison:
    """Say how alike two names are, whatever their scripts, cases and order.

    People are compared part by part and score by the worst part; a family name alone scores 0.7. Organisations, states
    and places are first looked up in the tables, which know that CIS is СНГ, then compared word by word, each word with
    its translations. The order of the two names does not matter.

    Parameters
    ----------
    a, b : str
        Two names as written. Of a name of more than 300 characters the beginning is compared; a name without letters
        is only like itself.
    label : str
        What they name, a label of the schema: "PERSON", "ORG", "STATE", "LOC", …

    Raises
    ------
    UnknownNameError
        When the schema has no such label.

    Examples
    --------
    >>> compare_names("МИДом Турции", "Ministry of Foreign Affairs of Turkey", label="ORG").same
    True
    >>> compare_names("МИД Турции", "МИД Казахстана", label="ORG").same
    False
    >>> compare_names("Талантом Торобековым", "Torobekov Talant Kerimovich").score > 0.9
    True
    >>> for part in compare_names("В. Корниенко", "Valentina Korniyenko").parts:
    ...     print(part.role, part.a, part.b, part.why)
    family корниенко korniyenko same
    initial в valentina initial
    """
    if label not in LABELS:
        raise UnknownNameError("label", label, LABELS)
    a, b = one_alphabet(a), one_alphabet(b)
    if label == "PERSON":
        return _compare_people(a, b)
    score, matched, why = compare_terms(a, b, label)
    parts = tuple([PartMatch(role="word", a=x, b=y, score=s, why=told) for x, y, s, told in matched])
    return NameComparison(score=score, parts=parts, why=why)


@lru_cache(CACHE_SIZE)
def same_person(a: str, b: str) -> float:
    """Return how surely two names in one document mean one person, from 0 to 1; from 0.6 they may be linked.

    Inside a document a family name, a given name with patronymic, or initials usually mean the person already named.

    Examples
    --------
    >>> same_person("Торобекова", "Талант Торобеков") >= 0.6
    True
    >>> same_person("Дарига Садыкбаева", "Нурлан Садыкбаев") >= 0.6
    False
    """
    return _compare_people(a, b).score


def canonical_person(forms: Sequence[str]) -> str:
    """Return the best name to show for a person: the fullest and most frequent form, in the nominative.

    Parameters
    ----------
    forms : sequence of str
        Every form as written, each as often as it occurs.

    Raises
    ------
    ValueError
        When there are no forms.

    Examples
    --------
    >>> canonical_person(["Талантом Торобековым", "Торобекова", "Торобеков"])
    'Талант Торобеков'
    """
    if not forms:
        raise ValueError("canonical_person needs at least one form of the name")
    gender = _common_gender(forms)
    votes = Counter(nominative_person(form, gender) for form in forms)
    return max(votes, key=lambda form: (_fullness(form), votes[form], form in forms, form))


def _common_gender(forms: Sequence[str]) -> str | None:
    """Return the gender that most forms tell; none where they tell none or both alike."""
    counts = Counter(filter(None, (parse_name(form).gender or person_gender(form) for form in forms)))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _fullness(form: str) -> tuple[bool, bool, int, bool]:
    parts = parse_name(form)
    return bool(parts.family), bool(parts.given), len(parts.initials), bool(parts.patronymic)


def _compare_people(a: str, b: str) -> NameComparison:
    """Compare two people's names; the order of the two does not matter to the score."""
    first, second = parse_name(a), parse_name(b)
    if not first.parts or not second.parts:
        same = bool(a.strip()) and a.strip().lower() == b.strip().lower()
        return NameComparison(score=float(same), why="nothing to compare but the letters")
    if _are_different_generations(first, second):
        return NameComparison(score=0.1, why="they are numbered or called junior and senior apart")
    found = _compare_parsed(first, second)
    if found.score < ACCEPTED and ("-" in a or "-" in b):
        apart = _compare_parsed(_split_hyphens(first), _split_hyphens(second))
        found = max(found, apart, key=lambda comparison: comparison.score)
    if first.generation != second.generation and "junior" in (first.generation, second.generation):
        return msgspec.structs.replace(found, score=found.score * ONE_IS_JUNIOR, why="only one is called junior")
    return found


def _are_different_generations(first: NameParts, second: NameParts) -> bool:
    """Whether two generations are told, or one is a monarch's number and the other name has a family name."""
    if first.generation and second.generation:
        return first.generation != second.generation
    pairs = ((first, second), (second, first))
    return any(one.generation.isdigit() and other.given and other.family for one, other in pairs)


def _split_hyphens(name: NameParts) -> NameParts:
    """Return the name with the halves of its double names as parts of their own."""
    halves = (Part(part.role, half) for part in name.parts for half in part.word.split("-") if half)
    return msgspec.structs.replace(name, parts=tuple(halves))


def _compare_parsed(first: NameParts, second: NameParts) -> NameComparison:
    if len(first.parts) > len(second.parts):
        swapped = _align(second, first)
        matches = tuple(PartMatch(role=m.role, a=m.b, b=m.a, score=m.score, why=m.why) for m in swapped)
    else:
        matches = _align(first, second)
    return _judge(first, second, matches)


def _judge(first: NameParts, second: NameParts, matches: tuple[PartMatch, ...]) -> NameComparison:
    """Return the score of an alignment: that of its worst part, lowered where parts are missing or genders clash."""
    worst = min(matches, key=lambda match: match.score)
    score, why = worst.score, f"{worst.role}: {worst.why}"
    joined = _compare_joined(first, second)
    if joined > score:
        return NameComparison(score=joined, parts=matches, why="the same letters, divided otherwise")
    if first.gender and second.gender and first.gender != second.gender and score < 1.0:
        return NameComparison(score=min(score, 0.3), parts=matches, why="a man and a woman")
    if len(matches) == 1 and worst.role != "initial":
        limit = _single_limit(first, second, worst)
        return NameComparison(score=score * limit, parts=matches, why=f"one part only, {why}")
    return NameComparison(score=score, parts=matches, why=why)


def _single_limit(first: NameParts, second: NameParts, match: PartMatch) -> float:
    """Return what one matching part is worth: a monarch's name is whole, a family name is not."""
    if first.generation and first.generation == second.generation:
        return 1.0
    return FAMILY_ONLY if match.role == "family" else GIVEN_ONLY


def _compare_joined(first: NameParts, second: NameParts) -> float:
    """Likeness of two names written together or apart (Abed Rabbo, Abdrabbuh); 0 where that is not the difference."""
    # Two who differ by an initial are not one name divided otherwise, however long the family name.
    if first.initials != second.initials:
        return 0.0
    words = [[part.word for part in name.parts if part.role != "initial"] for name in (first, second)]
    counts = [sum(1 + word.count("-") for word in group) for group in words]
    if min(counts) < 2 or (counts[0] == counts[1] and len(words[0]) == len(words[1])):
        return 0.0
    keys = ["".join(map(fold_word, group)) for group in words]
    likeness = Levenshtein.normalized_similarity(*keys)
    return likeness * SWAPPED if likeness >= 0.85 else 0.0


def _align(few: NameParts, many: NameParts) -> tuple[PartMatch, ...]:
    """Hold every part of the shorter name against another part of the longer one, as well as can be."""
    table = [[_compare_parts(a, b, few, many) for b in many.parts] for a in few.parts]
    if len(few.parts) == 1:
        return (max(table[0], key=lambda match: (match.score, match.role == "family")),)
    if len(many.parts) > _MOST_PERMUTED:
        return _align_greedily(table)
    best = _best_columns([[match.score for match in row] for row in table])
    return tuple([row[column] for row, column in zip(table, best, strict=True)])


_MOST_PERMUTED = 5


def _best_columns(scores: list[list[float]]) -> Sequence[int]:
    """The columns, another for each row, whose least score is highest; of those, whose scores are most in all."""
    own = [row.index(max(row)) for row in scores]
    if len(set(own)) == len(own):
        return own  # every row has its best: nothing is better

    def quality(columns: Sequence[int]) -> tuple[float, float]:
        chosen = [row[column] for row, column in zip(scores, columns, strict=True)]
        return min(chosen), sum(chosen)

    return max(permutations(range(len(scores[0])), len(scores)), key=quality)


def _align_greedily(table: list[list[PartMatch]]) -> tuple[PartMatch, ...]:
    """Return an alignment good enough for very long names: the best pairs first."""
    cells = sorted(
        ((match.score, -row, -column) for row, matches in enumerate(table) for column, match in enumerate(matches)),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    for _, row, column in cells:
        if -row not in chosen and -column not in chosen.values():
            chosen[-row] = -column
    return tuple(table[row][column] for row, column in sorted(chosen.items()))


def _compare_parts(a: Part, b: Part, first: NameParts, second: NameParts) -> PartMatch:
    """Compare two parts with regard to what they are in their names."""
    if "initial" in (a.role, b.role):
        return _compare_initial(a, b)
    likeness = compare_words(a.word, b.word)
    score, why = likeness.score, likeness.why
    role = a.role if a.role == b.role else "family" if "family" in (a.role, b.role) else a.role
    if score < 1.0 and "family" not in (a.role, b.role):
        known_a, known_b = given_groups(a.word), given_groups(b.word)
        if known_a & known_b:
            score, why = max(score, SWAPPED), "forms of one given name"
        elif known_a and known_b:
            score, why = min(score, 0.3), "different given names"
    if a.role == b.role == "patronymic" and score < SWAPPED:
        score, why = _compare_fathers(a.word, b.word, score, why)
    if likeness.clash and first.gender and first.gender == second.gender:
        score, why = SWAPPED, "family name without its feminine ending"
    if (a.role == "family") != (b.role == "family") and len(first.parts) > 1 < len(second.parts):
        score *= SWAPPED
    return PartMatch(role=role, a=a.word, b=b.word, score=score, why=why)


def _compare_fathers(a: str, b: str, score: float, why: str) -> tuple[float, str]:
    """Compare patronymics by the father's name: -ович and -ұлы say the same."""
    fathers = [fold_word(without_ending(word, "patronymic")) for word in (a, b)]
    likeness = Levenshtein.normalized_similarity(*fathers)
    return (SWAPPED, "the same father's name") if likeness >= 0.75 and score < SWAPPED else (score, why)


def _compare_initial(a: Part, b: Part) -> PartMatch:
    """Return an initial against a part that is not the family name: the first letters have to agree."""
    match = "family" not in (a.role, b.role) and bool(_first_letters(a.word) & _first_letters(b.word))
    return PartMatch(
        role="initial", a=a.word, b=b.word, score=INITIAL if match else 0.0, why="initial" if match else "differs"
    )


@lru_cache(CACHE_SIZE)
def _first_letters(word: str) -> frozenset[str]:
    return frozenset(key[:1] for key in (fold_word(word), plain_word(word)) if key)
