"""Which label an entity has that is mentioned so, and what is known of one that an annotator made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from diplonlp.records import Entity, Label, Mention
from diplonlp.validation import MAY_MEAN


def fits(mention: str, entity: str) -> bool:
    """Whether a mention of one label may mean an entity of the other.

    Examples
    --------
    >>> fits("NORP", "STATE"), fits("STATE", "NORP")
    (True, False)
    """
    return mention == entity or MAY_MEAN.get(mention) == entity


def entity_label(labels: Iterable[Label]) -> Label:
    """Return what an entity is that is mentioned so: the label that most of the mentions fit.

    Examples
    --------
    >>> entity_label(["TITLE", "TITLE", "PERSON"]), entity_label(["NORP"])
    ('PERSON', 'STATE')
    """
    counts = Counter(labels)
    candidates: list[Label] = ["STATE" if label == "NORP" else label for label in counts]
    return max(candidates, key=lambda label: sum(n for other, n in counts.items() if fits(other, label)))


def new_entity(name: str, mentions: Sequence[Mention]) -> Entity:
    """Return an entity that goes by the words of its mentions.

    Examples
    --------
    >>> lima = Mention(id="m1", start=0, end=4, text="Lima", label="LOC", lemma="Lima")
    >>> new_entity("e1", [lima]).name
    'Lima'
    """
    label = entity_label(mention.label for mention in mentions)
    by_name = sorted(mentions, key=lambda mention: mention.label != label)
    words = list(dict.fromkeys(mention.lemma for mention in by_name))
    code = next((mention.value for mention in mentions if mention.value), None) if label == "STATE" else None
    kb = f"state:{code}" if code else None
    return Entity(id=name, label=label, name=words[0], aliases=tuple(words[1:]), state=code, kb=kb)
