"""Trees and names written into a spaCy Doc whose white-space tokens the models never saw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc, Span

ROOT = "ROOT"
# spaCy's own relation for a white-space token.
SPACE_RELATION = "dep"


def word_positions(doc: Doc) -> list[int]:
    """Return the indexes of the tokens that are not white space."""
    return [token.i for token in doc if not token.is_space]


def mark_spaces(doc: Doc) -> None:
    r"""Give white-space tokens spaCy's own tag and part of speech for them.

    Examples
    --------
    >>> from spacy.lang.en import English
    >>> doc = Doc(English().vocab, ["They", "\n", "met"])
    >>> mark_spaces(doc)
    >>> [token.pos_ for token in doc]
    ['', 'SPACE', '']
    """
    for token in doc:
        if token.is_space:
            token.tag_, token.pos_, token.lemma_ = "_SP", "SPACE", token.text
            token.set_morph("")  # type: ignore[attr-defined]  # the stubs lack it


def set_sentence_starts(doc: Doc, starts: Sequence[bool | None]) -> None:
    """Write for every token whether it begins a sentence; None leaves it to the parser.

    Setting tokens one by one would make spaCy look through the whole Doc each time.

    Examples
    --------
    >>> from spacy.vocab import Vocab
    >>> doc = Doc(Vocab(), ["Talks", "end", "They", "left"])
    >>> set_sentence_starts(doc, [True, False, None, False])
    >>> [token.is_sent_start for token in doc]
    [True, False, None, False]
    """
    codes = [0 if start is None else 1 if start else -1 for start in starts]
    if codes:
        doc.from_array(["SENT_START"], np.array(codes, dtype=np.int64).view(np.uint64))  # type: ignore[arg-type]


def repair_tree(heads: Sequence[int], relations: Sequence[str]) -> tuple[list[int], list[str]]:
    """Turn the heads a model guessed one by one into a tree with one root.

    Parameters
    ----------
    heads : sequence of int
        For every word the index of its head; the root, and whatever else has none, gives -1 or itself.
    relations : sequence of str
        For every word its relation.

    Returns
    -------
    tuple of list
        Heads, where the root is its own, and relations, where the root's alone is ``ROOT``.

    Examples
    --------
    >>> repair_tree([1, 0, -1], ["amod", "amod", "punct"])
    ([2, 0, 2], ['amod', 'amod', 'ROOT'])
    """
    size = len(heads)
    if not size:
        return [], []
    fixed = [head if 0 <= head < size else i for i, head in enumerate(heads)]
    root = _choose_root(fixed, relations)
    fixed = [root if head == i or i == root else head for i, head in enumerate(fixed)]
    _break_cycles(fixed, root)
    named = ["parataxis" if relation.lower() == "root" else relation for relation in relations]
    named[root] = ROOT
    return fixed, named


def _choose_root(heads: list[int], relations: Sequence[str]) -> int:
    """Take the word without head that the model calls root, else one that is either, else the first word."""
    headless = [i for i, head in enumerate(heads) if head == i]
    called = [i for i, relation in enumerate(relations) if relation.lower() == "root"]
    both = [i for i in headless if i in set(called)]
    return (both or headless or called or [0])[0]


def _break_cycles(heads: list[int], root: int) -> None:
    """Hang the first word of every circle of heads on the root."""
    reaches = {root}
    for start in range(len(heads)):
        path: dict[int, None] = {}
        word = start
        while word not in reaches and word not in path:
            path[word] = None
            word = heads[word]
        if word not in reaches:
            circle = list(path)
            heads[min(circle[circle.index(word) :])] = root
        reaches.update(path)


def set_trees(doc: Doc, positions: Sequence[int], heads: Sequence[int], relations: Sequence[str]) -> None:
    r"""Write trees of words into a Doc; white space hangs on the word before it.

    Parameters
    ----------
    doc : Doc
        Its heads, relations and, from them, sentences are set.
    positions : sequence of int
        The Doc's tokens that are words.
    heads, relations : sequence
        For every word the index of its head among the words (a root's is its own), and its relation.

    Examples
    --------
    >>> from spacy.vocab import Vocab
    >>> doc = Doc(Vocab(), ["They", "\n", "met", "."])
    >>> set_trees(doc, [0, 2, 3], [1, 1, 1], ["nsubj", "ROOT", "punct"])
    >>> [(token.text, token.head.text) for token in doc]
    [('They', 'met'), ('\n', 'They'), ('met', 'met'), ('.', 'met')]
    """
    if not len(doc):
        return
    add = doc.vocab.strings.add
    where = np.arange(len(doc))
    names = np.full(len(doc), add(SPACE_RELATION), dtype=np.uint64)
    words = np.asarray(positions, dtype=np.int64)
    before = _word_before(len(doc), words)
    where[:] = before
    where[words] = words[np.asarray(heads, dtype=np.int64)]
    names[words] = [add(relation) for relation in relations]
    if not len(words):
        names[0] = add(ROOT)
    offsets = (where - np.arange(len(doc))).astype(np.int64).view(np.uint64)
    doc.from_array(["HEAD", "DEP"], np.column_stack([offsets, names]))  # type: ignore[arg-type]


def _word_before(size: int, words: np.ndarray) -> np.ndarray:
    """For every token the last word up to it; before the first word, the first word; without words, token 0."""
    if not len(words):
        return np.zeros(size, dtype=np.int64)
    counts = np.searchsorted(words, np.arange(size), side="right")
    before: np.ndarray = words[np.maximum(counts - 1, 0)]
    return before


def set_names(doc: Doc, positions: Sequence[int], names: Sequence[tuple[int, int, str]]) -> None:
    r"""Write flat names, given as start, end and label over the words, into ``doc.ents``.

    Examples
    --------
    >>> from spacy.vocab import Vocab
    >>> doc = Doc(Vocab(), ["New", "\n", "Delhi"], spaces=[False] * 3)
    >>> set_names(doc, [0, 2], [(0, 2, "LOC")])
    >>> doc.ents[0].text
    'New\nDelhi'
    """
    doc.ents = [Span(doc, positions[start], positions[end - 1] + 1, label=label) for start, end, label in names]
