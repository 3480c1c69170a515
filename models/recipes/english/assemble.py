"""Join the two trained English pipelines into the one that diplonlp ships, and print its scores.

    python assemble.py TRAIN_DIR MODEL_DIR

TRAIN_DIR is where ``train.sh`` worked: it holds ``syntax/model-best``, ``people/model-last`` (the last, as the
development files hold too few such names to choose by) and the two dev files. MODEL_DIR (``models/english``) is
replaced as a whole once the new model is complete; its card stays.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import spacy
import srsly
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Corpus

from diplonlp.lang.models import check_model, write_manifest

SYNTAX_SCORES = ("token_f", "sents_f", "tag_acc", "pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las")
NAME_SCORES = ("ents_p", "ents_r", "ents_f")


def join(train: Path) -> Language:
    """One pipeline with the components of both; the name tagger brings its own encoder."""
    nlp = spacy.load(train / "syntax" / "model-best")
    names = spacy.load(train / "people" / "model-last")
    nlp.add_pipe("ner", source=names)
    nlp.meta.update(
        name="diplonlp_english",
        version="0.1.0",
        description="UD syntax and flat names (PERSON, ORG, LOC, EVENT) for English news",
        author="diplonlp",
        license="CC BY-SA 4.0",
        performance={},
    )
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # folders of this machine are nobody's business
    return nlp


def needed_strings(nlp: Language) -> set[str]:
    """Strings the components look up: labels, features, and the letters the lemmatizer's trees take off and put on.

    The trained vocabulary also lists every word of the corpora, people's addresses and telephone numbers among them.
    A word the model meets is added then, so none of these has to be shipped.
    """
    # English() fills a new vocabulary with the words of its tokenizer's exceptions before the model is read.
    needed = set(spacy.blank("en").vocab.strings) | tree_strings(nlp)
    for name in ("tagger", "parser", "ner"):
        needed.update(nlp.get_pipe(name).labels)
    for features in nlp.get_pipe("morphologizer").labels:
        needed.update((features, nlp.vocab.morphology.normalize_features(features)))
        needed.update(part for pair in features.split("|") for part in (pair, *pair.split("=")))
    return needed - {""}


def tree_strings(nlp: Language) -> set[str]:
    """Letters in the edit trees that the lemmatizer can choose; it keeps the rare ones too, but never applies them."""
    lemmatizer = nlp.get_pipe("trainable_lemmatizer")
    trees = srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]
    waiting, reached = list(lemmatizer.labels), set()
    while waiting:
        i = waiting.pop()
        if i < len(trees) and i not in reached:  # the number after the last means no tree
            reached.add(i)
            waiting += [trees[i][key] for key in ("prefix_tree", "suffix_tree") if key in trees[i]]
    hashes = {trees[i].get(key, 0) for i in reached for key in ("orig", "subst")} - {0}
    return {nlp.vocab.strings[number] for number in hashes}


def same_reading(before: Language, after: Language, train: Path) -> bool:
    """Whether two pipelines read the development texts alike, to the last lemma."""
    vocab = spacy.blank("en").vocab
    files = [train / "syntax-dev.spacy", train / "ner-dev.spacy"]
    texts = [doc.text for file in files for doc in list(DocBin().from_disk(file).get_docs(vocab))[:300]]
    return all(before(text).to_json() == after(text).to_json() for text in texts)


def scores(nlp: Language, train: Path) -> dict[str, object]:
    """Scores on raw text: what a user gets, tokenizer and sentence ends included."""
    syntax = nlp.evaluate(list(Corpus(train / "syntax-dev.spacy")(nlp)))
    names = nlp.evaluate(list(Corpus(train / "ner-dev.spacy")(nlp)))
    found: dict[str, object] = {key: round(syntax[key], 4) for key in SYNTAX_SCORES}
    found |= {key: round(names[key], 4) for key in NAME_SCORES}
    found["ents_per_type"] = {
        label: {key: round(value, 4) for key, value in values.items()}
        for label, values in sorted(names["ents_per_type"].items())
    }
    return found


def replace_folder(new: Path, old: Path) -> None:
    """Put a finished folder in the place of another: two renames, so no reader sees half a model."""
    if old.exists():
        os.rename(old, new.with_name("replaced"))
    os.rename(new, old)


def main(train: Path, target: Path) -> None:
    """Assemble, score, check, swap in."""
    nlp = join(train)
    found = scores(nlp, train)
    nlp.meta["performance"] = found
    # Beside the target: a rename is atomic only inside one file system.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".assembling-") as work:
        (Path(work) / ".gitignore").write_text("*\n")  # a commit made meanwhile must not take half a model along
        made = Path(work) / target.name
        nlp.to_disk(made)
        srsly.write_json(made / "vocab" / "strings.json", sorted(needed_strings(nlp)))
        if not same_reading(nlp, spacy.load(made), train):
            sys.exit("the model reads differently once its vocabulary is cut; nothing was replaced")
        write_manifest(made)
        if (target / "CARD.md").exists():
            shutil.copy2(target / "CARD.md", made / "CARD.md")
        check_model(made)
        replace_folder(made, target)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]).resolve())
