"""Score the English words, sentences, tags and trees of diplonlp on the dev treebanks, as CoNLL 2018 scored them.

    python benchmarks/treebanks.py               # a Markdown table: raw text, and gold words and sentences
    python benchmarks/treebanks.py --limit 10    # the first documents of each treebank

Raw text is the sentences of a document with a space between them, or a line break where a paragraph begins. Words
of both sides are compared by where they stand among the characters that are not white space. A column is the F1 of
words aligned with a gold word and right in that column, out of all words; with gold words it is plain accuracy.

As in CoNLL 2018, FEATS are compared without features that are no universal ones, LAS without the subtype of a
relation («nmod:desc» is nmod), a gold lemma "_" is not asked for, and a head is right when it is aligned with the
gold head; «LAS:» and «FEATS+» compare the whole. Otherwise than there, a contraction is its words, «did» and «n't»,
each with its own place: a spaCy Doc knows no tokens of several words, so CoNLL's "Tokens" is not given. White-space
tokens are no words. In the second row no component sets sentences: what only does so is left out.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpora import CORPORA, one_core

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TREEBANKS = ("ewt", "gum-permissive")
# https://universaldependencies.org/u/feat/index.html, the list of the CoNLL 2018 evaluation.
UNIVERSAL = {
    *("PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case", "Definite"),
    *("Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite"),
}


@dataclass(frozen=True)
class Word:
    """A word; ``head`` is the index of its head in the document, its own for a root, or None where it has none."""

    form: str
    space: bool
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int | None
    deprel: str


@dataclass(frozen=True)
class Reading:
    """The words of a document; for each sentence the index of its first word; for each paragraph its first sentence."""

    words: tuple[Word, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The document's raw text."""
        bounds = itertools.pairwise((*self.sentences, len(self.words)))
        lines = ("".join(w.form + " " * w.space for w in self.words[start:end]).strip() for start, end in bounds)
        return "".join(_joint(self, i) + line for i, line in enumerate(lines))


def _joint(reading: Reading, sentence: int) -> str:
    if not sentence:
        return ""
    return "\n" if sentence in reading.paragraphs else " "


def read_treebank(path: Path, limit: int | None) -> list[Reading]:
    """The documents of a gzipped CoNLL-U file, or its first *limit*."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        blocks = [block.splitlines() for block in file.read().split("\n\n") if block.strip()]
    documents: list[list[list[str]]] = []
    for block in blocks:
        if not documents or any(line.startswith("# newdoc") for line in block):
            documents.append([])
        documents[-1].append(block)
    return [read_document(sentences) for sentences in documents[:limit]]


def read_document(sentences: Iterable[list[str]]) -> Reading:
    """A document from the lines of its sentences."""
    words: list[Word] = []
    starts: list[int] = []
    paragraphs: list[int] = []
    for lines in sentences:
        if any(line.startswith("# newpar") for line in lines):
            paragraphs.append(len(starts))
        starts.append(len(words))
        words += _sentence(lines, len(words))
    return Reading(tuple(words), tuple(starts), tuple(paragraphs))


def _sentence(lines: Iterable[str], offset: int) -> Iterator[Word]:
    """The words of a sentence; those of a contraction stand together, and what follows it is said in its own line."""
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    ranges = [(*map(int, row[0].split("-")), _spaced(row)) for row in rows if "-" in row[0]]
    inside = {number: spaced and number == last for first, last, spaced in ranges for number in range(first, last + 1)}
    for row in rows:
        if row[0].isdigit():
            number, head = int(row[0]), int(row[6])
            place = offset + (head or number) - 1
            yield Word(row[1], inside.get(number, _spaced(row)), *row[2:6], place, row[7])


def _spaced(row: list[str]) -> bool:
    return "SpaceAfter=No" not in row[9].split("|")


def from_doc(doc: Doc) -> Reading:
    """What a pipeline wrote into a Doc, its white-space tokens left out."""
    tokens = [token for token in doc if not token.is_space]
    place = {token.i: i for i, token in enumerate(tokens)}
    words = tuple(
        Word(
            token.text,
            bool(token.whitespace_),
            token.lemma_,
            token.pos_,
            token.tag_,
            str(token.morph) or "_",
            place.get(token.head.i),
            "root" if token.dep_ == "ROOT" else token.dep_,
        )
        for token in tokens
    )
    firsts = (next((place[token.i] for token in sentence if token.i in place), None) for sentence in doc.sents)
    return Reading(words, tuple(first for first in firsts if first is not None))


def read_raw(nlp: Language, gold: Reading) -> Reading:
    """What the pipeline reads in the raw text."""
    return from_doc(nlp(gold.text))


def read_gold_words(nlp: Language, gold: Reading) -> Reading:
    """What the pipeline's components read in the gold words and sentences."""
    from spacy.tokens import Doc

    words, starts = gold.words, set(gold.sentences)
    doc = Doc(
        nlp.vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        sent_starts=[i in starts for i in range(len(words))],
    )
    for name, pipe in nlp.pipeline:
        if nlp.get_pipe_meta(name).assigns != ["token.is_sent_start"]:
            doc = pipe(doc)
    return from_doc(doc)


#: Column to whether a word is right in it, given the gold word, the word found, and whether its head is right.
COLUMNS: dict[str, Callable[[Word, Word, bool], bool]] = {
    "words": lambda gold, found, head: True,
    "UPOS": lambda gold, found, head: gold.upos == found.upos,
    "XPOS": lambda gold, found, head: gold.xpos == found.xpos,
    "FEATS": lambda gold, found, head: universal(gold.feats) == universal(found.feats),
    "FEATS+": lambda gold, found, head: set(gold.feats.split("|")) == set(found.feats.split("|")),
    "lemmas": lambda gold, found, head: gold.lemma in (found.lemma, "_"),
    "UAS": lambda gold, found, head: head,
    "LAS": lambda gold, found, head: head and gold.deprel.split(":")[0] == found.deprel.split(":")[0],
    "LAS:": lambda gold, found, head: head and gold.deprel == found.deprel,
}


def universal(feats: str) -> set[str]:
    """The features that are universal ones, with their values."""
    return {feat for feat in feats.split("|") if feat.split("=")[0] in UNIVERSAL}


@dataclass
class Counts:
    """Right ones of a column, and all of gold and found together."""

    right: int = 0
    both: int = 0

    @property
    def f1(self) -> float:
        """Twice the right ones out of all."""
        return 2 * self.right / self.both if self.both else 0.0


def count(gold: Reading, found: Reading, counts: dict[str, Counts]) -> None:
    """Add a document to the counts of each column and of sentences."""
    places = {place: i for i, place in enumerate(word_places(gold))}
    aligned = {j: places[place] for j, place in enumerate(word_places(found)) if place in places}
    for column, is_right in COLUMNS.items():
        counts[column].both += len(gold.words) + len(found.words)
        for j, i in aligned.items():
            word = found.words[j]
            head = word.head is not None and aligned.get(word.head) == gold.words[i].head
            counts[column].right += is_right(gold.words[i], word, head)
    counts["sentences"].both += len(gold.sentences) + len(found.sentences)
    counts["sentences"].right += len(sentence_places(gold) & sentence_places(found))


def word_places(reading: Reading) -> list[tuple[int, int]]:
    """Where each word stands among the characters that are not white space."""
    ends = list(itertools.accumulate(len("".join(word.form.split())) for word in reading.words))
    return list(zip([0, *ends], ends, strict=False))


def sentence_places(reading: Reading) -> set[tuple[int, int]]:
    """Where each sentence stands among those characters."""
    words = word_places(reading)
    bounds = itertools.pairwise((*reading.sentences, len(words)))
    return {(words[start][0], words[end - 1][1]) for start, end in bounds}


INPUTS = {"raw text": read_raw, "gold words and sentences": read_gold_words}
SHOWN = ("words", "sentences", *list(COLUMNS)[1:])


def score(nlp: Language, documents: Iterable[Reading], given: str) -> dict[str, Counts]:
    """The counts of each column over the documents, read from raw text or from gold words."""
    counts = {column: Counts() for column in SHOWN}
    for gold in documents:
        count(gold, INPUTS[given](nlp, gold), counts)
    return counts


def table(nlp: Language, corpora: Path, limit: int | None) -> Iterator[str]:
    """The lines of a Markdown table: two rows a treebank, F1 in per cent."""
    yield "| " + " | ".join(["treebank", "input", "documents", "gold words", *SHOWN]) + " |"
    yield "|---|---" + "|--:" * (len(SHOWN) + 2) + "|"
    for name in TREEBANKS:
        documents = read_treebank(_path(corpora, name), limit)
        size = sum(len(document.words) for document in documents)
        for given in INPUTS:
            print(f"diplonlp reads {name}, {given}", file=sys.stderr)
            cells = [f"{100 * counts.f1:.2f}" for counts in score(nlp, documents, given).values()]
            yield "| " + " | ".join([name, given, str(len(documents)), str(size), *cells]) + " |"


def _path(corpora: Path, name: str) -> Path:
    path = corpora / "en" / "ud" / f"{name}-dev.conllu.gz"
    if not path.exists():
        sys.exit(f"{path} is not there: give the folder that holds en/ud/: --corpora PATH")
    return path


def main() -> None:
    """Read the options, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with en/ud/")
    parser.add_argument("--limit", type=int, help="the first documents of each treebank alone")
    args = parser.parse_args()
    one_core()
    import diplonlp

    for line in table(diplonlp.load().language("en"), args.corpora, args.limit):
        print(line)


if __name__ == "__main__":
    main()
