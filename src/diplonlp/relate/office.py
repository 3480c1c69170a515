"""An office as a title names it, and when two titles can be one office."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

ONE_OF_A_STATE = {"parliament", "chamber", "government"}  # bodies named by their kind alone
_CHAMBERS = {"parliament", "chamber"}
_OTHER_OFFICES = {"deputy", "vice", "prime", "assistant", "co"}  # prefixes of codes that make another office
_RANKS = {"vice": "deputy"}  # prefixes that say the same
_QUALIFIERS = {"special", "chief", "senior", "permanent", "plenipotentiary"}  # prefixes that later mentions leave out
# What the press calls one office now so, now so: who presides over a chamber, and whoever is at the head of a body.
_PRESIDES = {"speaker", "chair", "president", "head"}
_MINISTERS = {"minister", "secretary-of-state"}
_AT_THE_HEAD = {
    "director-general", "secretary-general", "executive-secretary", "director", "chair", "president", "speaker",
    "governor", "rector", "commander", "mufti", "prosecutor-general", "commissioner", "head-of-administration",
    *_MINISTERS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """What a title says: the office's code, the states and bodies it is of, whether several people or anyone are meant.

    ``status`` is "former", "acting", "elect" where a word beside the title says so. ``scope`` are the words for what
    the office is in charge of, as "mining" in "minister of mining", by their stems. ``kinds`` are those
    of the bodies.
    """

    code: str
    states: frozenset[str]
    bodies: frozenset[str]
    plural: bool
    status: str
    scope: frozenset[str] = field(default=frozenset())
    kinds: frozenset[str] = frozenset()
    generic: bool = False

    @property
    def means_one(self) -> bool:
        """Whether the title is one person's: neither of several people nor of whoever holds it."""
        return not self.plural and not self.generic

    def may_be(self, other: Office) -> bool:
        """Whether two titles can be the same office: the same code, and no contradiction in whose it is."""
        same_state = not self.states or not other.states or bool(self.states & other.states)
        return same_state and _same_code(self, other) and _same_charge(self, other) and _bodies_agree(self, other)


def _same_charge(ours: Office, theirs: Office) -> bool:
    """Whether two offices can be in charge of the same: one does not say of what, or they share a word.

    A portfolio known by its code ("defence") is none of those that have no code ("mining").
    """
    known = [bool(_parse_code(office.code).portfolio) for office in (ours, theirs)]
    if all(known) or not ours.scope | theirs.scope:
        return True
    if any(known):
        return not (theirs if known[0] else ours).scope
    return not ours.scope or not theirs.scope or bool(ours.scope & theirs.scope)


def is_other_office(code: str) -> bool:
    """Whether a code is that of a deputy or the like, whose office is not the one its last words name.

    Examples
    --------
    >>> is_other_office("office:deputy-speaker"), is_other_office("office:speaker")
    (True, False)
    """
    return code.removeprefix("office:").split("-")[0] in _OTHER_OFFICES


def _same_code(a: Office, b: Office) -> bool:
    """Whether two offices can be one: "the minister" may be the foreign minister, not a deputy."""
    ours, theirs = _parse_code(a.code), _parse_code(b.code)
    if ours.rank != theirs.rank:
        return False
    if ours.head == theirs.head:
        return _agree_on(ours.portfolio, theirs.portfolio)
    return _both_preside(a, b) or _heads_its_body(a, b) or _heads_its_body(b, a)


def _both_preside(a: Office, b: Office) -> bool:
    """Whether both preside over a chamber: "the Speaker" is also its chairman, its president, its head."""
    return bool((a.kinds | b.kinds) & _CHAMBERS) and _presides(a) and _presides(b)


def _presides(office: Office) -> bool:
    head = _parse_code(office.code).head
    alone = not office.bodies and head in ("speaker", "chair")
    return head in _PRESIDES and (alone or bool(office.kinds & _CHAMBERS))


def _heads_its_body(a: Office, b: Office) -> bool:
    """Whether "the head of B" can be the one whose office at the head of B the text names, or B's minister."""
    head, other = _parse_code(a.code).head, _parse_code(b.code).head
    if head != "head" or other not in _AT_THE_HEAD:
        return False
    minister = other in _MINISTERS and "ministry" in a.kinds and bool(a.states & b.states)
    return minister or bool(a.bodies & b.bodies)


@dataclass(frozen=True, slots=True)
class _Code:
    """An office's code in parts: "deputy-foreign-minister" is a minister, deputy, of foreign matters."""

    rank: frozenset[str]
    portfolio: frozenset[str]
    head: str


@cache
def _parse_code(code: str) -> _Code:
    words = code.removeprefix("office:").split("-")
    rank = frozenset(_RANKS.get(word, word) for word in words[:-1] if word in _OTHER_OFFICES)
    portfolio = frozenset(word for word in words[:-1] if word not in _OTHER_OFFICES)
    if words[-1] == "minister":
        return _Code(rank, portfolio, words[-1])
    # Of what is no minister ("resident-coordinator") the other words before make the office itself.
    return _Code(rank, portfolio & _QUALIFIERS, _without(words, _OTHER_OFFICES | _QUALIFIERS))


def _without(words: list[str], prefixes: set[str]) -> str:
    return "-".join([*(word for word in words[:-1] if word not in prefixes), words[-1]])


def _agree_on(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether one side leaves it open or both say the same."""
    return not ours or not theirs or ours == theirs


def _bodies_agree(ours: Office, theirs: Office) -> bool:
    """Whether two offices can be of one body; "the parliament" can be any parliament, a minister needs no ministry."""
    if _heads_its_body(ours, theirs) or _heads_its_body(theirs, ours):
        return True
    if not ours.bodies or not theirs.bodies or ours.bodies & theirs.bodies:
        return True
    unnamed = any(body.startswith("body:") for body in (*ours.bodies, *theirs.bodies))
    return unnamed and bool(ours.kinds & theirs.kinds & {*ONE_OF_A_STATE, "ministry"})
