"""A text into blocks of one language, so that each is read by the right pipeline."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from diplonlp.knowledge.schema import LanguageLetters
from diplonlp.knowledge.tables import read_table
from diplonlp.records import Block

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

OTHER = "other"

# Fewer letters than this say nothing about the language («НАТО», "Reuters"): the neighbours do.
_FEWEST_LETTERS = 12
_FEWEST_WORDS = 4  # "of", "met", "in", "on": small words tell a language better than names
_ENOUGH_LETTERS = 30
_SAMPLE_CHARS = 600
# Below this a line takes the language of its neighbours, if that is at all likely for it.
_SURE = 0.9
_LIKELY = 0.01
# Judging every line of a text of many short ones takes a second a megabyte: above this many, groups are judged.
_MANY_LINES = 5_000
_VERY_SURE = 0.99
# A share of 2% of letters that a language does not have makes it ten times less likely.
_FOREIGN_LETTER_WEIGHT = 50.0
_NAME_LETTER_WEIGHT = 12.0  # a name may be written in its own alphabet's letters
# What diplonlp reads is Russian or English unless something speaks against it.
_PRIOR = {"ru": 2.0, "en": 2.0}
# Names say little about the language around them: their odds count by this power.
_NAMES_POWER = 0.2
_NAMES_PRIOR = 3.0  # a short line that is mostly names is in one of the languages we expect
_DEFAULT_OF_SCRIPT = {"CYRILLIC": "ru", "LATIN": "en"}

# Line breaks as an editor shows them; str.splitlines would also break at \x1c and the like.
_LINE_BREAKS = "\n\r\u2028\u2029"
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(
    r"https?://\S+|\S+@\S+\.\w+|[@#]\w+|(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}(?:/\S*)?\b",
    re.IGNORECASE | re.ASCII,
)
_ASIDE = re.compile(r"\([^()]{1,400}\)|«[^«»]{1,400}»|“[^“”]{1,400}”|„[^„“”]{1,400}[“”]|\"[^\"]{1,400}\"")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


class _Span(NamedTuple):
    """Where a line that is not empty stands, and whether an empty line is above it."""

    start: int
    end: int
    opens_paragraph: bool


class _Line(NamedTuple):
    """A line, its script, and how likely it is in each language: nothing where its letters are too few."""

    span: _Span
    script: str
    odds: dict[str, float]

    @property
    def best(self) -> str:
        return max(self.odds, key=lambda lang: self.odds[lang], default=OTHER)

    @property
    def is_sure(self) -> bool:
        return bool(self.odds) and self.odds[self.best] >= _SURE


def split_blocks(text: str) -> tuple[Block, ...]:
    r"""Split a text into runs of paragraphs in one language.

    A block ends only at a line break. A quotation or a name in another alphabet does not end it, nor does a heading
    too short to tell. The blocks hold every character of the text but the space between them, in order.

    Parameters
    ----------
    text : str
        The text of the document.

    Returns
    -------
    tuple of Block
        ``lang`` is "ru", "en", the code of another language, or "other" where there are no words or the language is
        unknown.

    Examples
    --------
    >>> [block.lang for block in split_blocks("Президент прибыл в Минск.\n\nThe president arrived in Minsk.")]
    ['ru', 'en']
    """
    lines = _read_lines(text)
    languages = _mend_wrapped(text, lines, _settle(lines))
    labelled = zip(languages, lines, strict=True)
    return tuple(
        _block(lang, [line for _, line in group]) for lang, group in groupby(labelled, key=lambda pair: pair[0])
    )


def main_language(blocks: Iterable[Block]) -> str:
    """Return the language that most of the text is in; "other" only where nothing else is there.

    Parameters
    ----------
    blocks : iterable of Block
        The blocks of one document.

    Examples
    --------
    >>> main_language([Block(start=0, end=90, lang="en"), Block(start=92, end=100, lang="ru")])
    'en'
    """
    length: Counter[str] = Counter()
    for block in blocks:
        length[block.lang] += 0 if block.lang == OTHER else block.end - block.start
    return max(length, key=lambda lang: length[lang], default=OTHER)


def _block(lang: str, lines: Sequence[_Line]) -> Block:
    return Block(start=lines[0].span.start, end=lines[-1].span.end, lang=lang)


def _read_lines(text: str) -> list[_Line]:
    spans = list(_spans(text))
    if len(spans) <= _MANY_LINES:
        return [_Line(span, *_identify(_sample(text, span.start, span.end))) for span in spans]
    return [line for group in _groups(text, spans) for line in _judge_together(text, group)]


def _spans(text: str) -> Iterator[_Span]:
    """Yield the lines that are not empty, without the space around them."""
    previous_end = 0
    for match in _LINE.finditer(text):
        line = match.group()
        if line.isspace():
            continue
        start = match.start() + len(line) - len(line.lstrip())
        gap = text[previous_end:start].replace("\r\n", "\n")
        opens_paragraph = sum(map(gap.count, _LINE_BREAKS)) != 1
        previous_end = match.start() + len(line.rstrip())
        yield _Span(start, previous_end, opens_paragraph)


def _groups(text: str, spans: Iterable[_Span]) -> Iterator[list[_Span]]:
    """Yield neighbouring lines in one script, as many as make a sample."""
    group: list[_Span] = []
    script = ""
    for span in spans:
        beginning = text[span.start : min(span.end, span.start + 100)]
        own_script = _script("".join(_LETTERS.findall(beginning)))
        if group and (own_script != script or span.end - group[0].start > _SAMPLE_CHARS):
            yield group
            group = []
        script = own_script
        group.append(span)
    if group:
        yield group


def _judge_together(text: str, group: Sequence[_Span]) -> list[_Line]:
    """Judge the lines of a group as one text, and each on its own only where that leaves a doubt."""
    script, odds = _identify(_sample(text, group[0].start, group[-1].end))
    if max(odds.values(), default=0.0) >= _VERY_SURE:
        return [_Line(span, script, odds) for span in group]
    return [_Line(span, *_identify(_sample(text, span.start, span.end))) for span in group]


def _sample(text: str, start: int, end: int) -> str:
    """Return the line, or its beginning, middle and end where it is long: a page saved as one line opens with menus."""
    if end - start <= _SAMPLE_CHARS:
        return text[start:end]
    third = _SAMPLE_CHARS // 3
    middle = (start + end) // 2
    return " ".join((text[start : start + third], text[middle : middle + third], text[end - third : end]))


@lru_cache(maxsize=4096)
def _identify(sample: str) -> tuple[str, dict[str, float]]:
    """Return the script of a line and how likely each language is; no odds where too few letters say."""
    plain = unicodedata.normalize("NFC", _ADDRESS.sub(" ", sample))
    words, are_names = _own_words(plain)
    script = _script("".join(words))
    words = [word for word in words if _script_of(word[0]) == script]
    letters = sum(map(len, words))
    if letters < _FEWEST_LETTERS and len(words) < _FEWEST_WORDS:
        return script, {}
    # Two words say little: the model's odds count in full only from a sentence's length on.
    power = _NAMES_POWER if are_names else min(1.0, letters / _ENOUGH_LETTERS)
    spelling = " ".join(word for word in _LETTERS.findall(plain) if _script_of(word[0]) == script)
    return script, _odds(" ".join(words), spelling, script, power)


def _own_words(sample: str) -> tuple[list[str], bool]:
    """Return the words that show the writer's language, and whether they are mostly names.

    Quotations, what stands in brackets and words with a capital are left out unless there is little else.
    """
    words = _LETTERS.findall(_ASIDE.sub(" ", sample))
    plain = [word for word in words if not word[0].isupper()]
    if sum(map(len, plain)) >= _FEWEST_LETTERS or len(plain) >= _FEWEST_WORDS:
        return plain, False
    if sum(map(len, words)) >= _FEWEST_LETTERS:
        return words, True
    return _LETTERS.findall(sample), False


def _script(letters: str) -> str:
    scripts: Counter[str] = Counter()
    for letter, count in Counter(letters).items():
        scripts[_script_of(letter)] += count
    return max(scripts, key=lambda script: scripts[script], default="")


@cache
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _odds(words: str, spelling: str, script: str, power: float) -> dict[str, float]:
    """Weigh the model's odds for the words with the letters of the whole line, its names included."""
    foreign = _foreign_letters().get(script, {})
    if len(foreign) < 2:
        return dict.fromkeys(foreign, 1.0)
    ranked = dict(_identifier().rank(words))
    lowered, names = words.lower(), spelling.lower()
    weights = {
        lang: ranked.get(lang, 0.0) ** power
        * _PRIOR.get(lang, 1.0) ** (_NAMES_PRIOR if power == _NAMES_POWER else 1.0)
        * 10 ** (-_FOREIGN_LETTER_WEIGHT * _share(letters, lowered) - _NAME_LETTER_WEIGHT * _share(letters, names))
        for lang, letters in foreign.items()
    }
    total = sum(weights.values())
    return {lang: weight / total for lang, weight in weights.items()} if total else {}


def _share(letters: re.Pattern[str] | None, words: str) -> float:
    return len(letters.findall(words)) / len(words) if letters is not None else 0.0


@cache
def _foreign_letters() -> dict[str, dict[str, re.Pattern[str] | None]]:
    """Return, by script and language, what matches the letters of that script which the language does not have."""
    rows: dict[str, list[LanguageLetters]] = {}
    for row in read_table("language_letters", LanguageLetters):
        rows.setdefault(row.script, []).append(row)
    return {script: _foreign_in_script(languages) for script, languages in rows.items()}


def _foreign_in_script(rows: Sequence[LanguageLetters]) -> dict[str, re.Pattern[str] | None]:
    every = {letter for row in rows for letter in row.own}
    foreign = {row.lang: "".join(sorted((every - set(row.own)) | set(row.lacks))) for row in rows}
    return {lang: re.compile(f"[{letters}]") if letters else None for lang, letters in foreign.items()}


@cache
def _identifier() -> LanguageIdentifier:
    """Load py3langid's model once, limited to the languages of the table."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages({row.lang for row in read_table("language_letters", LanguageLetters)})
    return identifier


def _settle(lines: Sequence[_Line]) -> list[str]:
    """Give every line its language; a line that is not sure asks the nearest sure line in the same script."""
    sure = [line.best if line.is_sure else "" for line in lines]
    nearest = _nearest_sure(lines, sure)
    settled = [lang or _unsure(line, near) for lang, line, near in zip(sure, lines, nearest, strict=True)]
    return _fill_wordless(settled)


def _unsure(line: _Line, neighbour: str) -> str:
    if neighbour and (not line.odds or line.odds.get(neighbour, 0.0) >= _LIKELY):
        return neighbour
    if line.odds:
        return line.best
    only = list(_foreign_letters().get(line.script, {}))
    return _DEFAULT_OF_SCRIPT.get(line.script, only[0] if only else OTHER if line.script else "")


def _nearest_sure(lines: Sequence[_Line], sure: Sequence[str]) -> list[str]:
    """Return for each line the language of the nearest sure line in its script; of two as near, the lower."""
    above = _last_sure(lines, sure, range(len(lines)))
    below = _last_sure(lines, sure, range(len(lines) - 1, -1, -1))
    return [
        low[1] if not high[1] or (low[1] and low[0] - index <= index - high[0]) else high[1]
        for index, (high, low) in enumerate(zip(above, below, strict=True))
    ]


def _last_sure(lines: Sequence[_Line], sure: Sequence[str], order: range) -> list[tuple[int, str]]:
    """Return for each line the last sure line of its script on the way through ``order``: index and language."""
    seen: dict[str, tuple[int, str]] = {}
    found = [(0, "")] * len(lines)
    for index in order:
        if sure[index]:
            seen[lines[index].script] = (index, sure[index])
        found[index] = seen.get(lines[index].script, (0, ""))
    return found


def _fill_wordless(languages: Sequence[str]) -> list[str]:
    """Give lines of digits and signs the language above them, at the top the one below."""
    current = next(filter(None, languages), OTHER)
    filled = []
    for lang in languages:
        current = lang or current
        filled.append(current)
    return filled


def _mend_wrapped(text: str, lines: Sequence[_Line], languages: Sequence[str]) -> list[str]:
    """Give back to a sentence the lines on which, wrapped at a fixed width, it happens to hold only a foreign name."""
    mended = list(languages)
    first = 0
    for index in range(1, len(lines)):
        above, here = lines[index - 1].span, lines[index].span
        if here.opens_paragraph or _ENDS_SENTENCE.search(text, max(above.start, above.end - 9), above.end):
            first = index
        elif mended[index] != mended[index - 1] and text[here.start].islower():
            last = _last_index(mended, mended[index], first, index)
            mended[last:index] = [mended[index]] * (index - last)
    return mended


def _last_index(languages: Sequence[str], lang: str, low: int, high: int) -> int:
    """Return the last place of ``lang`` between two indexes, or ``high`` where there is none."""
    return next((index for index in range(high - 1, low - 1, -1) if languages[index] == lang), high)
