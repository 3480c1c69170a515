"""Lines and paragraphs: which line breaks end a sentence, and which only wrap a long line."""

from __future__ import annotations

from collections.abc import Iterator

# A line that ends so goes on in the next one, whatever its length.
_UNFINISHED = (",", "-", "—", "–", "(", "«", "“")
_FINISHED = (".", "!", "?", "…", ":", ";", '"', "»", "”", ")")
# Characters of a page wrapped by hand or by a mail program.
_NARROWEST, _WIDEST, _NEARLY = 50, 100, 0.85
# Lines looked at on each side to see whether the text is wrapped: a bound keeps long lists linear.
_NEARBY = 5


def split_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    r"""Find the stretches of text that no sentence crosses: headlines, paragraphs, list items.

    A blank line always parts two of them. A single line break does too, unless it only wraps a line: the next
    line begins in lower case, or the line ends in a comma, or other breaks nearby wrap lines and the next word
    had no room left.

    Parameters
    ----------
    text : str
        Text of any length.

    Yields
    ------
    tuple of int
        Start and end of a paragraph, without the white space around it.

    Examples
    --------
    >>> text = "Ministers meet in Astana\nThe ministers of five states\nmet on Monday.\n\nThey talked."
    >>> [text[start:end] for start, end in split_paragraphs(text)]
    ['Ministers meet in Astana', 'The ministers of five states\nmet on Monday.', 'They talked.']
    """
    for run in _runs(text):
        breaks = [_starts_paragraph(text, run, i) for i in range(1, len(run))]
        start = 0
        for i, is_break in enumerate(breaks, 1):
            if is_break:
                yield run[start][0], run[i - 1][1]
                start = i
        yield run[start][0], run[-1][1]


def _runs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield runs of lines with no blank line between them, each line without its outer white space."""
    run: list[tuple[int, int]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = offset + len(line) - len(line.lstrip())
            run.append((start, start + len(words)))
        elif run:
            yield run
            run = []
        offset += len(line)
    if run:
        yield run


def _starts_paragraph(text: str, run: list[tuple[int, int]], i: int) -> bool:
    """Whether line ``i`` of a run begins something new."""
    before, line = text[slice(*run[i - 1])], text[slice(*run[i])]
    if line[0].islower() or before.endswith(_UNFINISHED):
        return False
    nearby = run[max(0, i - _NEARBY) : i + _NEARBY]
    width = max(end - start for start, end in nearby)
    if not any(text[start].islower() for start, _ in nearby[1:]):
        # No break shows that lines are wrapped: one is, still, where an unfinished line is as wide as a page's.
        unfinished = len(run) > 2 and not before.endswith(_FINISHED) and len(before) >= _NARROWEST and width <= _WIDEST
        return not (unfinished and len(before) >= _NEARLY * width)
    return len(before) + 1 + len(line.split(maxsplit=1)[0]) <= width
