"""Documents made of (words, label, entity) triples, for scoring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from diplonlp.records import Document, Entity, Meeting, Mention, Relation, Topic, Trigger

TEXT = (
    "Министр иностранных дел Перу Ана Кори встретилась в Лиме с Оле Бруном во вторник. "
    "Кори и Брун обсудили рыболовство. Министр пригласила Бруна в Куско. 🐟 Пак опроверг слухи."
)


def mention(number: int, text: str, words: str, label: Any, entity: str | None, nth: int, value: str | None) -> Mention:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Mention(
        id=f"m{number}", start=start, end=start + len(words), text=words, label=label, lemma=words, entity=entity,
        value=value,
    )  # fmt: skip


Spans = Sequence[tuple[Any, ...]]


def make(
    spans: Spans = (),
    meetings: Sequence[dict[str, Any]] = (),
    relations: Sequence[tuple[Any, str, str]] = (),
    topics: Sequence[tuple[str, str]] = (),
    *,
    text: str = TEXT,
    id: str = "d1",  # noqa: A002
    lang: str = "ru",
    resolved: dict[str, str] | None = None,
    **more: Any,
) -> Document:
    """Spans are (words, label, entity) and may go on with the number of the occurrence and a value."""
    mentions = []
    labels: dict[str, Any] = {}
    for number, (words, label, entity, *rest) in enumerate(spans, start=1):
        nth, value = (*rest, *(1, None)[len(rest) :])
        mentions.append(mention(number, text, words, label, entity, nth, value))
        if entity:
            # A title alone points at a person, a demonym at a state.
            kind = {"p": "PERSON", "s": "STATE"}.get(entity[0], label)
            labels.setdefault(entity, (kind, words))
    known = resolved or {}
    entities = tuple(
        Entity(
            id=key,
            label=label,
            name=name,
            state=key[1:] if key[0] == "s" else None,
            **({"resolved": known[key]} if key in known else {}),
        )
        for key, (label, name) in labels.items()
    )
    told = []
    for number, meeting in enumerate(meetings, start=1):
        start = text.index(meeting["trigger"])
        end = start + len(meeting["trigger"])
        trigger = Trigger(start=start, end=end, text=meeting["trigger"])
        told.append(Meeting(**({"id": f"v{number}", "start": start, "end": end} | meeting | {"trigger": trigger})))
    return Document(
        id=id,
        lang=lang,
        text=text,
        mentions=tuple(mentions),
        entities=entities,
        relations=tuple(Relation(type=t, source=a, target=b, start=0, end=5) for t, a, b in relations),
        topics=tuple(
            Topic(id=f"t{n}", code=code, name=code, start=text.index(w), end=text.index(w) + len(w), text=w)
            for n, (w, code) in enumerate(topics, start=1)
        ),
        meetings=tuple(told),
        **more,
    )


@pytest.fixture(name="make")
def _make() -> Callable[..., Document]:
    return make
