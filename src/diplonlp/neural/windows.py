"""Cuts a text of any length into windows a network can read: whole sentences, packed; an endless one with overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``start`` to ``end`` are read together; what is found in ``first`` to ``last`` is kept.

    The two differ only where a sentence is too long for one window: neighbours then share tokens at their edges, and
    each keeps what it sees with the most context.
    """

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class WindowSize:
    """How large windows are, in the network's own units: word pieces or words.

    Parameters
    ----------
    usual : int
        Sentences are packed up to this size.
    longest : int
        A sentence up to this size has a window of its own; a longer one is cut.
    overlap : int
        What two windows of one sentence share.
    """

    usual: int
    longest: int
    overlap: int


def cut_windows(starts: Sequence[bool], sizes: Sequence[int], size: WindowSize) -> Iterator[Window]:
    """Yield windows that cover every token once, in order.

    Parameters
    ----------
    starts : sequence of bool
        For every token whether a sentence can begin with it; the first always does.
    sizes : sequence of int
        For every token its size.
    size : WindowSize
        The bounds.

    Examples
    --------
    >>> starts = [True, False, True, False, False, True]
    >>> [(w.start, w.end) for w in cut_windows(starts, [1] * 6, WindowSize(usual=4, longest=8, overlap=2))]
    [(0, 2), (2, 6)]
    >>> [(w.start, w.end, w.first, w.last) for w in cut_windows([True] + 5 * [False], 6 * [1], WindowSize(2, 4, 2))]
    [(0, 4, 0, 3), (2, 6, 3, 6)]
    """
    begin = end = room = 0
    for first, last, needed in _sentences(starts, sizes):
        if end > begin and needed > room:
            yield Window(begin, end, begin, end)
            begin = end
        if needed > size.longest:
            yield from _cut_sentence(first, last, sizes, size)
            begin = end = last
            continue
        if begin == end:
            room = size.usual
        end, room = last, room - needed
    if end > begin:
        yield Window(begin, end, begin, end)


def _sentences(starts: Sequence[bool], sizes: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and size of the stretches between two possible starts."""
    begin = total = 0
    for i, needed in enumerate(sizes):
        if i > begin and starts[i]:
            yield begin, i, total
            begin, total = i, 0
        total += needed
    if len(sizes) > begin:
        yield begin, len(sizes), total


def _cut_sentence(start: int, end: int, sizes: Sequence[int], size: WindowSize) -> Iterator[Window]:
    """Yield overlapping windows of one sentence; each keeps its half of what it shares with the next."""
    keep = start
    while True:
        stop = _fit(start, end, sizes, size.longest)
        if stop >= end:
            yield Window(start, end, keep, end)
            return
        following = max(start + 1, _fit_back(stop, start, sizes, size.overlap))
        middle = (following + stop + 1) // 2
        yield Window(start, stop, keep, middle)
        start, keep = following, middle


def _fit(start: int, end: int, sizes: Sequence[int], room: int) -> int:
    """Where the longest stretch ends that begins at *start* and fits; one token always does."""
    stop = start
    while stop < end and (stop == start or sizes[stop] <= room):
        room -= sizes[stop]
        stop += 1
    return stop


def _fit_back(stop: int, start: int, sizes: Sequence[int], room: int) -> int:
    """Where the longest stretch begins that ends at *stop* and fits."""
    first = stop
    while first > start and sizes[first - 1] <= room:
        room -= sizes[first - 1]
        first -= 1
    return first
