"""Windows: every token is kept once, sentences stay whole where they can, and nothing grows with the square."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from diplonlp.neural.windows import Window, WindowSize, cut_windows

SMALL = WindowSize(usual=4, longest=6, overlap=2)
SIZES = [
    SMALL,
    WindowSize(usual=64, longest=200, overlap=40),
    WindowSize(usual=96, longest=320, overlap=48),
    WindowSize(usual=1, longest=1, overlap=0),
    WindowSize(usual=5, longest=5, overlap=4),
    WindowSize(usual=3, longest=10, overlap=0),
]


def cut(starts: Sequence[int], sizes: Sequence[int], size: WindowSize = SMALL) -> list[Window]:
    return list(cut_windows([bool(start) for start in starts], sizes, size))


def sentences(starts: Sequence[int], count: int) -> list[tuple[int, int]]:
    """The stretches between two possible starts; the first token always begins one."""
    begins = [i for i in range(count) if i == 0 or starts[i]]
    return list(pairwise([*begins, count])) if count else []


def check(starts: Sequence[int], sizes: Sequence[int], size: WindowSize) -> list[Window]:
    """What holds of any windows: order, one keeper for every token, bounds, whole sentences."""
    windows = cut(starts, sizes, size)
    assert [i for w in windows for i in range(w.first, w.last)] == list(range(len(sizes)))
    for window in windows:
        assert 0 <= window.start <= window.first <= window.last <= window.end <= len(sizes)
        assert sum(sizes[window.start : window.end]) <= size.longest or window.end - window.start == 1
    assert [w.start for w in windows] == sorted({w.start for w in windows})
    for start, end in sentences(starts, len(sizes)):
        if sum(sizes[start:end]) <= size.longest:
            assert sum(w.first <= start and end <= w.last for w in windows) == 1, (start, end)
        else:  # alone: no window of an endless sentence reaches into its neighbours
            assert all(start <= w.start and w.end <= end for w in windows if w.start < end and start < w.end)
    assert len(windows) <= max(1, len(sizes))
    return windows


@pytest.mark.parametrize(
    ("starts", "sizes", "expected"),
    [
        ([], [], []),
        ([1], [1], [(0, 1, 0, 1)]),
        ([0], [1], [(0, 1, 0, 1)]),  # the first token begins a sentence whatever is said of it
        ([1], [99], [(0, 1, 0, 1)]),  # one token larger than any window
        ([1, 1, 1, 1], [1, 1, 1, 1], [(0, 4, 0, 4)]),
        ([1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [(0, 4, 0, 4), (4, 5, 4, 5)]),
        ([1, 0, 0, 0, 0, 0], [1] * 6, [(0, 6, 0, 6)]),  # longer than usual, yet whole
        ([1, 1, 0, 0, 0, 0, 0, 1], [1] * 8, [(0, 1, 0, 1), (1, 7, 1, 7), (7, 8, 7, 8)]),
        ([1, 0, 0, 0, 0, 0, 0], [1] * 7, [(0, 6, 0, 5), (4, 7, 5, 7)]),
        ([1, 0, 0, 0, 0, 0, 0, 1], [1] * 8, [(0, 6, 0, 5), (4, 7, 5, 7), (7, 8, 7, 8)]),
        ([1, 1, 1], [99, 1, 99], [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 3)]),
        ([1, 0, 0], [1, 99, 1], [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 3)]),
        ([1, 0, 1, 0], [3, 3, 2, 2], [(0, 2, 0, 2), (2, 4, 2, 4)]),
    ],
)
def test_windows(starts: list[int], sizes: list[int], expected: list[tuple[int, ...]]) -> None:
    assert [(w.start, w.end, w.first, w.last) for w in cut(starts, sizes)] == expected
    check(starts, sizes, SMALL)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("largest", [1, 12, 1000])
def test_random_texts(size: WindowSize, largest: int) -> None:
    chance = random.Random(f"{size}{largest}")
    for _ in range(150):
        count = chance.randrange(0, 400)
        often = chance.choice((0.0, 0.02, 0.2, 1.0))
        check([chance.random() < often for _ in range(count)], [chance.randint(1, largest) for _ in range(count)], size)


@pytest.mark.parametrize("size", SIZES[:3])
def test_neighbours_in_an_endless_sentence_overlap(size: WindowSize) -> None:
    windows = check([True] + [False] * 1999, [1] * 2000, size)
    for before, after in pairwise(windows):
        assert before.end - after.start == size.overlap
        # Each keeps its half of what both see: a kept token has context on either side.
        assert before.end - before.last == after.first - after.start == size.overlap // 2


@pytest.mark.parametrize("size", SIZES[:3])
@pytest.mark.parametrize("often", [0, 1, 30, 97])
def test_windows_are_no_more_than_the_text_needs(size: WindowSize, often: int) -> None:
    starts = [bool(often) and i % often == 0 for i in range(60_000)]
    windows = check(starts[:5000], [1] * 5000, size)
    assert len(windows) <= 2 + 2 * 5000 / min(size.usual, size.longest - size.overlap)
    twelvefold = sum(1 for _ in cut_windows(starts, [1] * 60_000, size))
    assert twelvefold <= 12 * len(windows) + 12


def test_windows_come_one_by_one() -> None:
    """The first window is there before the last is worked out."""
    windows = cut_windows([True] * 10**6, range(1, 10**6 + 1), SMALL)
    assert next(windows) == Window(0, 2, 0, 2)
