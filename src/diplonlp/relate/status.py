"""Whether a meeting was held, is planned, was called off, proposed or denied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span, Token

from diplonlp.records import Status
from diplonlp.relate.cues import Signs
from diplonlp.tag.date_values import Tense

# Of several cues the stronger wins: a planned meeting that was cancelled is cancelled.
_MODIFIERS = {"aux", "amod", "acl", "advmod", "xcomp", "mark", "case", "fixed", "acl:relcl", "compound:prt"}
_GOVERNED = {"obj", "nsubj:pass", "nsubj", "xcomp", "nmod", "obl", "ccomp", "acl", "csubj", "csubj:pass"}
_AHEAD = {"planned", "proposed"}
_BEFORE_VERBS = {"ADJ", "ADP", "ADV", "AUX", "PART", "SCONJ"}
_HIGHEST = 3  # steps up the tree; farther away stands another matter
_STRENGTH: tuple[Status, ...] = ("cancelled", "denied", "planned", "proposed", "held")


def read_status(trigger: Span, nouns: Sequence[Token], verbs: Sequence[Token], signs: Signs) -> Status:
    """Return the status of a meeting; "held" where no word says otherwise.

    Parameters
    ----------
    trigger : spacy.tokens.Span
        The word of meeting.
    nouns, verbs : sequence of Token
        The nouns and verbs that carry it.
    signs : Signs
        The cues of the passage.
    """
    carriers = [*trigger, *nouns, *verbs]
    found = {value for token in _around(carriers) if (value := signs.value(token, "status"))}
    if any(_is_future(token) for token in _with_auxiliaries(verbs or carriers)):
        found.add("planned")
    none = any("Neg" in c.morph.get("PronType", []) for c in trigger.root.children)
    if none:
        return "denied"  # "no talks are planned", «никаких переговоров не было»
    if any(_is_negated(token) for token in (*verbs, trigger.root) if token.pos_ in ("VERB", "AUX")):
        found.add("cancelled" if "planned" in found else "denied")
    purpose = verbs[0] if verbs else None
    top = nouns[-1] if nouns else trigger.root
    carried = purpose is not None and (purpose == trigger.root or top.dep_ == "obj")
    if purpose is not None and carried and "Inf" in purpose.morph.get("VerbForm", []) and not found:
        found.add("planned")  # "arrived to meet X": not yet met
    for status in _STRENGTH:
        if status in found:
            return status
    return "held"


def contact_tense(status: Status) -> Tense:
    """Return the direction in which the date of a meeting of this status lies.

    Examples
    --------
    >>> contact_tense("planned"), contact_tense("held")
    ('future', 'past')
    """
    return "future" if status in _AHEAD else "past"


def read_tense(date: Span, signs: Signs) -> Tense:
    """Return whether the clause a date belongs to tells of the future; "past" where no word says so.

    Parameters
    ----------
    date : spacy.tokens.Span
        The words of the date.
    signs : Signs
        The cues of the passage.
    """
    token = date.root
    for _ in range(_HIGHEST):
        token = token.head
        near = _with_auxiliaries([token, *(c for c in token.children if c.dep_ in ("acl", "amod", "xcomp", "cop"))])
        if any(_is_future(word) or signs.value(word, "status") in _AHEAD for word in near):
            return "future"
        if token.pos_ in ("VERB", "AUX") or token.head == token:
            break
    return "past"


def _around(carriers: Iterable[Token]) -> set[Token]:
    """The carriers, what hangs on them as a modifier, and what stands over the top one: "denied reports that X met"."""
    tokens: set[Token] = set()
    for token in carriers:
        tokens |= {token, *(c for c in token.children if c.dep_ in _MODIFIERS), *_right_before(token)}
        above, steps = token, 0
        while above.dep_ in _GOVERNED and above.head != above and steps < _HIGHEST:
            above, steps = above.head, steps + 1
            tokens |= {above, *(c for c in above.children if c.dep_ in ("aux", "aux:pass"))}
    return tokens


def _right_before(token: Token) -> Iterator[Token]:
    """Yield the words between a verb and its subject ("is due to arrive"), whatever the tree hangs them on."""
    if token.pos_ != "VERB":
        return
    start = token.sent.start
    for step in range(1, min(_HIGHEST, token.i - start) + 1):
        word = token.nbor(-step)
        if word.pos_ not in _BEFORE_VERBS:
            return
        yield word


def _with_auxiliaries(tokens: Iterable[Token]) -> list[Token]:
    found = []
    for token in tokens:
        found += [token, *(child for child in token.children if child.dep_ in ("aux", "aux:pass", "cop"))]
    return found


def _is_future(token: Token) -> bool:
    return "Fut" in token.morph.get("Tense", [])


def _is_negated(token: Token) -> bool:
    return any(
        "Neg" in child.morph.get("Polarity", []) and child.dep_ in ("advmod", "neg", "aux") for child in token.children
    )
