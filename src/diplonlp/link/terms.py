"""Compares names of organisations, states and places: by what the tables know of them, else word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from diplonlp.link.known_names import is_open, known_ids, own_names
from diplonlp.link.scripts import is_cyrillic
from diplonlp.link.term_words import Term, TermName, content_words, sounds, term_name, word_by_word
from diplonlp.link.words import key_likeness

__all__ = ["TermComparison", "TermMatch", "compare_terms", "is_acronym"]


class TermMatch(NamedTuple):
    """A word of one name held against a word of another: how alike (0 to 1), and why."""

    a: str
    b: str
    score: float
    why: str


class TermComparison(NamedTuple):
    """How alike two names are, which words matched which, and what decided."""

    score: float
    matches: tuple[TermMatch, ...] = ()
    why: str = ""


# What decides, and what it is worth.
KNOWN, SAME_WORDS, FORM_APART = 1.0, 1.0, 0.95
MAY_BE = {True: 0.65, False: 0.55}  # of a body: a general name; of a state: an acronym of two
ACRONYM = 0.9
KNOWN_APART = 0.1
OF_TWO_STATES = 0.1
# One name says what the other leaves out.
LEFT_OUT = {"scope": 0.9, "state": 0.7, "head": 0.7, "where": 0.65, "part": 0.62}
AROUND = 0.55
_AROUND = ("#region", "#district")
MOSTLY = 0.75
DIFFERENT = 0.5


def compare_terms(a: str, b: str, label: str = "ORG") -> TermComparison:
    """Say how alike two names of organisations or places are, which words matched, and what decided.

    What the tables know of both comes first; then an acronym is held against the initials of the other's words; then
    words against words, each by its meaning in either language or else by its sound.

    Parameters
    ----------
    a, b : str
        Two names as written.
    label : str
        "ORG", "STATE" or "LOC": part of an organisation's name may stand for it, part of a place's is another.

    Examples
    --------
    >>> compare_terms("ОДКБ", "Collective Security Treaty Organization").why
    'both are csto in the tables'
    >>> compare_terms("Ошской области", "Osh region", "LOC").score > 0.9
    True
    >>> compare_terms("РК", "Казахстан", "STATE").score, compare_terms("Mali", "Malawi", "STATE").score
    (0.55, 0.1)
    """
    first, second = term_name(a), term_name(b)
    if not first.terms or not second.terms:
        return TermComparison(
            float(a.strip().lower() == b.strip().lower() != ""), (), "nothing to compare but the letters"
        )
    one, two = known_ids(first, label), known_ids(second, label)
    told = _by_tables(one, two, first, second, label) if one or two else None
    if told is not None:
        return told
    found = _by_words(first, second, label)
    if label != "ORG" and found.score < LEFT_OUT["part"]:
        return max(found, _by_words(word_by_word(first), word_by_word(second), label), key=lambda told: told.score)
    if label == "ORG" and found.score < LEFT_OUT["state"] and bool(one) != bool(two):
        return _by_own_names(one or two, second if one else first, found)
    return found


def is_acronym(short: str, full: str) -> bool:
    """Return whether a name in capitals is made of the first letters of another's words.

    Examples
    --------
    >>> is_acronym("EAEU", "Eurasian Economic Union"), is_acronym("SCO", "Shanghai Cooperation Organisation")
    (False, True)
    """
    letters = short.strip(".").replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()):
        return False
    return letters.lower() in _initials(term_name(full).words)


def _by_tables(
    one: frozenset[str], two: frozenset[str], first: TermName, second: TermName, label: str
) -> TermComparison | None:
    """What the tables say where they have both names, or one of them is a state that is no part of the other."""
    if not one or not two:
        return None
    whole = (TermMatch(_shown(first), _shown(second), 1.0, "known"),)
    shared = one & two
    if shared and one == two:
        sure = len(one) == 1 or first.codes == second.codes
        why = f"both are {_listed(shared)} in the tables"
        return TermComparison(KNOWN if sure else MAY_BE[label == "ORG"], whole, why)
    if shared:
        return TermComparison(MAY_BE[label == "ORG"], whole, f"one may be {_listed(one | two)}")
    if label == "ORG" and (is_open(first) or is_open(second)):
        return None
    return TermComparison(KNOWN_APART, (), f"{_listed(one)} and {_listed(two)} are two in the tables")


def _listed(ids: frozenset[str]) -> str:
    shown = sorted(code.lstrip("@%#&") for code in ids)
    return " or ".join(shown[:3]) + (" or others" if len(shown) > 3 else "")


def _by_own_names(ids: frozenset[str], other: TermName, found: TermComparison) -> TermComparison:
    """Hold a name against every name that the tables have for the other."""
    codes = set(other.codes)
    for body in sorted(ids):
        for name in own_names(body):
            if not codes.isdisjoint(name.codes):
                better = _by_words(name, other, "ORG")
                if better.score > found.score:
                    found = better._replace(why=f"as {_shown(name)}: {better.why}")
    return found


def _shown(name: TermName) -> str:
    return " ".join(name.words)


def _by_words(first: TermName, second: TermName, label: str) -> TermComparison:
    """Compare word by word."""
    if first.codes == second.codes:
        return TermComparison(SAME_WORDS, tuple(_same(term, term) for term in first.terms), "the same words")
    if first.acronyms or second.acronyms or _may_abbreviate(first) or _may_abbreviate(second):
        told = _by_initials(first, second) or _by_initials(second, first)
        if told is not None:
            return told
    matches, rest, others = _pair(first, second)
    return _judge(first, second, matches, rest, others, label)


def _same(x: Term, y: Term) -> TermMatch:
    why = "same" if x.word == y.word else "the same meaning" if x.code[0] in "#@%&" else "the same in sound"
    return TermMatch(x.word, y.word, 1.0, why)


def _may_abbreviate(name: TermName) -> bool:
    return any(word[:2].isupper() for word in name.words[:3])


def _by_initials(short: TermName, full: TermName) -> TermComparison | None:
    """An acronym against the words it is made of; what else stands beside it may only say of which state."""
    capitals = [word for word in short.words if word[:2].isupper()]
    rest = [term for term in short.terms if term.kind not in ("state", "form")]
    if len(rest) > 1 and not short.acronyms:
        return None
    for word in short.acronyms or [capital.lower() for capital in capitals]:
        score = 1.0 if word in full.acronyms else _abbreviates(word, full)
        if score:
            return TermComparison(
                ACRONYM * score, (TermMatch(word, _shown(full), ACRONYM * score, "acronym"),), "acronym"
            )
    return None


_LESS_SURE = 0.73


def _abbreviates(acronym: str, full: TermName) -> float:
    """How surely an acronym is made of the initials of a name, or of those of all its words but its state's.

    Surely where it is just these; less where it has more letters of a word («ВАДА»), where a last word is left out, or
    where they stand in another order, as in the acronym of another language ("NPD", National Democratic Party).
    """
    if len(acronym) < 2 or len(full.words) < 2:
        return 0.0
    content, own = _content(full)
    if acronym in initials(full):
        return 1.0
    if len(acronym) < _SHORTEST_ODD:
        return 0.0
    odd = any(
        _takes_letters(acronym, words) or sorted(acronym) == sorted("".join(word[0] for word in words))
        for words in (content, own)
    )
    return _LESS_SURE if odd else 0.0


_SHORTEST_ODD = 3


def initials(name: TermName) -> frozenset[str]:
    """Return the acronyms that a name of several words gives: of all its words, of those that tell, without its state.

    Examples
    --------
    >>> sorted(initials(term_name("Armed Forces of Ukraine")))
    ['af', 'afou', 'afu']
    """
    low = [word.lower() for word in name.words]
    return frozenset("".join(word[0] for word in words) for words in (low, *_content(name)) if len(words) > 1)


def _content(name: TermName) -> tuple[list[str], list[str]]:
    """The words of a name that tell, and these without its state."""
    states = {term.word for term in name.terms if term.kind == "state"}
    content = list(content_words([word.lower() for word in name.words]))
    return content, [word for word in content if word not in states]


def _takes_letters(acronym: str, words: Sequence[str]) -> bool:
    """Whether an acronym is the words' first letters in order, some with more letters of the word after them."""
    if len(words) < 2 or len(words) > len(acronym):
        return False
    here = 0
    for number, word in enumerate(words):
        if acronym[here : here + 1] != word[0]:
            return False
        here += 1
        later, rest = len(words) - number - 1, word[1:]
        while len(acronym) - here > later and acronym[here] in rest:
            rest = rest[rest.index(acronym[here]) + 1 :]
            here += 1
    return here == len(acronym)


def _initials(words: Sequence[str]) -> tuple[str, str]:
    """First letters of all words, and of those that are not of the kind of "of"."""
    return "".join(word[0] for word in words).lower(), "".join(word[0] for word in content_words(words)).lower()


_Pairs = tuple[list[TermMatch], list[Term], list[Term]]


def _pair(first: TermName, second: TermName) -> _Pairs:
    """Pair the terms of two names, each once: by code, by a shared meaning, by sound; return what is left of each."""
    others = list(second.terms)
    codes = list(second.codes)
    matches, rest = [], []
    for term in first.terms:
        if term.code in codes:
            place = codes.index(term.code)
            matches.append(_same(term, others[place]))
            del codes[place], others[place]
        else:
            rest.append(term)
    if rest and others:
        rest = [term for term in rest if not _pair_by_likeness(term, others, matches)]
    if rest and others and len(rest) + len(others) <= _MOST_JOINED:
        _pair_joined(rest, others, matches)
    return matches, rest, others


_MOST_JOINED = 5


def _pair_by_likeness(term: Term, others: list[Term], matches: list[TermMatch]) -> bool:
    """Take the term most like one out of the others, where any is."""
    if term.kind == "state":
        like = [(1.0, place) for place, other in enumerate(others) if other.meanings & term.meanings]
    else:
        like = [(_likeness(term, other), place) for place, other in enumerate(others) if other.keys or term.keys]
    score, place = max(like, default=(0.0, 0))
    if not score:
        return False
    other = others.pop(place)
    matches.append(TermMatch(term.word, other.word, score, "spelling" if score < 1.0 else "the same in sound"))
    return True


_MIXED, _ALIKE = 0.75, 0.85


def _likeness(x: Term, y: Term) -> float:
    """Likeness of two words that no table has, 0 where they are two."""
    if x.meanings & y.meanings:
        return 1.0
    if x.kind in _UNLIKE or y.kind in _UNLIKE or min(len(x.word), len(y.word)) < _SHORTEST:
        return 0.0
    if abs(len(x.word) - len(y.word)) > _LONGEST_ENDING:
        return 0.0
    # Two spellings of one script differ by a slip at most: Iran and Iraq, Austria and Australia are two.
    bar = _MIXED if is_cyrillic(x.word) != is_cyrillic(y.word) else _ALIKE
    best = max(key_likeness(k, q) for k in x.keys or sounds(x.word) for q in y.keys or sounds(y.word))
    return best if best >= bar else 0.0


_UNLIKE = frozenset(("number", "acronym", "state"))
_SHORTEST = 4


_LONGEST_ENDING = 4


def _pair_joined(rest: list[Term], others: list[Term], matches: list[TermMatch]) -> None:
    """Pair words written together in one name and apart in the other ("Babelfish", "Babel Fish")."""
    for few, many, turned in ((rest, others, False), (others, rest, True)):
        joined = "".join(term.word for term in many)
        for term in [term for term in few if len(many) > 1 and len(term.word) > _LONGEST_ENDING]:
            if term.word == joined:
                apart = " ".join(other.word for other in many)
                pair = (apart, term.word) if turned else (term.word, apart)
                matches.append(TermMatch(*pair, 1.0, "written together"))
                few.remove(term)
                many.clear()
                return


def _judge(
    first: TermName, second: TermName, matches: list[TermMatch], rest: list[Term], others: list[Term], label: str
) -> TermComparison:
    """Score what matched by what is left over on either side."""
    found = tuple(matches)
    if not matches:
        return TermComparison(0.0, (), "no word in common")
    worst = min(match.score for match in matches)
    left, right = _telling(rest), _telling(others)
    if not left and not right:
        alike = not rest and not others
        score, why = (worst, "all words") if alike else (worst * FORM_APART, "all words but those of its form")
        return TermComparison(_unless_bare(score, first, second), found, why)
    if left and right:
        return _judge_apart(first, second, found, left, right)
    longer = second if right else first
    score, why = _judge_left_out(longer, left or right, min(first, second, key=lambda n: len(n.terms)), label)
    return TermComparison(score * worst, found, why)


def _telling(terms: list[Term]) -> list[Term]:
    return [term for term in terms if term.kind not in ("form", "filler")]


def _unless_bare(score: float, first: TermName, second: TermName) -> float:
    """Two names made of nothing but forms ("the Republic") are no one body's."""
    bare = all(term.kind == "form" for term in (*first.terms, *second.terms))
    return min(score, MAY_BE[False]) if bare and first.codes != second.codes else score


def _judge_apart(
    first: TermName, second: TermName, found: tuple[TermMatch, ...], left: list[Term], right: list[Term]
) -> TermComparison:
    """Score two names each of which has words that the other lacks."""
    if _both("state", left, right):
        return TermComparison(OF_TWO_STATES, found, "of two states")
    if _both("number", left, right):
        return TermComparison(OF_TWO_STATES, found, "two numbers")
    if _same_sort(left, right, first):
        return TermComparison(LEFT_OUT["part"], found, "two words for one sort of body or place")
    total = sum(term.weight for name in (first, second) for term in name.terms)
    apart = sum(term.weight for term in (*left, *right))
    share = 1.0 - apart / total if total else 0.0
    if share >= MOSTLY and len(found) >= _MANY and not (_named(left) and _named(right)):
        return TermComparison(share * 0.9, found, "all words but a few")
    return TermComparison(DIFFERENT * share, found, "words differ")


_MANY = 4
# Sorts of bodies that the press does not tell apart.
_ALIKE_SORTS = tuple(
    frozenset(sorts.split())
    for sorts in (
        "#institute #center", "#union #association #federation", "#ministry #department", "#forces #troops #army",
        "#law #right", "#research #science", "#alliance #coalition #bloc", "#college #board",
        "#community #municipality", "#region #territory #district #province #land",
    )
)  # fmt: skip


def _same_sort(left: list[Term], right: list[Term], first: TermName) -> bool:
    """Whether two names differ by such sorts alone, and have more in common than words of this kind."""
    codes = frozenset(term.code for term in (*left, *right) if term.kind != "scope")
    if len(codes) < 2 or not any(codes <= alike for alike in _ALIKE_SORTS):
        return False
    kept = [term for term in first.terms if term not in left and term.kind in _TELLING]
    return bool(kept)


_TELLING = frozenset(("attribute", "name", "acronym", "region", "place", "body"))


def _both(kind: str, left: list[Term], right: list[Term]) -> bool:
    return any(term.kind == kind for term in left) and any(term.kind == kind for term in right)


def _named(terms: list[Term]) -> bool:
    return any(term.kind in ("name", "acronym", "region", "place", "side", "number", "body") for term in terms)


def _judge_left_out(longer: TermName, rest: list[Term], shorter: TermName, label: str) -> tuple[float, str]:
    """Score a name that lacks words of the other, by what sort of words they are."""
    kinds = {term.kind for term in rest}
    if kinds <= {"scope"}:
        return LEFT_OUT["scope"], "all words but those of its level"
    if kinds <= {"scope", "state"}:
        return LEFT_OUT["state"], "one name does not say of which state"
    if all(term.word in longer.placed for term in rest):
        return LEFT_OUT["where"], "one name does not say where"
    if label != "ORG":
        return _judge_place(longer, rest, shorter, kinds)
    strong = any(term.kind in ("name", "acronym", "body") for term in shorter.terms)
    if kinds <= {"acronym", "scope", "state"} and len(shorter.terms) > 1:
        return LEFT_OUT["part"], "one name has an acronym besides"
    if "#ministry" in shorter.codes and kinds <= {"scope", "state", "attribute", "head"}:
        return LEFT_OUT["part"], "one name lists more of what the ministry does"
    telling = strong or any(term.kind in ("attribute", "region", "place") for term in shorter.terms)
    if telling and kinds <= {"scope", "state", "head", "unit"}:
        return LEFT_OUT["head"], "one name does not say what it is"
    if kinds <= {"scope", "state", "region", "place", "number"}:
        return LEFT_OUT["part"], "one name does not say where"
    share = sum(t.weight for t in shorter.terms) / sum(t.weight for t in longer.terms)
    if strong or share >= MOSTLY:
        return LEFT_OUT["part"], "part of the other name"
    return DIFFERENT * share, "one name has more words"


def _judge_place(longer: TermName, rest: list[Term], shorter: TermName, kinds: set[str]) -> tuple[float, str]:
    of_city = any(term.kind == "place" for term in shorter.terms) and any(term.code in _AROUND for term in rest)
    if of_city:
        return AROUND, "a city and the region around it"
    if kinds <= {"scope", "state", "unit", "region", "place"}:
        return LEFT_OUT["where"], "one name says more of what or where it is"
    share = 1.0 - sum(term.weight for term in rest) / sum(term.weight for term in longer.terms)
    return DIFFERENT * share, "one name has more words"
