"""Which entity of the output is which entity of the gold standard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from diplonlp.records import Document, Entity, Mention

_SAME_SPAN, _OVERLAP, _SAME_STATE = 1.0, 0.5, 1_000.0


def align_entities(gold: Document, predicted: Document) -> dict[str, str]:
    """Pair the entities of two annotations of one text, one to one, by the mentions they share.

    Entities of one label are paired so that most mentions agree; a mention with the same bounds counts 1, one that
    overlaps with the same label a half. States are paired by their codes.

    Parameters
    ----------
    gold, predicted : Document
        Two annotations of the same text.

    Returns
    -------
    dict of str to str
        Ids of predicted entities to ids of gold ones; entities without a partner are not in it.

    Examples
    --------
    >>> from diplonlp.records import Entity, Mention
    >>> def annotation(entity, end):
    ...     mention = Mention(id="m1", start=0, end=end, text="Lia Varo"[:end], label="PERSON", lemma="", entity=entity)
    ...     person = Entity(id=entity, label="PERSON", name="Lia Varo")
    ...     return Document(id="d", lang="en", text="Lia Varo", mentions=(mention,), entities=(person,))
    >>> align_entities(annotation("e1", 8), annotation("e7", 3))
    {'e7': 'e1'}
    """
    weights = _shared_mentions(gold, predicted)
    paired: dict[str, str] = {}
    for label in sorted({entity.label for entity in gold.entities}):
        ours = [entity for entity in gold.entities if entity.label == label]
        theirs = [entity for entity in predicted.entities if entity.label == label]
        paired.update(_assign(ours, theirs, weights))
    return paired


def overlapping(first: Sequence[Mention], second: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield every pair of mentions that share a character.

    Examples
    --------
    >>> from diplonlp.records import Mention
    >>> a, b = (Mention(id="m1", start=s, end=s + 4, text="", label="ORG", lemma="") for s in (0, 3))
    >>> len(list(overlapping([a], [b])))
    1
    """
    waiting = sorted(second, key=lambda mention: mention.start)
    longest = max((mention.end - mention.start for mention in waiting), default=0)
    at = 0
    for mention in sorted(first, key=lambda mention: mention.start):
        while at < len(waiting) and waiting[at].start + longest <= mention.start:
            at += 1
        for other in waiting[at:]:
            if other.start >= mention.end:
                break
            if other.end > mention.start:
                yield mention, other


def _shared_mentions(gold: Document, predicted: Document) -> dict[tuple[str, str], float]:
    weights: dict[tuple[str, str], float] = defaultdict(float)
    ours = [mention for mention in gold.mentions if mention.entity]
    theirs = [mention for mention in predicted.mentions if mention.entity]
    for a, b in overlapping(ours, theirs):
        same_span = (a.start, a.end) == (b.start, b.end)
        if a.entity and b.entity and (same_span or a.label == b.label):
            weights[a.entity, b.entity] += _SAME_SPAN if same_span else _OVERLAP
    return weights


def _assign(
    gold: Sequence[Entity], predicted: Sequence[Entity], weights: dict[tuple[str, str], float]
) -> dict[str, str]:
    if not gold or not predicted:
        return {}
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    table = np.array([[_weight(a, b, weights) for b in predicted] for a in gold])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return {
        predicted[column].id: gold[row].id
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if table[row, column] > 0
    }


def _weight(gold: Entity, predicted: Entity, weights: dict[tuple[str, str], float]) -> float:
    same_state = gold.label == "STATE" and gold.state is not None and gold.state == predicted.state
    return weights.get((gold.id, predicted.id), 0.0) + (_SAME_STATE if same_state else 0.0)
