"""How sure a mention is: the network's calibrated probability, or the precision measured for its label and language."""

from __future__ import annotations

from functools import cache

from diplonlp.knowledge.schema import LabelScore
from diplonlp.knowledge.tables import read_table
from diplonlp.passages import Found

_KNOWN = ("state:", "org:", "place:")


def mention_score(mention: Found) -> float:
    """Return the score of a mention, a probability that was measured or 1.0.

    The networks of this package give calibrated probabilities. In a pipeline of another make, a state, nationality,
    organisation or place whose words stand in the knowledge tables is exact, and every other mention has the precision
    that rules over its kind of names reach on the development corpora (``knowledge/tables/label_scores.csv``).
    """
    if mention.score is not None:
        return mention.score
    if mention.kb.startswith(_KNOWN):
        return 1.0
    return _scores().get((mention.passage.lang, mention.label), 0.5)


def lowest_score(mentions: list[Found]) -> float:
    """Return the score of what rests on several mentions: the lowest of theirs, as it can be no surer than they are."""
    return min((mention_score(mention) for mention in mentions), default=1.0)


@cache
def _scores() -> dict[tuple[str, str], float]:
    return {(row.lang, row.label): float(row.precision) for row in read_table("label_scores", LabelScore)}
