"""Finds the phrases of the knowledge tables in a tokenised text, whatever case or number they stand in.

One index serves every table: states, organisations, titles, triggers, topics. A phrase is looked up token by token
through *keys*: a name in English is matched as it is written, a common word by its lemma, a Russian word by the
dictionary forms it can have (``normal_forms``), an acronym exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import msgspec
from spacy.tokens import Doc, Span

from diplonlp.lang.morphology import CACHE_SIZE, normal_forms

Payload = TypeVar("Payload")

WILDCARD = "*"
_TYPEWRITER = str.maketrans("’‘ʼ–—‑", "'''---")
_INFLECTED_ACRONYM = re.compile(r"([А-ЯЁ]{2,})-?[а-яё]{1,3}$")  # «МИДом», «СНГ-шный» is not one
_ENDINGS = ("s", "es", "d", "ed", "ing")  # regular endings of English verbs and nouns
_SHORTEST_STEM = 3
_SHORTEST_SHOUTED_NAME = 4  # "RUSSIA" in a headline is Russia; "US" and "IT" are not to be guessed from


class _Node(msgspec.Struct, Generic[Payload], gc=False):
    # Tens of thousands that never make a cycle: the garbage collector need not look at them with every document.
    next: dict[str, _Node[Payload]] = msgspec.field(default_factory=dict)
    payloads: tuple[Payload, ...] = ()


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A phrase found: tokens ``start`` to ``end`` (exclusive) of the document, and what the table says of it."""

    start: int
    end: int
    payload: Payload


class PhraseIndex(Generic[Payload]):
    """Phrases by their tokens, for one language.

    Parameters
    ----------
    lang : str
        "ru" or "en": how a token's keys are made.
    tokenize : callable
        The pipeline's tokenizer, so that phrases are cut exactly as texts are.
    """

    def __init__(self, lang: str, tokenize: Callable[[str], Doc]) -> None:
        self._lang = lang
        self._tokenize = tokenize
        self._root: _Node[Payload] = _Node()
        self._wildcard_lengths: set[int] = set()
        self._prefixes: set[str] = set()
        self._keys_of = lru_cache(CACHE_SIZE)(self._word_keys)

    def add(self, phrase: str, payload: Payload, *, name: bool) -> None:
        """Add a phrase; *name* says that it is a proper name, written with its capitals."""
        self._keys_of.cache_clear()
        words = phrase.split(WILDCARD)[0] if phrase.endswith(WILDCARD) else phrase
        tokens = [_plain(token.text) for token in self._tokenize(words) if not token.is_space]
        nodes = [self._root]
        for position, word in enumerate(tokens):
            last_of_wildcard = phrase.endswith(WILDCARD) and position == len(tokens) - 1
            keys = {self._wildcard(word)} if last_of_wildcard else self._phrase_keys(word, name)
            nodes = [node.next.setdefault(key, _Node()) for node in nodes for key in keys]
        for node in nodes:
            node.payloads = (*node.payloads, payload)

    def add_prefix(self, prefix: str) -> None:
        """Let a word also be found without a prefix joined by a hyphen: «экс-президент» as «президент»."""
        self._keys_of.cache_clear()
        self._prefixes.add(prefix.lower())

    def _wildcard(self, word: str) -> str:
        self._wildcard_lengths.add(len(word))
        return word.lower() + WILDCARD

    def _phrase_keys(self, word: str, name: bool) -> set[str]:
        """The keys a phrase's word is stored under."""
        if is_acronym(word) or (name and self._lang == "en"):
            return {"=" + word}
        if self._lang == "ru":
            return set(normal_forms(word)) or {word.lower()}
        return {word.lower()}

    def _word_keys(self, word: str, lemma: str) -> tuple[str, ...]:
        """The keys a word of a text can be found by, in one order whatever the process."""
        text = _plain(word)
        lower = text.lower()
        keys = {"=" + text, lower}
        if self._lang == "ru":
            keys |= normal_forms(text)
            prefix, hyphen, rest = lower.partition("-")
            if prefix + hyphen in self._prefixes:
                keys |= normal_forms(rest)
            if inflected := _INFLECTED_ACRONYM.match(text):
                keys.add("=" + inflected[1])
        else:
            keys.add(lemma.lower())
            # A trained lemmatizer errs on rare words ("chaired" → "chaire"); cutting the ending never does.
            keys |= {lower.removesuffix(ending) for ending in _ENDINGS if len(lower) - len(ending) >= _SHORTEST_STEM}
            if lower.endswith("ies"):
                keys.add(lower.removesuffix("ies") + "y")  # the tables are asked before lemmas are known
            if text.isupper() and len(text) >= _SHORTEST_SHOUTED_NAME:
                keys.add("=" + text.title())
        for length in self._wildcard_lengths:
            if len(lower) >= length:
                keys.add(lower[:length] + WILDCARD)
        return tuple(sorted(keys))

    def find(self, doc: Doc) -> Iterator[Match[Payload]]:
        """Yield every phrase of the index that stands in *doc*, the overlapping ones too, by their start."""
        # In one order whatever the process: of two rows that fit alike, the first is taken.
        english = self._lang != "ru"
        keys = [self._keys_of(token.text, token.lemma_ if english else "") for token in doc]
        for start in range(len(doc)):
            nodes = [self._root]
            for end in range(start, len(doc)):
                nodes = [node.next[key] for node in nodes for key in keys[end] if key in node.next]
                if not nodes:
                    break
                found = {id(payload): payload for node in nodes for payload in node.payloads}
                yield from (Match(start, end + 1, payload) for payload in found.values())


def _plain(word: str) -> str:
    """A word with the typewriter's apostrophe and dash: pages write "d’affaires" and «государств — участников»."""
    return word.translate(_TYPEWRITER)


def longest(matches: list[Match[Payload]]) -> list[Match[Payload]]:
    """Keep, of matches that overlap, the longest; of equally long ones the first."""
    kept: list[Match[Payload]] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start)):
        positions = range(match.start, match.end)
        if taken.isdisjoint(positions):
            kept.append(match)
            taken.update(positions)
    return sorted(kept, key=lambda m: m.start)


def is_acronym(word: str) -> bool:
    """Whether a word is written as an acronym: capitals only, at least two ("EAEU", «СНГ», "U.S.").

    Examples
    --------
    >>> [is_acronym(word) for word in ("EAEU", "СНГ", "U.S.", "Russia", "I")]
    [True, True, True, False, False]
    """
    letters = [character for character in word if character.isalpha()]
    return len(letters) >= 2 and all(character.isupper() for character in letters)


def starts_with_capital(span: Span) -> bool:
    """Whether the first letter of a span is a capital."""
    return bool(span.text[:1].isupper())
