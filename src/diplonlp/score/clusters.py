"""How well two ways to group the same mentions into entities agree: B³, CEAF-e and LEA.

No maintained package computes all three with entities of one mention: ``coreference-eval`` drops those, ``scorch`` and
``neleval`` have no LEA, and their newest release is of January 2023. The three are the formulas of their papers; the
tests compare them with ``scorch`` and ``coreference-eval`` on random groupings.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from typing import NamedTuple, TypeAlias

Clusters: TypeAlias = Sequence[Set[Hashable]]


class Parts(NamedTuple):
    """Numerators and denominators of precision and recall, which are summed over documents before dividing."""

    precision_part: float
    precision_whole: float
    recall_part: float
    recall_whole: float


def b_cubed(gold: Clusters, predicted: Clusters) -> Parts:
    """Return B³ (Bagga and Baldwin 1998): for each mention, the share of its entity that is right, averaged.

    A mention only one side has counts as wrong there.

    Parameters
    ----------
    gold, predicted : sequence of sets
        The mentions of each entity; no mention is in two sets of one side.

    Examples
    --------
    >>> b_cubed([{1, 2}, {3, 4}], [{1, 2, 3, 4}])
    Parts(precision_part=2.0, precision_whole=4, recall_part=4.0, recall_whole=4)
    """
    return Parts(*_b_cubed_side(predicted, gold), *_b_cubed_side(gold, predicted))


def _b_cubed_side(ours: Clusters, theirs: Clusters) -> tuple[float, int]:
    cluster_of = _index(theirs)
    total = 0.0
    for cluster in ours:
        shared = [len(cluster & theirs[cluster_of[mention]]) for mention in cluster if mention in cluster_of]
        total += sum(shared) / len(cluster)
    return total, sum(map(len, ours))


def ceaf_e(gold: Clusters, predicted: Clusters) -> Parts:
    """Return entity-based CEAF (Luo 2005, φ4): entities paired one to one so that they agree best, by Dice.

    Parameters
    ----------
    gold, predicted : sequence of sets
        The mentions of each entity.

    Examples
    --------
    >>> ceaf_e([{1, 2}, {3}], [{1, 2, 3}])
    Parts(precision_part=0.8, precision_whole=1, recall_part=0.8, recall_whole=2)
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    similarity = np.zeros((len(gold), len(predicted)))
    cluster_of = _index(predicted)
    for row, cluster in enumerate(gold):
        for column in {cluster_of[mention] for mention in cluster if mention in cluster_of}:
            other = predicted[column]
            similarity[row, column] = 2 * len(cluster & other) / (len(cluster) + len(other))
    best = float(similarity[linear_sum_assignment(similarity, maximize=True)].sum())
    return Parts(best, len(predicted), best, len(gold))


def lea(gold: Clusters, predicted: Clusters) -> Parts:
    """Return LEA (Moosavi and Strube 2016): each entity weighs by its size, and scores the share of its links found.

    An entity of one mention has one link, to itself, found if the other side has that mention alone as well.

    Parameters
    ----------
    gold, predicted : sequence of sets
        The mentions of each entity.

    Examples
    --------
    >>> lea([{1, 2}, {3}], [{1, 2, 3}])
    Parts(precision_part=1.0, precision_whole=3, recall_part=2.0, recall_whole=3)
    """
    return Parts(*_lea_side(predicted, gold), *_lea_side(gold, predicted))


def _lea_side(ours: Clusters, theirs: Clusters) -> tuple[float, int]:
    cluster_of = _index(theirs)
    resolved = sum(len(cluster) * _links_found(cluster, theirs, cluster_of) for cluster in ours)
    return resolved, sum(map(len, ours))


def _links_found(cluster: Set[Hashable], theirs: Clusters, cluster_of: dict[Hashable, int]) -> float:
    """The share of a cluster's links the other side has."""
    met = [cluster_of[mention] for mention in cluster if mention in cluster_of]
    if len(cluster) == 1:
        return float(bool(met) and len(theirs[met[0]]) == 1)
    sizes = (met.count(other) for other in set(met))
    return sum(_links(size) for size in sizes) / _links(len(cluster))


def _links(size: int) -> float:
    return size * (size - 1) / 2


def _index(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


METRICS: dict[str, Callable[[Clusters, Clusters], Parts]] = {"B³": b_cubed, "CEAF-e": ceaf_e, "LEA": lea}


def added(parts: Iterable[Parts]) -> Parts:
    """Return the sums over documents.

    Examples
    --------
    >>> added([Parts(1, 2, 1, 2), Parts(0, 2, 0, 1)])
    Parts(precision_part=1, precision_whole=4, recall_part=1, recall_whole=3)
    """
    columns = list(zip(*parts, strict=True)) or [()] * 4
    return Parts(*(sum(column) for column in columns))
