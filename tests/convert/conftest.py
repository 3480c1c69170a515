"""Documents with everything that is hard to keep, files in every format, and what changed between two documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from diplonlp.convert import Conversion, read_annotations, write_annotations
from diplonlp.records import Block, Document, Entity, Meeting, Mention, Relation, Topic, Trigger

# A name for the file of each format.
FILES = {
    "jsonl": "gold.jsonl",
    "brat": "gold",
    "spacy": "gold.spacy",
    "conllu": "gold.conllu",
    "label-studio": "gold.json",
    "prodigy": "gold.prodigy.jsonl",
}
Words: TypeAlias = "str | tuple[str, int]"  # with the number of the occurrence, from 1


def place(text: str, words: Words) -> tuple[int, int]:
    found, nth = (words, 1) if isinstance(words, str) else words
    start = -1
    for _ in range(nth):
        start = text.index(found, start + 1)
    return start, start + len(found)


def make(
    text: str,
    mentions: Sequence[tuple[Any, ...]] = (),
    entities: Sequence[tuple[Any, ...]] = (),
    relations: Sequence[tuple[Any, ...]] = (),
    topics: Sequence[tuple[Words, str]] = (),
    meetings: Sequence[dict[str, Any]] = (),
    *,
    id: str = "d1",  # noqa: A002
    lang: str = "en",
    langs: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> Document:
    """Mentions are (words, label, entity, value), entities (id, label, name, other fields), relations (type, a, b)."""
    return Document(
        id=id,
        lang=lang,
        text=text,
        blocks=tuple(_block(text, words, lang) for words, lang in langs),
        mentions=tuple(_mention(text, number, *row) for number, row in enumerate(mentions, start=1)),
        entities=tuple(_entity(*row) for row in entities),
        relations=tuple(Relation(type=t, source=a, target=b, start=0, end=9, score=0.25) for t, a, b in relations),
        topics=tuple(_topic(text, number, *row) for number, row in enumerate(topics, start=1)),
        meetings=tuple(_meeting(text, number, row) for number, row in enumerate(meetings, start=1)),
        **more,
    )


def _block(text: str, words: str, lang: str) -> Block:
    start, end = place(text, words)
    return Block(start=start, end=end, lang=lang)


def _mention(
    text: str, number: int, words: Words, label: Any, entity: str | None = None, value: str | None = None
) -> Mention:
    start, end = place(text, words)
    found = text[start:end]
    return Mention(
        id=f"m{number}", start=start, end=end, text=found, label=label, lemma=found.lower(), entity=entity,
        value=value, score=0.5,
    )  # fmt: skip


def _entity(name: str, label: Any, words: str, more: dict[str, Any] | None = None) -> Entity:
    return Entity(**({"id": name, "label": label, "name": words} | (more or {})))


def _topic(text: str, number: int, words: Words, code: str) -> Topic:
    start, end = place(text, words)
    return Topic(id=f"t{number}", code=code, name=f"named {code}", start=start, end=end, text=text[start:end])


def _meeting(text: str, number: int, fields: dict[str, Any]) -> Meeting:
    start, end = place(text, fields["trigger"])
    trigger = Trigger(start=start, end=end, text=text[start:end])
    told = {"id": f"v{number}", "start": max(start - 5, 0), "end": min(end + 5, len(text)), "score": 0.75}
    return Meeting(**(told | fields | {"trigger": trigger}))


def gold() -> Document:
    """The document that is edited in every format."""
    text = (
        "🕊 Foreign Minister of Peru Inés Quiroga met Tomás Ferrada of Chile in Lima on 14 May.\r\n"
        "Quiroga and Ferrada discussed visas. The Andean Union thanked the Peruvian minister."
    )
    return make(
        text,
        [
            ("Foreign Minister of Peru", "TITLE", "e2"),
            ("Peru", "STATE", "e3", "PER"),
            ("Inés Quiroga", "PERSON", "e1"),
            ("Tomás Ferrada", "PERSON", "e4"),
            ("Chile", "STATE", "e5", "CHL"),
            ("Lima", "LOC", "e6"),
            ("14 May", "DATE", None, "2024-05-14"),
            (("Quiroga", 2), "PERSON", "e1"),
            (("Ferrada", 2), "PERSON", "e4"),
            ("Andean Union", "ORG", "e7"),
            ("Peruvian", "NORP", "e3", "PER"),
        ],
        [
            ("e1", "PERSON", "Inés Quiroga", {"state": "PER", "aliases": ("Quiroga",), "resolved": "person:q"}),
            ("e2", "TITLE", "Foreign Minister of Peru", {"kb": "office:foreign-minister"}),
            ("e3", "STATE", "Peru", {"state": "PER", "kb": "state:PER"}),
            ("e4", "PERSON", "Tomás Ferrada", {"state": "CHL"}),
            ("e5", "STATE", "Chile", {"state": "CHL", "kb": "state:CHL"}),
            ("e6", "LOC", "Lima", {"kb": "place:lima"}),
            ("e7", "ORG", "Andean Union"),
        ],
        [("HOLDS_TITLE", "e1", "e2"), ("TITLE_AT", "e2", "e3"), ("REPRESENTS", "e4", "e5")],
        [("visas", "consular")],
        [
            {
                "trigger": "met",
                "start": 2,
                "end": 86,
                "participants": ("e1", "e4"),
                "parties": ("PER", "CHL"),
                "place": "e6",
                "date": "2024-05-14",
                "date_text": "14 May",
                "topics": ("t1",),
                "mode": "host",
            }
        ],
        date="2024-05-16",
        meta={"source": {"name": "ours"}},
    )


def _records(document: Document) -> dict[str, dict[str, Any]]:
    """Every record of a document by its kind and id."""
    plain = document.to_dict()
    found = {"document": {name: value for name, value in plain.items() if not isinstance(value, tuple)}}
    for kind in ("mentions", "entities", "topics", "meetings"):
        found |= {record["id"]: record for record in plain[kind]}
    return found | {f"{r['type']} {r['source']}-{r['target']}": r for r in plain["relations"]}


def difference(before: Document, after: Document) -> dict[str, Any]:
    """What changed: "m1.label" with its new value, "+m9" with the new words, name or ends, "-m3" with None."""
    old, new = _records(before), _records(after)
    found: dict[str, Any] = {f"-{name}": None for name in old.keys() - new.keys()}
    for name, record in new.items():
        if name not in old:
            found[f"+{name}"] = record.get("text") or record.get("name") or record.get("trigger", {}).get("text")
        else:
            changes = {field for field in {*record, *old[name]} if record.get(field) != old[name].get(field)}
            found |= {f"{name}.{field}": record.get(field) for field in changes}
    return found


@pytest.fixture(name="make")
def _make() -> Callable[..., Document]:
    return make


@pytest.fixture(name="gold")
def _gold() -> Document:
    return gold()


@pytest.fixture(name="difference")
def _difference() -> Callable[[Document, Document], dict[str, Any]]:
    return difference


@pytest.fixture(params=FILES)
def any_format(request: pytest.FixtureRequest) -> str:
    """Each format in turn."""
    name: str = request.param
    return name


@pytest.fixture
def there_and_back(tmp_path: Path) -> Callable[..., Conversion]:
    """Write documents in a format and read them back."""

    def go(documents: Sequence[Document], name: str, ending: str = "") -> Conversion:
        path = tmp_path / f"{FILES[name]}{ending}"
        write_annotations(documents, path, name)
        return read_annotations(path, name)

    return go
