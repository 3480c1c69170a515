"""Relations: the same type between the same two entities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, get_args

from diplonlp.records import Relation, RelationType
from diplonlp.score.comparison import Comparison
from diplonlp.score.measures import Miss, Tally

RELATIONS = "relations"
ALL = "all types"
_Key: TypeAlias = tuple[str, str | None, str | None]
ORDER = (ALL, *get_args(RelationType))


def count_relations(comparison: Comparison, tally: Tally) -> Iterator[Miss]:
    """Count the relations of a document that both sides have, and yield the others.

    Parameters
    ----------
    comparison : Comparison
        The document.
    tally : Tally
        Takes the counts.
    """
    gold: dict[_Key, Relation] = {(r.type, r.source, r.target): r for r in comparison.gold.relations}
    predicted: dict[_Key, Relation] = {
        (r.type, comparison.counterpart(r.source), comparison.counterpart(r.target)): r
        for r in comparison.predicted.relations
    }
    for kind in get_args(RelationType):
        ours = {key for key in gold if key[0] == kind}
        theirs = {key for key in predicted if key[0] == kind}
        if ours or theirs:
            tally.add(kind, correct=len(ours & theirs), predicted=len(theirs), gold=len(ours))
    tally.add(ALL, correct=len(gold.keys() & predicted.keys()), predicted=len(predicted), gold=len(gold))
    for key in gold.keys() - predicted.keys():
        yield _miss(comparison, gold[key], key, is_gold=True)
    for key in predicted.keys() - gold.keys():
        yield _miss(comparison, predicted[key], key, is_gold=False)


def _miss(comparison: Comparison, relation: Relation, key: _Key, *, is_gold: bool) -> Miss:
    shown = f"{comparison.name(key[1])} {key[0]} {comparison.name(key[2])}"
    return comparison.miss(
        RELATIONS,
        "missing" if is_gold else "spurious",
        relation.start,
        relation.end,
        gold=shown if is_gold else "",
        predicted="" if is_gold else shown,
    )
