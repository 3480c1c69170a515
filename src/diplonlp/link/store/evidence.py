"""Judges a pair: whether two profiles of people are one person, how surely, and why."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec

from diplonlp.link.names import NameComparison, compare_names
from diplonlp.link.scripts import fold
from diplonlp.link.store.actors import FAMILY_ALONE, is_common, is_general, rare_families
from diplonlp.link.store.profiles import Profile
from diplonlp.link.words import ACCEPTED, may_follow_sound

# Across documents nothing but the name may tell two people apart: a slip in one letter is not accepted here.
STRICT = 0.93
# Initials agree with many full names, a family name alone with any: other evidence has to decide.
WITH_EVIDENCE = 0.8
# Who is named by family name and office alone ten years before or after is as likely another.
FAR_IN_TIME = 10

SAME_STATE, OTHER_STATE = "same state", "different states"
SAME_OFFICE, SAME_COMPANY, SAME_BODY = "same office", "same company", "same organisation"
SAME_NAME = "the same name"
OTHER_KB = "different ids in the knowledge tables"
YEARS_APART = "years apart"
RARE_FAMILY = "a family name few bear"
FITS_ANOTHER = "fits another as well"
AGAINST = frozenset({OTHER_STATE, OTHER_KB, YEARS_APART})
DECISIVE = frozenset({SAME_OFFICE, SAME_COMPANY})
ANALYST = "analyst"


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided on two actors, by what, and why.

    Parameters
    ----------
    a, b : str
        The two, each as document id, "#", entity id; ``a`` sorts first.
    same : bool
        Whether they are held to be one.
    score : float
        From 0 to 1.
    reasons : tuple of str
        The evidence, in words.
    decided_by : str
        "names" where the names and what the documents say decided, "knowledge" where the knowledge tables did,
        "analyst" where somebody has decided.
    """

    a: str
    b: str
    same: bool
    score: float
    reasons: tuple[str, ...]
    decided_by: str = "names"

    def __str__(self) -> str:
        sign = "=" if self.same else "≠"
        return f"{self.a} {sign} {self.b}  {self.score:.2f} by {self.decided_by}: {'; '.join(self.reasons)}"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement on two profiles, before it is said of whom."""

    same: bool
    score: float
    reasons: tuple[str, ...]
    decided_by: str = "names"


# Names of one block are compared close after one another.
_REMEMBERED = 20_000


@lru_cache(_REMEMBERED)
def _compared(a: str, b: str) -> NameComparison:
    return compare_names(a, b)


def compared(a: Profile, b: Profile) -> NameComparison:
    """Compare the names of two people, in one order whichever comes first.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("Bakyt Osmonov",))
    >>> compared(one, Profile(label="PERSON", key="2#e", formal=("Бакыт Осмонов",))).score > 0.9
    True
    """
    names = _compared(*sorted((a.best, b.best)))
    if a.gender and b.gender and a.gender != b.gender:
        return NameComparison(score=min(names.score, _MAN_AND_WOMAN), parts=names.parts, why="a man and a woman")
    return names


_MAN_AND_WOMAN = 0.3


def judge(a: Profile, b: Profile) -> Verdict | None:
    """Judge two profiles by their names, then by what else the documents say; none where nothing speaks for one.

    Parameters
    ----------
    a, b : Profile
        The two, in either order.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("B. Osmonov",), state="KGZ")
    >>> other = Profile(label="PERSON", key="2#e", formal=("Бакыт Осмонов",), state="KGZ")
    >>> judge(one, other)
    Verdict(same=True, score=0.85, reasons=('names: initial: initial', 'same state'), decided_by='names')
    """
    if a.label != "PERSON":
        return _judge_named(a, b)
    names = compared(a, b)
    if names.score < FAMILY_ALONE:
        return None
    evidence = evidence_of(a, b)
    same = _is_same(a, b, names, frozenset(evidence))
    if not same and _is_told_by_family(a, b, names, frozenset(evidence)):
        same, evidence = True, (*evidence, RARE_FAMILY)
    return Verdict(
        same=same,
        score=round(names.score, 3),
        reasons=(f"names: {names.why}", *evidence),
        decided_by="knowledge" if OTHER_KB in evidence else "names",
    )


def _judge_named(a: Profile, b: Profile) -> Verdict | None:
    """Judge two bodies, offices or places that no table knows: by a name they share and their states."""
    score, why = likeness(a, b)
    if score < _NAMED_ALIKE:
        return None
    if a.state and b.state:
        state = SAME_STATE if a.state == b.state else OTHER_STATE
        return Verdict(same=a.state == b.state, score=round(score, 3), reasons=(why, state))
    # Every state has a ministry: one without its state may be any.
    if is_general(a.label, a.best) or is_general(b.label, b.best):
        return None
    if (a.state or b.state) and (is_common(a.label, a.short) or is_common(b.label, b.short)):
        return None
    return Verdict(same=True, score=round(score, 3), reasons=(why,))


def likeness(a: Profile, b: Profile) -> tuple[float, str]:
    """Return how alike two bodies, places, offices or events are by the best of their names, and why.

    Examples
    --------
    >>> one = Profile(label="LOC", key="1#e", formal=("Osh Region",))
    >>> likeness(one, Profile(label="LOC", key="2#e", formal=("Ошская область", "Osh region")))
    (1.0, 'the same name')
    """
    if names_of(a) & names_of(b):
        return 1.0, SAME_NAME
    if a.label not in _COMPARED:
        return 0.0, "no name in common"
    pairs = (sorted((x, y)) for x in a.formal for y in b.formal)
    best = max((_compared_terms(x, y, a.label) for x, y in pairs), key=lambda one: (one.score, one.why))
    return best.score, f"names: {best.why}"


# All words alike, or the first letters of all: who is written so in one place only is linked to it, if to no other.
_NAMED_ALIKE = 0.9
# Two offices or events of like names are two; compare_names knows the words of the others.
_COMPARED = ("ORG", "LOC", "STATE")


@lru_cache(_REMEMBERED)
def _compared_terms(a: str, b: str, label: str) -> NameComparison:
    return compare_names(a, b, label)


def names_of(profile: Profile) -> frozenset[str]:
    """Return the formal names of a profile under which it compares equal in every script.

    Examples
    --------
    >>> len(names_of(Profile(label="ORG", key="1#e", formal=("Zarnitsa Air", "Зарница Аир"))))
    1
    """
    return frozenset(fold(name) or name for name in profile.formal)


def evidence_of(a: Profile, b: Profile) -> tuple[str, ...]:
    """Return what beside the name speaks for or against one person, in words.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("B. Osmonov",), state="KGZ", titles=frozenset({"mp@KGZ"}))
    >>> evidence_of(one, one)
    ('same state', 'same office')
    """
    found = []
    if a.kb and b.kb and a.kb != b.kb:
        found.append(OTHER_KB)
    if a.state and b.state:
        found.append(SAME_STATE if a.state == b.state else OTHER_STATE)
    if a.titles & b.titles:
        found.append(SAME_OFFICE)
    if a.bodies & b.bodies:
        found.append(SAME_BODY)
    if _keep_company(a, b):
        found.append(SAME_COMPANY)
    if not (a.full and b.full) and _years_between(a, b) >= FAR_IN_TIME:
        found.append(YEARS_APART)
    return tuple(found)


def _keep_company(a: Profile, b: Profile) -> bool:
    """Whether two people meet the same others: among many partners, or of two states, one in common is chance."""
    shared = len(a.company & b.company)
    fewer = min(len(a.company), len(b.company))
    apart = bool(a.state and b.state and a.state != b.state)
    return shared >= 1 if fewer <= _FEW and not apart else shared >= 2 and shared * 2 >= fewer


_FEW = 5


def _years_between(a: Profile, b: Profile) -> int:
    """Full years between the documents of one and those of the other; 0 where a date is missing or they overlap."""
    try:
        ends = (date.fromisoformat(a.last), date.fromisoformat(b.last))
        starts = (date.fromisoformat(a.first), date.fromisoformat(b.first))
    except ValueError:
        return 0
    return max(0, (max(starts) - min(ends)).days) // 365


def _is_same(a: Profile, b: Profile, names: NameComparison, evidence: frozenset[str]) -> bool:
    """Whether names and evidence together are enough."""
    support = evidence - AGAINST
    if OTHER_KB in evidence or (OTHER_STATE in evidence and SAME_COMPANY not in support):
        return False
    if a.full and b.full:
        if has_family_slip(names):
            return names.score >= ACCEPTED and SAME_OFFICE in support
        if support:
            return names.score >= ACCEPTED
        return names.score >= STRICT and not _is_swapped(a, b, names) and not _leaves_much_out(a, b)
    if has_family_slip(names) or YEARS_APART in evidence:
        return False
    if names.score >= WITH_EVIDENCE:
        return bool(support)
    # A family name alone: only with the same office and another fact, as its state.
    return SAME_OFFICE in support and len(support) > 1


def _is_told_by_family(a: Profile, b: Profile, names: NameComparison, evidence: frozenset[str]) -> bool:
    """Whether two names, not both full, share a family name that few bear, and nothing speaks against it.

    Whether a full name is the only one that fits is seen when clusters are made.
    """
    if (a.full and b.full) or AGAINST & evidence or has_family_slip(names) or _is_swapped(a, b, names):
        return False
    return _share_rare_family(a, b)


def _share_rare_family(a: Profile, b: Profile) -> bool:
    return not rare_families(a.best).isdisjoint(rare_families(b.best))


def _is_swapped(a: Profile, b: Profile, names: NameComparison) -> bool:
    """Whether one's family name is the other's given name: Friedrich Hans and Hans Friedrich may be two."""
    ones, others = ({part.word for part in one.parts.parts if part.role == "family"} for one in (a, b))
    agree = (
        (match.a in ones and match.b in others) or (match.a in others and match.b in ones) for match in names.parts
    )
    return bool(ones and others) and not any(agree)


def _leaves_much_out(a: Profile, b: Profile) -> bool:
    """Whether one name has two more words than the other: of a long Arabic name two words fit many."""
    counts = [sum(part.role in ("given", "family") for part in profile.parts.parts) for profile in (a, b)]
    return abs(counts[0] - counts[1]) > 1


def has_family_slip(names: NameComparison) -> bool:
    """Return whether the family names sound differently: Торобеков and Торобаков are two more often than a slip.

    Examples
    --------
    >>> has_family_slip(compare_names("Талант Торобеков", "Талант Торобаков"))
    True
    """
    return any(
        match.role == "family" and match.why == "spelling" and not may_follow_sound(match.a, match.b)
        for match in names.parts
    )


def same_name(a: Profile, b: Profile) -> bool:
    """Return whether the names alone do not speak against one.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("Bakyt Osmonov",))
    >>> same_name(one, Profile(label="PERSON", key="2#e", formal=("Nurlan Osmonov",)))
    False
    """
    return a.label != "PERSON" or compared(a, b).score >= WITH_EVIDENCE


def compatible(a: Profile, b: Profile) -> bool:
    """Return whether two names can be one's: neither the names nor the states nor the tables say otherwise.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("Bakyt Osmonov",), state="KGZ")
    >>> compatible(one, Profile(label="PERSON", key="2#e", formal=("Бакыт Осмонов",), state="KAZ"))
    False
    """
    if (a.kb and b.kb and a.kb != b.kb) or (a.state and b.state and a.state != b.state):
        return False
    if a.label != "PERSON":
        return likeness(a, b)[0] >= _NAMED_ALIKE
    names = compared(a, b)
    return names.score >= WITH_EVIDENCE and not has_family_slip(names)


def missing(a: Profile, b: Profile) -> str:
    """Say in a sentence what keeps two profiles apart, or what would make one of them.

    Examples
    --------
    >>> one = Profile(label="PERSON", key="1#e", formal=("Osmonov",))
    >>> missing(one, Profile(label="PERSON", key="2#e", formal=("Bakyt Osmonov",)))
    'Many bear this family name: alone it needs the same office and another fact, as the same state.'
    """
    if a.label != b.label:
        return f"One is {a.label}, the other {b.label}."
    if a.label != "PERSON":
        score, why = likeness(a, b)
        if score < _NAMED_ALIKE:
            return f"The names differ ({why})."
        return "Of such a name every state has its own." if a.state or b.state else "Too many have such names."
    names = compared(a, b)
    if names.score < FAMILY_ALONE:
        return f"The names differ ({names.why})."
    found = frozenset(evidence_of(a, b))
    for reason, sentence in _OBSTACLES.items():
        if reason in found:
            return sentence
    return _missing_fact(a, b, names)


_OBSTACLES = {
    OTHER_KB: "The knowledge tables have them under different ids.",
    OTHER_STATE: "They are of different states, and do not meet the same people.",
    YEARS_APART: f"Their documents are {FAR_IN_TIME} years apart or more, and the name is not full.",
}


def _missing_fact(a: Profile, b: Profile, names: NameComparison) -> str:
    if has_family_slip(names):
        return "The family names are spelled differently: that needs full names and the same office."
    if a.full and b.full:
        return "The names are alike but not the same: they need the same state, office, organisation or company."
    if names.score >= WITH_EVIDENCE:
        return f"{_why_not_by_family(a, b)}: initials need the same state, office, organisation or company."
    return f"{_why_not_by_family(a, b)}: alone it needs the same office and another fact, as the same state."


def _why_not_by_family(a: Profile, b: Profile) -> str:
    """Why a family name is not enough."""
    if not (rare_families(a.best) and rare_families(b.best)):
        return "Many bear this family name"
    if not _share_rare_family(a, b):
        return "The family name is spelled differently"
    return "The names may be turned round"
