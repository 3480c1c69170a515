"""What an evaluation consists of: scores with their counts, and the misses behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from diplonlp.records import Record

Kind: TypeAlias = Literal["missing", "spurious", "wrong"]


def ratio(part: float, whole: float) -> float | None:
    """Return ``part / whole``; None where there is nothing to divide by.

    Examples
    --------
    >>> ratio(1, 4), ratio(0, 0)
    (0.25, None)
    """
    return part / whole if whole else None


class Score(Record, frozen=True, kw_only=True):
    """Precision and recall of one measure, with the counts they come from.

    Parameters
    ----------
    layer : str
        What is scored: "mentions", "titles", "relations", "linking", "meetings", "pairs met", "across documents".
    measure : str
        How, and of what: "exact PERSON", "B³", "status".
    predicted, gold : int
        How many the output has, and how many the gold standard.
    precision, recall : float or None
        Between 0 and 1; None where nothing was predicted (precision) or nothing is to be found (recall).
    """

    layer: str
    measure: str
    predicted: int
    gold: int
    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; 0 if only one side has anything, None if neither has.

        Examples
        --------
        >>> score("mentions", "exact PERSON", correct=1, predicted=2, gold=1).f1
        0.6666666666666666
        """
        if not self.predicted and not self.gold:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(layer: str, measure: str, *, correct: float, predicted: int, gold: int) -> Score:
    """Make a score of three counts.

    Parameters
    ----------
    layer, measure : str
        What was counted.
    correct : float
        How many of the predicted ones are right.
    predicted, gold : int
        How many there are on each side.

    Examples
    --------
    >>> score("titles", "exact", correct=3, predicted=4, gold=6).recall
    0.5
    """
    return Score(
        layer=layer,
        measure=measure,
        predicted=predicted,
        gold=gold,
        precision=ratio(correct, predicted),
        recall=ratio(correct, gold),
    )


class Miss(Record, frozen=True, kw_only=True):
    """One difference between the output and the gold standard.

    Parameters
    ----------
    layer : str
        The layer it belongs to, as in the scores.
    kind : str
        "missing" (gold has it), "spurious" (the output has it), "wrong" (both have it, and differ).
    document : str
        Id of the document.
    start, end : int
        Offsets of the place in the text.
    gold, predicted : str
        What each side says; empty where it says nothing.
    sentence : str
        The sentence it stands in.
    """

    layer: str
    kind: Kind
    document: str
    start: int
    end: int
    gold: str
    predicted: str
    sentence: str


class Tally:
    """Counts of correct, predicted and gold things by measure, in the order they are first met.

    Examples
    --------
    >>> tally = Tally("mentions")
    >>> tally.add("exact PERSON", correct=1, predicted=2, gold=1)
    >>> [(s.measure, s.precision) for s in tally.scores()]
    [('exact PERSON', 0.5)]
    """

    def __init__(self, layer: str) -> None:
        self.layer = layer
        self._counts: dict[str, list[float]] = {}

    def add(self, measure: str, *, correct: float = 0, predicted: int = 0, gold: int = 0) -> None:
        """Add to the counts of one measure."""
        counts = self._counts.setdefault(measure, [0, 0, 0])
        for index, value in enumerate((correct, predicted, gold)):
            counts[index] += value

    def update(self, other: Tally) -> None:
        """Add the counts of another tally of the layer."""
        for measure, (correct, predicted, gold) in other._counts.items():
            self.add(measure, correct=correct, predicted=int(predicted), gold=int(gold))

    def scores(self, order: Sequence[str] = ()) -> list[Score]:
        """Return a score for every measure: those of *order* first, the others as they came."""
        names = [*(name for name in order if name in self._counts), *(n for n in self._counts if n not in order)]
        return [
            score(self.layer, name, correct=correct, predicted=int(predicted), gold=int(gold))
            for name, (correct, predicted, gold) in ((n, self._counts[n]) for n in names)
        ]
