"""The rules, which read pipelines of other makes: here over the flat names of our own networks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import diplonlp
from diplonlp.lang.english import english
from diplonlp.lang.russian import russian
from diplonlp.neural.doc import FOUND


@Language.component("test_flat_names_alone")
def flat_names_alone(doc: Doc) -> Doc:
    """Leave what a pipeline of another make has: tags, trees and flat names."""
    doc.spans.pop(FOUND, None)
    return doc


@pytest.fixture(scope="session")
def ruled() -> diplonlp.Pipeline:
    """The pipeline whose mentions come from the rules."""
    languages = {"russian": russian(), "english": english()}
    for language in languages.values():
        language.add_pipe("test_flat_names_alone")
    return diplonlp.load(**languages)


@pytest.fixture(scope="session")
def read(ruled: diplonlp.Pipeline, tables_of: Callable[[diplonlp.Document], Any]) -> Callable[..., Any]:
    """Read a text by rule, each only once in a run, and give its short tables."""

    @functools.cache
    def reading(text: str, date: str | None = "2024-05-16") -> Any:  # a Thursday
        return tables_of(ruled(text, date=date))

    return reading
