"""Trees and names written into a spaCy Doc whose white-space tokens the models never saw."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from spacy.symbols import IDS as POS_NUMBERS  # type: ignore[import-not-found]
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

ROOT = "ROOT"
# spaCy's own relation for a white-space token.
SPACE_RELATION = "dep"


def word_positions(doc: Doc) -> list[int]:
    """Return the indexes of the tokens that are not white space."""
    return [token.i for token in doc if not token.is_space]


class TagWriter:
    r"""Writes parts of speech, features and finer tags, given as numbers of classes, into Docs at one go.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the Docs.
    parts : sequence of str
        For every class the part of speech and the features: "NOUN|Number=Sing".
    tags : sequence of str
        For every class the finer tag, of Penn's set in English; none for a language without.

    Examples
    --------
    >>> from spacy.vocab import Vocab
    >>> doc = Doc(Vocab(), ["They", "\n", "met"])
    >>> TagWriter(doc.vocab, ["PRON|Case=Nom", "VERB"]).write(doc, [0, 2], np.array([0, 1]))
    >>> [(token.pos_, str(token.morph)) for token in doc]
    [('PRON', 'Case=Nom'), ('SPACE', ''), ('VERB', '')]
    """

    def __init__(self, vocab: Vocab, parts: Sequence[str], tags: Sequence[str] = ()) -> None:
        split = [part.partition("|") for part in parts]
        self._parts = np.array([POS_NUMBERS.get(name, POS_NUMBERS["X"]) for name, _, _ in split], np.uint64)
        self._features = np.array([vocab.morphology.add(features) for _, _, features in split], np.uint64)
        self._tags = np.array([vocab.strings.add(tag) for tag in tags], np.uint64)

    def write(
        self, doc: Doc, positions: Sequence[int], parts: np.ndarray, tags: np.ndarray | None = None,
        lemmas: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Write the classes of a Doc's words; white space gets spaCy's own tags for it."""
        if not len(doc):
            return
        add = doc.vocab.strings.add
        words = np.asarray(positions, np.int64)
        columns = {"POS": np.full(len(doc), POS_NUMBERS["SPACE"], np.uint64), "MORPH": np.zeros(len(doc), np.uint64)}
        columns["MORPH"][:] = doc.vocab.morphology.add("")
        columns["TAG"] = np.full(len(doc), add("_SP"), np.uint64)
        columns["LEMMA"] = np.array([token.orth for token in doc], np.uint64)
        columns["POS"][words], columns["MORPH"][words] = self._parts[parts], self._features[parts]
        columns["TAG"][words] = 0 if tags is None else self._tags[tags]
        columns["LEMMA"][words] = [add(lemma) for lemma in lemmas] if lemmas else 0
        doc.from_array(list(columns), np.column_stack(list(columns.values())))  # type: ignore[arg-type]


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


def sentence_bounds(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """First word and end of every sentence among the words of a Doc."""
    starts = [i for i, token in enumerate(tokens) if i == 0 or token.is_sent_start]
    return list(pairwise([*starts, len(tokens)])) if tokens else []


def repaired(
    heads: Sequence[int], relations: Sequence[str], sentences: Sequence[tuple[int, int]]
) -> tuple[list[int], list[str]]:
    """Repair the tree of every sentence; heads are indexes among all words, and so are those returned.

    Examples
    --------
    >>> repaired([0, 0, 0], ["ROOT", "obj", "punct"], [(0, 2), (2, 3)])
    ([0, 0, 2], ['ROOT', 'obj', 'ROOT'])
    """
    all_heads: list[int] = []
    all_relations: list[str] = []
    for start, end in sentences:
        tree, labels = repair_tree([head - start for head in heads[start:end]], relations[start:end])
        all_heads += [head + start for head in tree]
        all_relations += labels
    return all_heads, all_relations


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
