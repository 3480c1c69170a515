"""Whether the mentions of one actor are together: inside a document, and across documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeAlias

from msgspec import UNSET

from diplonlp.records import Document, Entity, Mention
from diplonlp.score.clusters import METRICS, Parts, added
from diplonlp.score.comparison import Comparison
from diplonlp.score.measures import Miss, Score, ratio

LINKING, ACROSS = "linking", "across documents"
_Key: TypeAlias = tuple[str, int, int]
_Groups: TypeAlias = list[set[_Key]]
_Choice: TypeAlias = Callable[[Entity], bool]

#: Which entities a group of measures is about.
_CHOICES: dict[str, _Choice] = {
    "": lambda entity: True,
    ", people": lambda entity: entity.label == "PERSON",
    ", organisations": lambda entity: entity.label == "ORG",
}


def linking_scores(comparisons: Collection[Comparison]) -> list[Score]:
    """Score the entities of each document as groups of mentions, summed over documents.

    A mention is known by its bounds. Dates, and mentions gold leaves without an entity, are left out on both sides.
    The measures "on shared mentions" look only at mentions both sides have: they tell linking from finding.

    Parameters
    ----------
    comparisons : collection of Comparison
        The documents.

    Returns
    -------
    list of Score
        B³, CEAF-e and LEA; the counts are those of mentions.
    """
    scores = []
    for suffix, choice in _CHOICES.items():
        pairs = [(_groups(c.gold, choice, c.gold), _groups(c.predicted, choice, c.gold)) for c in comparisons]
        scores += _measured(LINKING, suffix, pairs)
        if not suffix:
            scores += _measured(LINKING, " on shared mentions", [_shared(*pair) for pair in pairs])
    return scores


def across_scores(comparisons: Collection[Comparison]) -> list[Score]:
    """Score the actors of all documents together, by the ids in ``resolved``; nothing if a side has none.

    Offices and events are left out: what makes two wordings of an office one is its holder and its state.

    Parameters
    ----------
    comparisons : collection of Comparison
        The documents.
    """
    sides = [[c.gold for c in comparisons], [c.predicted for c in comparisons]]
    if not all(any(e.resolved is not UNSET for d in side for e in d.entities) for side in sides):
        return []
    scores = []
    for suffix, choice in _CHOICES.items():
        ours, theirs = (_merged(side, _actors(choice), sides[0]) for side in sides)
        scores += _measured(ACROSS, suffix, [(ours, theirs)])
        if not suffix:
            scores += _measured(ACROSS, " on shared mentions", [_shared(ours, theirs)])
    return scores


def _actors(choice: _Choice) -> _Choice:
    return lambda entity: entity.label not in ("TITLE", "EVENT") and choice(entity)


def linking_misses(comparison: Comparison) -> Iterator[Miss]:
    """Yield the mentions both sides have and link to different entities.

    Parameters
    ----------
    comparison : Comparison
        The document.
    """
    predicted = {(m.start, m.end): m for m in comparison.predicted.mentions if m.entity}
    for mention in comparison.gold.mentions:
        other = predicted.get((mention.start, mention.end))
        if other is None or mention.entity is None:
            continue
        if comparison.counterpart(other.entity) != mention.entity:
            yield comparison.miss(
                LINKING,
                "wrong",
                mention.start,
                mention.end,
                gold=f"{mention.text} = {comparison.name(mention.entity)}",
                predicted=comparison.predicted_entities[other.entity].name if other.entity else "",
            )


def _groups(document: Document, choice: _Choice, gold: Document) -> _Groups:
    return list(_grouped([document], choice, [gold], lambda entity: entity.id).values())


def _merged(documents: Iterable[Document], choice: _Choice, gold: Iterable[Document]) -> _Groups:
    def actor(entity: Entity) -> str:
        return entity.resolved if isinstance(entity.resolved, str) else ""

    groups = _grouped(documents, choice, gold, actor)
    groups.pop("", None)
    return list(groups.values())


def _grouped(
    documents: Iterable[Document], choice: _Choice, gold: Iterable[Document], actor: Callable[[Entity], str]
) -> dict[str, set[_Key]]:
    groups: dict[str, set[_Key]] = defaultdict(set)
    for document, standard in zip(documents, gold, strict=True):
        chosen = {entity.id: actor(entity) for entity in document.entities if choice(entity)}
        left_out = {(m.start, m.end) for m in standard.mentions if m.entity is None}
        for mention in _one_a_place(document.mentions):
            if mention.entity in chosen and (mention.start, mention.end) not in left_out:
                groups[chosen[mention.entity]].add((document.id, mention.start, mention.end))
    return groups


def _one_a_place(mentions: Iterable[Mention]) -> Iterable[Mention]:
    """One mention for each pair of bounds: a key in two groups would count twice."""
    return {(m.start, m.end): m for m in mentions if m.entity is not None}.values()


def _shared(gold: _Groups, predicted: _Groups) -> tuple[_Groups, _Groups]:
    both = set().union(*gold) & set().union(*predicted)
    return [g & both for g in gold if g & both], [p & both for p in predicted if p & both]


def _measured(layer: str, suffix: str, pairs: Collection[tuple[_Groups, _Groups]]) -> list[Score]:
    mentions = [sum(len(group) for pair in pairs for group in pair[side]) for side in (0, 1)]
    scores = []
    for name, metric in METRICS.items():
        parts: Parts = added(metric(*pair) for pair in pairs)
        scores.append(
            Score(
                layer=layer,
                measure=name + suffix,
                predicted=mentions[1],
                gold=mentions[0],
                precision=ratio(parts.precision_part, parts.precision_whole),
                recall=ratio(parts.recall_part, parts.recall_whole),
            )
        )
    return scores
