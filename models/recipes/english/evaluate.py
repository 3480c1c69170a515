"""Score the English pipeline that diplonlp ships on the development part of each corpus.

    python evaluate.py CORPORA_EN

Raw text goes in, so errors of the tokenizer and of sentence ends count. EVENT is scored only where a corpus marks
it. ``assemble.py`` prints the scores the training saw, over all corpora together; these here are for the card.
"""

import gzip
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import spacy
from prepare import DEV, named_doc, read_jsonl
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.converters import conllu_to_docs

from diplonlp.lang.english import english

TREEBANKS = ("gum-permissive", "ewt")
SYNTAX = ("token_f", "sents_f", "tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las")
COMPONENTS = ("tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner")


def scores(nlp: Language, gold: Iterable[Doc]) -> dict:
    """Compare what the pipeline reads in the texts with the gold Docs."""
    # By way of a DocBin: both sides of a comparison must share one vocabulary.
    shared = DocBin(docs=gold).get_docs(nlp.vocab)
    examples = [Example(nlp(doc.text), doc) for doc in shared]
    return Scorer(default_lang="en", default_pipeline=COMPONENTS).score(examples)


def treebank(corpora: Path, name: str) -> Iterable[Doc]:
    """Gold trees of one development set, ten sentences a Doc."""
    with gzip.open(corpora / "ud" / f"{name}-dev.conllu.gz", "rt", encoding="utf-8") as file:
        return list(conllu_to_docs(file.read(), n_sents=10, no_print=True))


def main(corpora: Path) -> None:
    """Print one line a treebank and one line a corpus and label."""
    nlp, blank = english(), spacy.blank("en")
    for name in TREEBANKS:
        found = scores(nlp, treebank(corpora, name))
        print(name, *(f"{key}={100 * found[key]:.1f}" for key in SYNTAX))
    for name in DEV:
        found = scores(nlp, [named_doc(blank, record) for record in read_jsonl(corpora / f"{name}.jsonl.gz")])
        for label, values in sorted((found["ents_per_type"] or {}).items()):
            print(name, label, *(f"{key}={100 * value:.1f}" for key, value in values.items()))
        print(name, "all", *(f"{key}={100 * found['ents_' + key]:.1f}" for key in "prf"))
    text = "\n\n".join(record["text"] for record in read_jsonl(corpora / "gum_dev.jsonl.gz"))
    began = time.process_time()
    words = sum(not token.is_space for token in nlp(text))
    print(f"{words} words, {words / (time.process_time() - began):.0f} a CPU second")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
