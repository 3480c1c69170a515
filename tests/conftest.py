"""Pipelines that many tests share: each is loaded once."""

from __future__ import annotations

import pytest
from spacy.language import Language


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
