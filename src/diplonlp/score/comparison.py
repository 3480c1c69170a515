"""Two annotations of one text side by side, which every layer is scored on."""

from __future__ import annotations

from functools import cached_property

from diplonlp.errors import InputError
from diplonlp.records import Document, Entity
from diplonlp.score.alignment import align_entities
from diplonlp.score.measures import Kind, Miss


class Comparison:
    """A gold document, the same document as predicted, and which entity of the one is which of the other.

    Parameters
    ----------
    gold, predicted : Document
        Two annotations of the same text.

    Raises
    ------
    InputError
        When the texts differ: offsets would mean nothing.

    Examples
    --------
    >>> gold = Document(id="d1", lang="en", text="They met.")
    >>> Comparison(gold, gold).same_entity
    {}
    """

    def __init__(self, gold: Document, predicted: Document) -> None:
        if gold.text != predicted.text:
            raise InputError(_difference(gold.text, predicted.text), source=gold.id)
        self.gold = gold
        self.predicted = predicted

    @cached_property
    def same_entity(self) -> dict[str, str]:
        """Ids of predicted entities to the ids of the gold entities they are."""
        return align_entities(self.gold, self.predicted)

    @cached_property
    def gold_entities(self) -> dict[str, Entity]:
        """The gold entities by id."""
        return {entity.id: entity for entity in self.gold.entities}

    @cached_property
    def predicted_entities(self) -> dict[str, Entity]:
        """The predicted entities by id."""
        return {entity.id: entity for entity in self.predicted.entities}

    def counterpart(self, predicted_id: str | None) -> str | None:
        """Return the gold id of a predicted entity; "?" and its id where gold has no such entity.

        The mark keeps two predicted entities that are nothing in gold apart from each other and from all gold ones.
        """
        if predicted_id is None:
            return None
        return self.same_entity.get(predicted_id, f"?{predicted_id}")

    def name(self, gold_id: str | None) -> str:
        """Return the name to show for an id that :meth:`counterpart` gave, or for a gold id."""
        if gold_id is None:
            return "none"
        if gold_id.startswith("?"):
            entity = self.predicted_entities.get(gold_id[1:])
        else:
            entity = self.gold_entities.get(gold_id)
        return entity.name if entity else gold_id

    def miss(self, layer: str, kind: Kind, start: int, end: int, *, gold: str = "", predicted: str = "") -> Miss:
        """Make a miss at a place of this document."""
        return Miss(
            layer=layer,
            kind=kind,
            document=self.gold.id,
            start=start,
            end=end,
            gold=gold,
            predicted=predicted,
            sentence=self.gold.sentence(start, end),
        )


def _difference(gold: str, predicted: str) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(gold, predicted, strict=False)) if a != b), min(len(gold), len(predicted))
    )
    return (
        f"the two texts differ from character {at} on ({gold[at : at + 20]!r} in gold, {predicted[at : at + 20]!r} in "
        "the output); annotate the very text of the gold file, or use --model"
    )
