"""Tokens and sentences without a trained model, cut so that every mention begins and ends between two tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from diplonlp.records import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc


class Token(NamedTuple):
    """A token as spaCy has them: white space of its own is one, but a single space after a word belongs to it."""

    start: int
    end: int
    space: bool


def regions(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield the blocks of a document and what lies between them, so that no character is left out.

    Examples
    --------
    >>> list(regions(Document(id="d", lang="en", text="They met.")))
    [(0, 9, 'en')]
    """
    last = 0
    for block in sorted(document.blocks, key=lambda block: block.start):
        if last < block.start:
            yield last, block.start, document.lang
        if max(last, block.start) < block.end:
            yield max(last, block.start), block.end, block.lang
        last = max(last, block.end)
    if last < len(document.text):
        yield last, len(document.text), document.lang


def tokenize(document: Document, spans: Iterable[tuple[int, int]]) -> list[Token]:
    """Cut a document into tokens that join to its text, with a border at both ends of every span.

    Parameters
    ----------
    document : Document
        Its blocks say which language's rules to use.
    spans : iterable of tuple of int
        Starts and ends of mentions and whatever else must be whole tokens.

    Examples
    --------
    >>> text = "Узбекско-таджикские  переговоры"
    >>> document = Document(id="d", lang="ru", text=text)
    >>> [text[token.start : token.end] for token in tokenize(document, [(0, 8), (9, 19)])]
    ['Узбекско', '-', 'таджикские', ' ', 'переговоры']
    """
    starts, ends = set(), set()
    for start, end in spans:
        starts.add(start)
        ends.add(end)
    borders = _borders(document) | starts | ends | {0, len(document.text)}
    return list(_with_spaces(document.text, sorted(borders), starts, ends))


def _borders(document: Document) -> set[int]:
    """Where the tokenizers see a border."""
    borders: set[int] = set()
    for start, end, lang in regions(document):
        for token in _tokenizer(lang)(document.text[start:end]):
            borders.add(start + token.idx)
            borders.add(start + token.idx + len(token))
    return borders


def _with_spaces(text: str, borders: list[int], starts: set[int], ends: set[int]) -> Iterator[Token]:
    """Join a single space to the word before it, unless a span begins or ends with the space."""
    pieces = [(start, end) for start, end in pairwise(borders) if start < end]
    index = 0
    while index < len(pieces):
        start, end = pieces[index]
        follows = pieces[index + 1] if index + 1 < len(pieces) else (end, end)
        owns_space = text[slice(*follows)] == " " and follows[0] not in starts and follows[1] not in ends
        is_word = not text[start:end].isspace()
        yield Token(start, end, owns_space and is_word)
        index += 2 if owns_space and is_word else 1


def sentence_starts(document: Document, spans: Iterable[tuple[int, int]]) -> list[int]:
    """Return where sentences begin, by rules alone; none begins inside a span.

    Russian is cut by razdel, other languages by spaCy's rules; no sentence crosses a paragraph's end.

    Examples
    --------
    >>> document = Document(id="d", lang="en", text="Mr. Okafor came. He left.")
    >>> sentence_starts(document, [])
    [0, 17]
    """
    from diplonlp.lang.lines import split_paragraphs

    found: set[int] = set()
    for first, last, lang in regions(document):
        region = document.text[first:last]
        for start, end in split_paragraphs(region):
            found.update(first + start + offset for offset in _starts(region[start:end], lang))
    for start, end in spans:
        found.difference_update(range(start + 1, end))
    return sorted(found)


def _starts(paragraph: str, lang: str) -> list[int]:
    if lang == "ru":
        from razdel import sentenize

        return [sentence.start for sentence in sentenize(paragraph)]
    return [sentence.start_char for sentence in _sentencizer(lang)(paragraph).sents]


@cache
def blank(lang: str) -> Language:
    """Return spaCy's rules for a language, or those that all languages share; no model is loaded."""
    import spacy

    try:
        language = spacy.blank(lang)
    except ImportError:  # a language spaCy does not know, or for which it wants a package of its own
        language = spacy.blank("xx")
    language.max_length = 10**9
    return language


@cache
def _tokenizer(lang: str) -> Callable[[str], Doc]:
    from diplonlp.lang.english import BoundedTokenizer

    return BoundedTokenizer(blank(lang).tokenizer)


@cache
def _sentencizer(lang: str) -> Callable[[str], Doc]:
    language, sentencizer = _tokenizer(lang), blank(lang).create_pipe("sentencizer")
    return lambda text: sentencizer(language(text))
