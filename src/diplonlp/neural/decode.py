"""From the scores of spans to mentions: the surest first, none that crosses a surer one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

HOUSE = "house"  # the guidelines of data/annotations, which are SCHEMA.md's
LABELS = ("PERSON", "TITLE", "STATE", "ORG", "LOC", "EVENT", "NORP", "DATE")
_OUTER_ONLY = "TITLE"
_NEVER_NEST = {"PERSON", "STATE", "NORP", "DATE"}  # one in another is the same thing, badly cut


class Candidate(NamedTuple):
    """A span that may be a mention: its tokens (``end`` exclusive), its label and how probable it is."""

    start: int
    end: int
    label: str
    score: float


Candidates = Sequence[Candidate]


def choose_spans(candidates: Candidates, thresholds: Mapping[str, float]) -> list[Candidate]:
    """Return the mentions among candidates.

    A candidate counts from its label's threshold on. Of two that cross only the surer is kept, of two with the same
    bounds too. One may stand inside another, a ministry inside a committee's name; but a person, state, nationality or
    date not inside its like, and of titles only the outer counts ("president of the republic", not "president").

    Parameters
    ----------
    candidates : sequence of Candidate
        Spans of one text.
    thresholds : mapping of str to float
        For every label the lowest probability that counts.

    Examples
    --------
    >>> found = [Candidate(0, 3, "TITLE", 0.9), Candidate(2, 3, "STATE", 0.8), Candidate(2, 4, "ORG", 0.6)]
    >>> [c.label for c in choose_spans(found, dict.fromkeys(LABELS, 0.5))]
    ['TITLE', 'STATE']
    """
    kept: list[Candidate] = []
    at: dict[int, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.start, c.end, c.label)):
        if candidate.score < thresholds[candidate.label]:
            continue
        near = {other for i in range(candidate.start, candidate.end) for other in at.get(i, ())}
        if not any(_excludes(other, candidate) for other in near):
            kept.append(candidate)
            for i in range(candidate.start, candidate.end):
                at.setdefault(i, []).append(candidate)
    titles = [c for c in kept if c.label == _OUTER_ONLY]
    return sorted(
        (c for c in kept if c.label != _OUTER_ONLY or not any(_holds(title, c) for title in titles)),
        key=lambda c: (c.start, -c.end, c.label),
    )


def _excludes(one: Candidate, other: Candidate) -> bool:
    """Whether two overlapping spans cannot both be mentions: they cross, have the same bounds, or may not nest."""
    if one[:2] == other[:2] or (one.label == other.label and one.label in _NEVER_NEST):
        return True
    return not (_holds(one, other) or _holds(other, one))


def _holds(outer: Candidate, inner: Candidate) -> bool:
    """Whether a span lies strictly inside another."""
    return outer[:2] != inner[:2] and outer.start <= inner.start and inner.end <= outer.end
