"""Russian examples: tokens and sentences of razdel, as the library cuts them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from examples import Corpus, Example, altered, marks_of, read_jsonl, spans_of, token_spans, without_inner_titles
from spacy.lang.ru import Russian

from diplonlp.lang.russian import RazdelTokenizer, navec, razdel_sentences, slovnet_model
from diplonlp.neural.russian import WordTable
from diplonlp.tag.lexicon import name_index

GUIDES = ("house", "nerel", "factrueval")
_NAMES = ("PERSON", "ORG", "LOC")
DAMAGES = ("lower case", "all capitals", "no punctuation", "lower case")
TRAIN = [Corpus("annotations/train", "house", share=3.0), Corpus("nerel-train", "nerel")]
# Without NEREL, whose repository states no licence: factRuEval-2016 (MIT) takes its place.
OPEN_TRAIN = [
    Corpus("annotations/train", "house", share=3.0),
    Corpus("factrueval-dev", "factrueval", _NAMES, loc_is_state=True, share=2.0),
]
DEV = [
    Corpus("annotations/dev", "house"),
    Corpus("nerel-dev", "nerel"),
    Corpus("factrueval-dev", "factrueval"),
    Corpus("slavicner-dev", "factrueval"),
]


def slovnet_models() -> dict[str, Any]:
    """Slovnet's networks by task, with navec's vectors."""
    return {task: slovnet_model(task) for task in ("morph", "syntax", "ner")}


class RussianReader:
    """Makes examples of Russian texts."""

    def __init__(self) -> None:
        self.nlp = Russian()
        self.nlp.tokenizer = RazdelTokenizer(self.nlp.vocab)  # type: ignore[assignment]
        self.nlp.max_length = 10**9
        self.index = name_index("ru", self.nlp.make_doc)
        self.table = WordTable(navec(), slovnet_model("morph").infer.encoder.shapes_vocab.items)

    def corpus(self, corpus: Corpus, path: Path) -> list[Example]:
        """The examples of a corpus."""
        return [self.example(d, corpus) for d in read_jsonl(path) if d.get("lang", "ru") == "ru"]

    def damaged(self, corpus: Corpus, path: Path) -> list[Example]:
        """A tenth of a corpus's texts once more, in small letters, in capitals or without marks."""
        documents = [d for d in read_jsonl(path) if d.get("lang", "ru") == "ru"]
        return [self.example(d, corpus) for d in altered(documents, DAMAGES)]

    def example(self, document: dict[str, Any], corpus: Corpus) -> Example:
        """One text with its spans."""
        doc = razdel_sentences(self.nlp.make_doc(document["text"]))
        words, tokens = self.table.words(doc, list(self.index.find(doc)))
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
