"""Titles as data sets write them ("President of Kazakhstan", «министр иностранных дел РФ»), as offices of somebody."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from diplonlp.knowledge.records import has_cyrillic

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from diplonlp.tag.lexicon import Entry
    from diplonlp.tag.phrases import Match, PhraseIndex


class TitleReading(NamedTuple):
    """The office's code in the table of titles, the code of its state and the id of its body; "" where unknown."""

    office: str = ""
    state: str = ""
    organization: str = ""


@lru_cache(50_000)
def read_title(title: str) -> TitleReading:
    """Return the office a title names, and the state or body it is of, as the package's tables know them.

    Parameters
    ----------
    title : str
        A title by itself, in English or Russian.

    Examples
    --------
    >>> read_title("Minister of Foreign Affairs of Kazakhstan")
    TitleReading(office='foreign-minister', state='KAZ', organization='')
    >>> read_title("председатель Совета Федерации").organization
    'rus-federation-council'
    """
    lang = "ru" if has_cyrillic(title) else "en"
    doc = _tokenizer(lang)(title)
    matches = list(_index(lang).find(doc))
    bodies = _outermost(matches, "org")
    office = _office(matches, [*bodies, *_outermost(matches, "state")])
    inside = {i for body in bodies for i in range(body.start, body.end)}
    named = [m for m in matches if m.payload.kind in ("state", "norp") and m.start not in inside]
    states = {m.payload.kb.removeprefix("state:") for m in named}
    ids = {m.payload.kb.removeprefix("org:") for m in bodies}
    state = states.pop() if len(states) == 1 else ""
    return TitleReading(office, state, ids.pop() if office and len(ids) == 1 else "")


def _office(matches: list[Match[Entry]], names: list[Match[Entry]]) -> str:
    """The first title word that is no part of a body's or state's name, the longest there."""
    named = {i for match in names for i in range(match.start, match.end)}
    words = [match for match in matches if match.payload.kind == "title" and match.start not in named]
    first = min(words, key=lambda match: (match.start, -match.end), default=None)
    return first.payload.kb.removeprefix("office:") if first is not None else ""


def _outermost(matches: list[Match[Entry]], kind: str) -> list[Match[Entry]]:
    from diplonlp.tag.phrases import longest

    return longest([match for match in matches if match.payload.kind == kind and not match.payload.ambiguous])


@cache
def _index(lang: str) -> PhraseIndex[Entry]:
    from diplonlp.tag.lexicon import name_index

    return name_index(lang, _tokenizer(lang))


@cache
def _tokenizer(lang: str) -> Callable[[str], Doc]:
    """The tokenizer of a language without its models."""
    if lang == "ru":
        from spacy.vocab import Vocab

        from diplonlp.lang.russian import RazdelTokenizer

        return RazdelTokenizer(Vocab())
    from spacy.lang.en import English

    return English().tokenizer
