"""Ways a text reaches an analyst damaged: capitals, lost marks, mixed alphabets. Pure functions of text and seed.

``altered.py`` measures what they cost; ``models/recipes/tagger`` trains on some of them, on other texts.
"""

from __future__ import annotations

import functools
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

#: Start and end in the old text, and what stands there in the new one.
Edit = tuple[int, int, str]

# How often a word or place is altered, and how long a word must be to be hyphenated.
HYPHENATED, LONG = 1 / 12, 8
MIXED, ARTICLES = 1 / 6, 1 / 2


@dataclass(frozen=True)
class Altered:
    """A new text, and where each offset of the old one is in it: as the start of a span, and as the end of one."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def move(self, start: int, end: int) -> tuple[int, int]:
        """Bounds of an old span in the new text; start is not before end where nothing of it is left."""
        return self.starts[start], self.ends[end]


def same_length(text: str) -> Altered:
    """An altered text whose letters stand where those of the old one stood."""
    offsets = tuple(range(len(text) + 1))
    return Altered(text, offsets, offsets)


def edit(text: str, edits: Iterable[Edit]) -> Altered:
    """The text with some stretches replaced, given in order; what is put in between two spans belongs to neither."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = size = 0
    for start, end, new in (*edits, (len(text), len(text), "")):
        pieces += (text[place:start], new)
        kept = range(size, size + start - place)
        size += len(kept)
        replaced = [size + min(i, len(new)) for i in range(end - start)]
        starts += (*kept, *replaced)
        # An offset where something is put in comes twice: a span that ends there ends before what is put in.
        ends += [*kept, *(replaced or [size])][len(ends) - place :]
        size += len(new)
        place = end
    return Altered("".join(pieces), (*starts, size), tuple(ends))


def unaltered(text: str, seed: str) -> Altered:
    """The text as it is."""
    return same_length(text)


def capitals(text: str, seed: str) -> Altered:
    """Every letter that has a capital of one letter written as it («ß» stays)."""
    return same_length("".join(char.upper() if len(char.upper()) == 1 else char for char in text))


def lower_case(text: str, seed: str) -> Altered:
    """Every capital written small."""
    return same_length("".join(char.lower() if len(char.lower()) == 1 else char for char in text))


def no_punctuation(text: str, seed: str) -> Altered:
    """The text without its marks, and nothing in their place: «экспрезидент», "US"."""
    marks = (i for i, char in enumerate(text) if unicodedata.category(char).startswith("P"))
    return edit(text, ((i, i + 1, "") for i in marks))


def ocr_hyphens(text: str, seed: str) -> Altered:
    """About one long word in twelve cut by a hyphen and a line break, as scanned columns have it: «минист-⏎ра»."""
    dice = random.Random(seed)
    long = (word for word in _WORD.finditer(text) if len(word[0]) >= LONG)
    chosen = (word for word in long if dice.random() < HYPHENATED)
    return edit(text, [(place, place, "-\n") for word in chosen for place in _syllable(word, dice)])


def _syllable(word: re.Match[str], dice: random.Random) -> Sequence[int]:
    """One place where a typesetter may cut the word, if there is any."""
    places = [match.start() for match in _SYLLABLE.finditer(word.string, word.start() + 3, word.end())]
    return [dice.choice(places)] if places else []


# A word of letters alone; and a consonant with its vowel, before which a word may be cut.
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(r"[бвгджзклмнпрстфхцчшщbcdfghjklmnpqrstvwxz][аеёиоуыэюяaeiouy]", re.IGNORECASE)


def mixed_alphabets(text: str, seed: str) -> Altered:
    """In about one name word in six, half the letters that look alike in both alphabets taken from the other one."""
    dice = random.Random(seed)
    return same_length(_NAME.sub(lambda name: _mixed(name[0], dice) if dice.random() < MIXED else name[0], text))


def _mixed(word: str, dice: random.Random) -> str:
    places = [i for i, char in enumerate(word) if char in _LOOKALIKES]
    chosen = set(dice.sample(places, (len(places) + 1) // 2))
    return "".join(_LOOKALIKES[char] if i in chosen else char for i, char in enumerate(word))


_NAME = re.compile(r"\b[A-ZА-ЯЁ][^\W\d_]+")
_CYRILLIC, _LATIN = "оаесрхОАЕСРХ", "oaecpxOAECPX"
_LOOKALIKES = dict(zip(_CYRILLIC + _LATIN, _LATIN + _CYRILLIC, strict=True))


def without_yo(text: str, seed: str) -> Altered:
    """«ё» written as «е» throughout."""
    return same_length(text.replace("ё", "е").replace("Ё", "Е"))


def with_yo(text: str, seed: str) -> Altered:
    """«ё» in every word that the dictionary, in the word's likeliest reading, writes with it: «Горбачёв»."""
    return same_length(_RUSSIAN.sub(lambda word: _yo(word[0]), text))


@functools.lru_cache(100_000)
def _yo(word: str) -> str:
    from diplonlp.lang.morphology import analyzer, fold

    reading = next((p.word for p in analyzer().parse(word) if p.is_known), word)
    if fold(reading) != fold(word):
        return word
    return "".join(_YO.get(char, char) if new == "ё" else char for char, new in zip(word, reading, strict=True))


_RUSSIAN = re.compile(r"[А-ЯЁа-яё]+")
_YO = {"е": "ё", "Е": "Ё"}


def broken_articles(text: str, seed: str) -> Altered:
    """English as a machine translates it: in half the places the article is left out, doubled or exchanged.

    The word after an article left out takes its capital. A span that begins with an article left out keeps the
    rest, and of a doubled article the second.
    """
    dice = random.Random(seed)
    places = (article for article in _ARTICLE.finditer(text) if dice.random() < ARTICLES)
    return edit(text, [change for article in places for change in dice.choice(_BREAKS)(article)])


def _left_out(article: re.Match[str]) -> Iterator[Edit]:
    yield article.start(), article.end(), ""
    if article[1][0].isupper():
        yield article.end(), article.end() + 1, article.string[article.end()].upper()


def _doubled(article: re.Match[str]) -> Iterator[Edit]:
    yield article.start(), article.start(), f"{article[1]} "


def _exchanged(article: re.Match[str]) -> Iterator[Edit]:
    other = "a" if article[1].lower() == "the" else "the"
    yield article.start(), article.end(1), other.capitalize() if article[1][0].isupper() else other


_ARTICLE = re.compile(r"\b(the|an?)\s+(?=[^\W_])", re.IGNORECASE)
_BREAKS = (_left_out, _doubled, _exchanged)

Alteration = Callable[[str, str], Altered]

#: Name to function and the languages it makes sense in.
ALTERATIONS: dict[str, tuple[Alteration, tuple[str, ...]]] = {
    "none": (unaltered, ("ru", "en")),
    "all capitals": (capitals, ("ru", "en")),
    "lower case": (lower_case, ("ru", "en")),
    "no punctuation": (no_punctuation, ("ru", "en")),
    "OCR hyphens": (ocr_hyphens, ("ru", "en")),
    "mixed alphabets": (mixed_alphabets, ("ru", "en")),
    "е for ё": (without_yo, ("ru",)),
    "ё for е": (with_yo, ("ru",)),
    "broken articles": (broken_articles, ("en",)),
}
