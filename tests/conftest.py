"""Pipelines that many tests share: each is loaded once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
from spacy.language import Language

import diplonlp
from diplonlp.pipeline import Pipeline
from diplonlp.records import Document, Entity


@pytest.fixture(scope="session")
def russian_nlp() -> Language:
    """Load the Russian pipeline, tokens to names."""
    from diplonlp.lang.russian import russian

    return russian()


@pytest.fixture(scope="session")
def english_nlp() -> Language:
    """Load the English pipeline, tokens to names."""
    from diplonlp.lang.english import english

    return english()


@pytest.fixture(params=["russian_nlp", "english_nlp"])
def any_nlp(request: pytest.FixtureRequest) -> Language:
    """Each pipeline in turn, for what must hold in both languages."""
    nlp: Language = request.getfixturevalue(request.param)
    return nlp


class Reading:
    """A document as short tables of names, so that a test row can say what it expects in a line."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc

    def texts(self, *labels: str) -> list[str]:
        """The words of the mentions with one of these labels, by their place."""
        found = [m for m in self.doc.mentions if m.label in labels]
        return [m.text for m in sorted(found, key=lambda m: (m.start, -m.end))]

    def value(self, text: str) -> str | None:
        """The value of the first mention with these words."""
        return next((m.value for m in self.doc.mentions if m.text == text), None)

    def name(self, entity_id: str | None) -> str | None:
        """The name of an entity."""
        return None if entity_id is None else self.doc.entity(entity_id).name

    def names(self, label: str) -> list[str]:
        """The names of the entities with this label."""
        return [entity.name for entity in self.doc.entities if entity.label == label]

    def of_mention(self, text: str) -> str | None:
        """The name of the entity that the first mention with these words means."""
        return self.name(next((m.entity for m in self.doc.mentions if m.text == text), None))

    def chains(self, label: str) -> list[list[str]]:
        """For every entity with this label the words of its mentions, by their place, other labels among them."""
        entities = [entity.id for entity in self.doc.entities if entity.label == label]
        in_order = sorted(self.doc.mentions, key=lambda m: m.start)
        return [[m.text for m in in_order if m.entity == entity] for entity in entities]

    def pairs(self, kind: str) -> set[tuple[str, str]]:
        """The relations of one type, as names."""
        return {
            (self.doc.entity(r.source).name, self.doc.entity(r.target).name)
            for r in self.doc.relations
            if r.type == kind
        }

    @staticmethod
    def _key(entity: Entity) -> str:
        """The id of an organisation in the tables, or else its name."""
        return entity.kb.removeprefix("org:") if entity.kb else entity.name

    @property
    def meetings(self) -> list[dict[str, Any]]:
        """The meetings, with names in the place of ids, of bodies the tables' ids, of topics their codes."""
        codes = {topic.id: topic.code for topic in self.doc.topics}
        return [
            {
                "who": sorted(self.doc.entity(p).name for p in m.participants),
                "parties": sorted(m.parties),
                "bodies": sorted(self._key(self.doc.entity(o)) for o in m.organizations),
                "place": self.name(m.place),
                "topics": sorted({codes[topic] for topic in m.topics}),
                "event": m.event,
                "status": m.status,
                "mode": m.mode,
                "date": m.date,
                "trigger": m.trigger.text,
            }
            for m in self.doc.meetings
        ]

    def expect_meetings(self, *expected: dict[str, Any]) -> None:
        """Compare the meetings, in any order, in the fields that are expected of each."""
        keys = {key for meeting in expected for key in meeting}
        got = [{key: meeting[key] for key in meeting if key in keys} for meeting in self.meetings]
        assert len(got) == len(expected), str(self.meetings)
        left = list(got)
        for meeting in expected:
            match = next((m for m in left if all(m[key] == value for key, value in meeting.items())), None)
            assert match is not None, f"{meeting} is not in {self.meetings}"
            left.remove(match)


@pytest.fixture(scope="session")
def tables_of() -> Callable[[Document], Reading]:
    """What makes short tables of a document."""
    return Reading


@pytest.fixture(scope="session")
def nlp() -> Pipeline:
    """The whole pipeline, as a user loads it."""
    return diplonlp.load()


@pytest.fixture(scope="session")
def read(nlp: Pipeline) -> Callable[..., Reading]:
    """Read a text, each only once in a run, and give its short tables."""

    @functools.cache
    def reading(text: str, date: str | None = "2024-05-16") -> Reading:  # a Thursday
        return Reading(nlp(text, date=date))

    return reading
