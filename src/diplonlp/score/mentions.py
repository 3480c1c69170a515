"""Mentions, their values, and titles: exact spans with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from diplonlp.records import LABELS, Document, Entity, Mention
from diplonlp.score.comparison import Comparison
from diplonlp.score.measures import Miss, Tally

MENTIONS, TITLES = "mentions", "titles"
ALL, NESTED = "all labels", "inside another"
DATE_VALUES, STATE_VALUES = "value of DATE", "value of STATE, NORP"
ORDER = (ALL, *LABELS, NESTED, DATE_VALUES, STATE_VALUES)
_EXTENT, _ALONE, _HELD = "whole title", "alone, for a person", "person and office"

_Key: TypeAlias = tuple[int, int, str]


def count_mentions(comparison: Comparison, tally: Tally) -> Iterator[Miss]:
    """Count the mentions of a document that have the same bounds and label on both sides, and yield the others.

    "Inside another" are those that stand within a longer one; values are counted on mentions both sides have.

    Parameters
    ----------
    comparison : Comparison
        The document.
    tally : Tally
        Takes the counts.
    """
    gold, predicted = _by_key(comparison.gold.mentions), _by_key(comparison.predicted.mentions)
    for label in LABELS:
        _count(tally, label, [k for k in gold if k[2] == label], [k for k in predicted if k[2] == label])
    _count(tally, ALL, gold, predicted)
    _count(tally, NESTED, _inner(gold), _inner(predicted))
    yield from _values(comparison, gold, predicted, tally)
    yield from _differences(comparison, gold, predicted)


def count_titles(comparison: Comparison, tally: Tally) -> Iterator[Miss]:
    """Count titles with the right bounds, titles alone linked to the right person, and who holds which office.

    Parameters
    ----------
    comparison : Comparison
        The document.
    tally : Tally
        Takes the counts.
    """
    gold, predicted = _titles(comparison.gold), _titles(comparison.predicted)
    _count(tally, _EXTENT, gold, predicted)
    alone = {(key, mention.entity) for key, mention in gold.items() if _means_person(comparison.gold_entities, mention)}
    found = {
        (key, comparison.counterpart(mention.entity))
        for key, mention in predicted.items()
        if _means_person(comparison.predicted_entities, mention)
    }
    _count(tally, _ALONE, alone, found)
    _count(tally, _HELD, _holdings(comparison, gold=True), _holdings(comparison, gold=False))
    for (start, end, _), person in sorted(alone - found):
        wrong = next((entity for key, entity in found if key[:2] == (start, end)), None)
        yield comparison.miss(
            TITLES,
            "wrong" if wrong else "missing",
            start,
            end,
            gold=f"{comparison.gold.text[start:end]} = {comparison.name(person)}",
            predicted=comparison.name(wrong) if wrong else "",
        )


def _by_key(mentions: Iterable[Mention]) -> dict[_Key, Mention]:
    return {(mention.start, mention.end, mention.label): mention for mention in mentions}


def _count(tally: Tally, measure: str, gold: Iterable[object], predicted: Iterable[object]) -> None:
    ours, theirs = set(gold), set(predicted)
    tally.add(measure, correct=len(ours & theirs), predicted=len(theirs), gold=len(ours))


def _inner(keys: Iterable[_Key]) -> list[_Key]:
    """The keys that stand within a longer one."""
    inner, reach = [], -1
    bounds = (0, 0)
    for key in sorted(keys, key=lambda k: (k[0], -k[1])):
        if key[1] <= reach and key[:2] != bounds:
            inner.append(key)
        if key[1] > reach:
            reach, bounds = key[1], key[:2]
    return inner


def _values(
    comparison: Comparison, gold: dict[_Key, Mention], predicted: dict[_Key, Mention], tally: Tally
) -> Iterator[Miss]:
    for key, mention in gold.items():
        other = predicted.get(key)
        if other is None or mention.label not in ("DATE", "STATE", "NORP"):
            continue
        right = mention.value == other.value
        tally.add(DATE_VALUES if mention.label == "DATE" else STATE_VALUES, correct=right, predicted=1, gold=1)
        if not right:
            yield comparison.miss(
                MENTIONS,
                "wrong",
                *key[:2],
                gold=f"{mention.text} = {mention.value}",
                predicted=f"{other.value}",
            )


def _differences(comparison: Comparison, gold: dict[_Key, Mention], predicted: dict[_Key, Mention]) -> Iterator[Miss]:
    for start, end, label in sorted(gold.keys() - predicted.keys()):
        instead = [k for k in predicted if k not in gold and k[0] < end and start < k[1]]
        shown = ", ".join(f"{k[2]} {predicted[k].text!r}" for k in instead)
        text = gold[start, end, label].text
        yield comparison.miss(
            MENTIONS, "wrong" if instead else "missing", start, end, gold=f"{label} {text!r}", predicted=shown
        )
    for start, end, label in sorted(predicted.keys() - gold.keys()):
        if not any(k not in predicted and k[0] < end and start < k[1] for k in gold):
            text = predicted[start, end, label].text
            yield comparison.miss(MENTIONS, "spurious", start, end, predicted=f"{label} {text!r}")


def _titles(document: Document) -> dict[_Key, Mention]:
    return _by_key(mention for mention in document.mentions if mention.label == "TITLE")


def _means_person(entities: Mapping[str, Entity], mention: Mention) -> bool:
    entity = entities.get(mention.entity or "")
    return entity is not None and entity.label == "PERSON"


def _holdings(comparison: Comparison, *, gold: bool) -> set[tuple[str | None, str | None]]:
    relations = comparison.gold.relations if gold else comparison.predicted.relations
    held: Sequence[tuple[str, str]] = [(r.source, r.target) for r in relations if r.type == "HOLDS_TITLE"]
    if gold:
        return set(held)
    return {(comparison.counterpart(person), comparison.counterpart(office)) for person, office in held}
