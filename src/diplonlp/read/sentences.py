"""The sentence around a place in a text, for showing evidence."""

from __future__ import annotations

import re

# A web page saved as one line must not be segmented whole for every mention in it.
_WINDOW = 3_000
_WRAP_WIDTH = 100
_LINE_BREAK = re.compile(r"\r\n|\n|\r|\u2028|\u2029")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence, or sentences, that hold ``text[start:end]``.

    Parameters
    ----------
    text : str
        The whole text of the document.
    start, end : int
        Code-point offsets, end exclusive.

    Returns
    -------
    str
        A piece of ``text`` as written, without the space around it.

    Examples
    --------
    >>> sentence_at("Министры встретились в Минске. Они подписали план.", 31, 34)
    'Они подписали план.'
    """
    return text[slice(*sentence_bounds(text, start, end))]


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence, or sentences, that hold ``text[start:end]`` begin and end.

    Parameters
    ----------
    text : str
        The whole text of the document.
    start, end : int
        Code-point offsets, end exclusive.

    Examples
    --------
    >>> sentence_bounds("It rained. They met. It cleared.", 16, 19)
    (11, 20)
    """
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    left, right = _paragraph(text, start, end)
    first, last = _sentence_span(text[left:right], start - left, end - left)
    sentence = text[left + first : left + last]
    begin = left + first + len(sentence) - len(sentence.lstrip())
    return begin, max(begin, begin + len(sentence.strip()))


def _sentence_span(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """From the beginning of the first sentence touched to the end of the last."""
    from razdel import sentenize

    sentences = list(sentenize(paragraph))
    first = max((s.start for s in sentences if s.start <= start), default=0)
    last = min((s.stop for s in sentences if s.stop >= end), default=len(paragraph))
    return first, max(last, end)


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the paragraph around the range, at most a window away from it."""
    low, high = _window(text, start, end)
    left, right = low, high
    for line_break in _LINE_BREAK.finditer(text, low, high):
        if _continues(text, line_break, low, high):
            continue
        if line_break.end() <= start:
            left = line_break.end()
        elif line_break.start() >= end:
            right = line_break.start()
            break
    return left, right


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the widest range to look at, cut between words."""
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    while 0 < low < start and not text[low - 1].isspace():
        low += 1
    while end < high < len(text) and not text[high].isspace():
        high -= 1
    return low, high


def _continues(text: str, line_break: re.Match[str], low: int, high: int) -> bool:
    """Whether a sentence runs over this line break: text wrapped at a fixed width does, a headline does not."""
    before = re.split(_LINE_BREAK, text[max(low, line_break.start() - 2 * _WRAP_WIDTH) : line_break.start()])[-1]
    after = re.split(_LINE_BREAK, text[line_break.end() : min(high, line_break.end() + 2 * _WRAP_WIDTH)])[0]
    if not before.strip() or not after.strip() or _ENDS_SENTENCE.search(before):
        return False
    if after.lstrip()[0].islower():
        return True
    return _WRAP_WIDTH // 2 < len(before) <= _WRAP_WIDTH and len(after) <= _WRAP_WIDTH
