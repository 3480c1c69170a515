"""Documents made at random, but sound: they come back from every format, whatever they hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest

from diplonlp import Document, Entity, Meeting, Mention, Relation, Topic, Trigger, validate
from diplonlp.convert import Conversion, Report, read_annotations, write_annotations
from diplonlp.records import LABELS, Block, Event, Label, Mode, RelationType, Status

SEEDS = range(40)
PIECES = [
    *("Кори", "Lima", "Перу", "met", "ministers", "Иссык-Куль", "O'Neil", "3", "мая", "🤝", "é", "e\u0301", "™", "的"),
    *(
        ". ",
        "! ",
        "\n\n",
        "\r\n",
        "\t",
        "  ",
        "\u00a0",
        "\u2028",
        "—",
        "«",
        "»",
        "(",
        ")",
        "|",
        "=",
        "\\n",
        "#",
        "\u200b",
    ),
]
ENDS: dict[RelationType, tuple[Label, Label]] = {
    "HOLDS_TITLE": ("PERSON", "TITLE"),
    "TITLE_AT": ("TITLE", "ORG"),
    "REPRESENTS": ("PERSON", "STATE"),
    "MEMBER_OF": ("STATE", "ORG"),
    "PART_OF": ("ORG", "ORG"),
    "LOCATED_IN": ("LOC", "STATE"),
    "SUCCEEDS": ("PERSON", "PERSON"),
}


class Maker:
    """Makes one document; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.text = self._text()
        self.entities: dict[str, Entity] = {}

    def document(self, number: int) -> Document:
        mentions = self._mentions()
        named = {mention.entity for mention in mentions}
        self.entities = {name: entity for name, entity in self.entities.items() if name in named}
        topics = tuple(self._topic(n) for n in range(self.dice.randrange(4)))
        return Document(
            id=f"{self.dice.choice(['a/b', 'д 1', '..', 'CON', 'x' * 150])}-{number}",
            lang=self.dice.choice(["ru", "en", "et"]),
            title=self.dice.choice([None, "A\ttitle"]),
            date=self.dice.choice([None, "2024-05-16"]),
            text=self.text,
            blocks=self._blocks(),
            mentions=mentions,
            entities=tuple(self.entities.values()),
            relations=tuple(self._relations()),
            topics=topics,
            meetings=tuple(self._meetings([topic.id for topic in topics])),
            meta=self.dice.choice([{}, {"n": [1, {"ё": None}]}]),
        )

    def _text(self) -> str:
        pieces = self.dice.choices(PIECES, k=self.dice.randrange(5, 60))
        return "".join(piece + self.dice.choice(["", " ", " "]) for piece in pieces) + "met"

    def _blocks(self) -> tuple[Block, ...]:
        middle = self.dice.randrange(1, len(self.text))
        parts = [(0, middle), (middle, len(self.text))]
        return tuple(Block(start=a, end=b, lang=self.dice.choice(["ru", "en", "ky"])) for a, b in parts)

    def _span(self) -> tuple[int, int]:
        """A place that does not begin or end with white space."""
        while True:
            start = self.dice.randrange(len(self.text))
            end = min(start + self.dice.randrange(1, 25), len(self.text))
            if self.text[start:end].strip() == self.text[start:end]:
                return start, end

    def _mentions(self) -> tuple[Mention, ...]:
        """Mentions that nest as the schema lets them; what does not fit is thrown away."""
        kept: list[Mention] = []
        for number in range(self.dice.randrange(25)):
            start, end = self._span()
            label = self.dice.choice(LABELS)
            mention = self._mention(f"m{number}", start, end, label)
            if not validate(Document(id="", lang="", text=self.text, mentions=(*kept, mention))):
                kept.append(mention)
        return tuple(self._linked(mention) for mention in sorted(kept, key=lambda m: (m.start, -m.end)))

    def _mention(self, name: str, start: int, end: int, label: Label) -> Mention:
        values = {"DATE": [None, "2024-05", "2024-05-13/2024-05-19"], "STATE": [None, "PER"], "NORP": [None, "CHL"]}
        value = self.dice.choice(values.get(label, [None]))
        return Mention(
            id=name, start=start, end=end, text=self.text[start:end], label=label, lemma=f"l{name}", value=value,
            score=self.dice.choice([1.0, 0.5, 1 / 3]),
        )  # fmt: skip

    def _linked(self, mention: Mention) -> Mention:
        if mention.label == "DATE" or self.dice.random() < 0.2:
            return mention
        label: Label = "STATE" if mention.label == "NORP" else mention.label
        name = f"{label.lower()}-{self.dice.randrange(3)}"
        more: dict[str, Any] = {"state": self.dice.choice([None, "PER"]), "aliases": ("a b", mention.text)}
        self.entities.setdefault(name, Entity(id=name, label=label, name=mention.text, **more))
        return Mention(**{**mention.to_dict(), "entity": name})

    def _of(self, *labels: str) -> list[str]:
        return [name for name, entity in self.entities.items() if entity.label in labels]

    def _relations(self) -> list[Relation]:
        found: dict[tuple[str, str, str], Relation] = {}
        for kind, (source, target) in ENDS.items():
            if self._of(source) and self._of(target):
                a, b = self.dice.choice(self._of(source)), self.dice.choice(self._of(target))
                start, end = self._span()
                if a != b:
                    found[kind, a, b] = Relation(type=kind, source=a, target=b, start=start, end=end, score=0.3)
        return list(found.values())

    def _topic(self, number: int) -> Topic:
        start, end = self._span()
        code = self.dice.choice(["gas", "trade"])
        return Topic(id=f"t{number}", code=code, name=code, start=start, end=end, text=self.text[start:end])

    def _meetings(self, topics: list[str]) -> list[Meeting]:
        actors = self._of("PERSON", "ORG", "STATE")
        return [self._meeting(n, actors, topics) for n in range(self.dice.randrange(4)) if actors]

    def _meeting(self, number: int, actors: list[str], topics: list[str]) -> Meeting:
        start, end = self._span()
        return Meeting(
            id=f"v{number}",
            event=self.dice.choice(get_args(Event)),
            mode=self.dice.choice([None, *get_args(Mode)]),
            status=self.dice.choice(get_args(Status)),
            participants=tuple(self._some(actors) or actors[:1]),
            parties=tuple(self._some(["PER", "CHL"])),
            organizations=tuple(self._some(self._of("ORG"))),
            place=self.dice.choice([None, *self._of("LOC")]),
            date=self.dice.choice([None, "2024-05"]),
            date_text=self.dice.choice([None, "мая"]),
            topics=tuple(self._some(topics)),
            trigger=Trigger(start=start, end=end, text=self.text[start:end]),
            start=max(start - 3, 0),
            end=end,
        )

    def _some(self, names: list[str]) -> list[str]:
        return self.dice.sample(names, self.dice.randrange(len(names) + 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_documents_made_at_random_are_sound_and_come_back(
    any_format: str, seed: int, there_and_back: Callable[..., Conversion]
) -> None:
    documents = tuple(Maker(seed * 100 + number).document(number) for number in range(5))
    assert [str(problem) for document in documents for problem in validate(document)] == []
    assert there_and_back(documents, any_format) == Conversion(documents=documents, report=Report(documents=5))


def test_the_same_seed_makes_the_same_document() -> None:
    assert Maker(7).document(1) == Maker(7).document(1)


def test_documents_made_at_random_have_everything() -> None:
    documents = [Maker(seed).document(0) for seed in range(100)]
    for kind in ("mentions", "entities", "relations", "topics", "meetings"):
        assert sum(bool(getattr(document, kind)) for document in documents) > 30
    assert {mention.label for document in documents for mention in document.mentions} == set(LABELS)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_one_mention_a_document_is_sound_and_the_others_are_as_they_were(seed: int, tmp_path: Path) -> None:
    document = Maker(seed).document(0)
    write_annotations([document], tmp_path / "x.jsonl", "prodigy")
    example = json.loads((tmp_path / "x.jsonl").read_text("utf-8"))
    for number, mention in enumerate(document.mentions):
        less = example | {"spans": [*example["spans"][:number], *example["spans"][number + 1 :]]}
        (tmp_path / "x.jsonl").write_text(json.dumps(less))
        [edited] = read_annotations(tmp_path / "x.jsonl", "prodigy").documents
        assert edited.mentions == tuple(m for m in document.mentions if m != mention)
        assert validate(edited) == []
