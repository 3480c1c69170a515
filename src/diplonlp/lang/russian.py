"""Russian: a spaCy pipeline over natasha's models, with Universal Dependencies trees and flat names.

The weights are those of the natasha project (slovnet and navec, trained on news). They travel inside natasha's
wheel; natasha itself is never imported, as it needs packages that new Pythons no longer have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from spacy.lang.ru import Russian
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from diplonlp.errors import ModelError
from diplonlp.lang.lines import split_paragraphs
from diplonlp.lang.morphology import lemma
from diplonlp.lang.trees import mark_spaces, repair_tree, set_names, set_sentence_starts, set_trees, word_positions

SENTENCES = "diplonlp_razdel_sentences"
MORPH = "diplonlp_slovnet_morph"
SYNTAX = "diplonlp_slovnet_syntax"
NAMES = "diplonlp_slovnet_ner"
LEMMAS = "diplonlp_pymorphy_lemmas"
# spaCy refuses longer texts to spare memory; diplonlp hands over pieces and never wants a refusal.
NO_LIMIT = 10**9
# The parser's memory grows with the square of a sentence, so a longer one is cut.
LONGEST_SENTENCE = 250
_LABELS = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG"}
_INSTALL = "install it:  pip install --force-reinstall 'natasha>=1.6,<1.7'"


def russian() -> Language:
    """Load the Russian pipeline: tokens, sentences, parts of speech, lemmas, UD trees and flat names.

    Names (``doc.ents``) are PERSON, ORG and LOC (states too). The root of a sentence has the relation ``ROOT``;
    all others are those of Universal Dependencies. No sentence crosses a paragraph's end.

    Returns
    -------
    spacy.language.Language
        The pipeline; call it on a text.

    Raises
    ------
    ModelError
        When the weights of the natasha wheel are missing or damaged.

    Examples
    --------
    >>> doc = russian()("Президент прибыл в Ташкент.")
    >>> [(token.lemma_, token.dep_) for token in doc][:2]
    [('президент', 'nsubj'), ('прибыть', 'ROOT')]
    """
    nlp = Russian()
    nlp.max_length = NO_LIMIT
    nlp.tokenizer = RazdelTokenizer(nlp.vocab)
    for name in (SENTENCES, MORPH, SYNTAX, NAMES, LEMMAS):
        nlp.add_pipe(name)
    return nlp


class RazdelTokenizer:
    """Cuts Russian text into tokens with razdel; the Doc's text is the given text, white space and all.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the Docs it makes.

    Examples
    --------
    >>> doc = RazdelTokenizer(Vocab())("Посол  РФ")
    >>> [token.text for token in doc], doc.text
    (['Посол', ' ', 'РФ'], 'Посол  РФ')
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from razdel import tokenize

        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for token in tokenize(text):
            _add_gap(words, spaces, text[end : token.start])
            words.append(token.text)
            spaces.append(False)
            end = token.stop
        _add_gap(words, spaces, text[end:])
        return Doc(self.vocab, words=words, spaces=spaces)


def _add_gap(words: list[str], spaces: list[bool], gap: str) -> None:
    """Keep white space as spaCy does: one space belongs to the word before it, the rest is a token."""
    if words and gap.startswith(" "):
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


@Language.component(SENTENCES, assigns=["token.is_sent_start"])
def razdel_sentences(doc: Doc) -> Doc:
    r"""Set where sentences begin; none crosses a paragraph's end, none is longer than the parser can hold.

    Examples
    --------
    >>> doc = razdel_sentences(RazdelTokenizer(Vocab())("Визит министра\nПосол А. И. Орехов прибыл. Он рад."))
    >>> [sentence.text.strip() for sentence in doc.sents]
    ['Визит министра', 'Посол А. И. Орехов прибыл.', 'Он рад.']
    """
    offsets = _sentence_offsets(doc.text)
    offset = next(offsets, None)
    starts: list[bool | None] = [False] * len(doc)
    for token in doc:
        if offset is not None and token.idx >= offset and not token.is_space:
            starts[token.i] = True
        while offset is not None and token.idx >= offset and starts[token.i]:
            offset = next(offsets, None)
    _cut_long_sentences(doc, starts)
    set_sentence_starts(doc, starts)
    return doc


def _sentence_offsets(text: str) -> Iterator[int]:
    """Yield where sentences begin, in order."""
    from razdel import sentenize

    for start, end in split_paragraphs(text):
        for sentence in sentenize(text[start:end]):
            yield start + sentence.start


def _cut_long_sentences(doc: Doc, starts: list[bool | None]) -> None:
    """Begin a new sentence after the last punctuation mark that still leaves a bearable piece."""
    begin = after_mark = 0
    for i, token in enumerate(doc):
        if starts[i]:
            begin = after_mark = i
        elif i - begin >= LONGEST_SENTENCE:
            begin = after_mark if after_mark > begin + LONGEST_SENTENCE // 2 else i
            starts[begin] = True
        if token.is_punct:
            after_mark = i + 1


class SentenceTagger:
    """A component that gives the words of every sentence to a model, and writes down what comes back.

    Parameters
    ----------
    model : object
        A slovnet model: its ``infer`` has an encoder, a network and a decoder.
    write : callable
        Given the Doc, the positions of its words, and the answers sentence by sentence.
    """

    def __init__(self, model: Any, write: Callable[[Doc, list[int], list[Any]], None]) -> None:
        self.model = model
        self.write = write

    def __call__(self, doc: Doc) -> Doc:
        positions = word_positions(doc)
        self.write(doc, positions, self._answers(_sentence_words(doc)))
        return doc

    def _answers(self, sentences: list[list[str]]) -> list[Any]:
        """One answer a sentence, in order; sentences of like length share a batch, so that little is padded."""
        infer = self.model.infer
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        answers: list[Any] = [None] * len(sentences)
        inputs = infer.encoder(sentences[i] for i in order)
        with _one_thread():
            for i, answer in zip(order, infer.decoder(infer.process(inputs)), strict=True):
                answers[i] = answer
        return answers


def _one_thread() -> AbstractContextManager[Any]:
    """Keep BLAS to one thread: slovnet's matrices are so small that threads mostly wait for each other.

    On two busy cores the whole pipeline ran eight times as fast with one thread as with two.
    """
    limited: AbstractContextManager[Any] = _thread_pools().limit(limits=1, user_api="blas")
    return limited


@cache
def _thread_pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _sentence_words(doc: Doc) -> list[list[str]]:
    """List the words of each sentence; a Doc of white space alone has none."""
    sentences = ([token.text for token in sentence if not token.is_space] for sentence in doc.sents)
    return [words for words in sentences if words]


@Language.factory(MORPH, assigns=["token.pos", "token.morph"])
def _morph_factory(nlp: Language, name: str) -> SentenceTagger:
    return SentenceTagger(weights().morph, _write_morph)


@Language.factory(SYNTAX, requires=["token.is_sent_start"], assigns=["token.head", "token.dep"])
def _syntax_factory(nlp: Language, name: str) -> SentenceTagger:
    return SentenceTagger(weights().syntax, _write_syntax)


@Language.factory(NAMES, requires=["token.is_sent_start"], assigns=["doc.ents"])
def _names_factory(nlp: Language, name: str) -> SentenceTagger:
    return SentenceTagger(weights().names, _write_names)


def _write_morph(doc: Doc, positions: list[int], answers: list[Any]) -> None:
    """Split tags such as ``NOUN|Case=Gen|Number=Sing`` into part of speech and features."""
    mark_spaces(doc)
    tags = (tag for answer in answers for tag in answer)
    for position, tag in zip(positions, tags, strict=True):
        token = doc[position]
        token.pos_, _, features = tag.partition("|")
        token.set_morph(features)  # type: ignore[attr-defined]  # the stubs lack it


def _write_syntax(doc: Doc, positions: list[int], answers: list[Any]) -> None:
    """Join the trees of the sentences; slovnet counts heads from 1 and gives the root 0."""
    heads: list[int] = []
    relations: list[str] = []
    for _, guessed, named in answers:
        first = len(heads)
        tree, labels = repair_tree([int(head) - 1 for head in guessed], named)
        heads += [first + head for head in tree]
        relations += labels
    set_trees(doc, positions, heads, relations)


def _write_names(doc: Doc, positions: list[int], answers: list[Any]) -> None:
    """Join the tags of the sentences (``B-PER``, ``I-PER``, ``O``) into names; none crosses a sentence's end."""
    names: list[tuple[int, int, str]] = []
    first = 0
    for tags in answers:
        names += ((first + start, first + end, label) for start, end, label in _spans(tags))
        first += len(tags)
    set_names(doc, positions, names)


def _spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and label of the runs in a list of BIO tags."""
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        mark, _, kind = tag.partition("-")
        if label and (mark != "I" or kind != label):
            yield start, i, _LABELS[label]
            label = ""
        if mark != "O" and not label:
            start, label = i, kind


@Language.component(LEMMAS, requires=["token.pos", "token.morph"], assigns=["token.lemma"])
def pymorphy_lemmas(doc: Doc) -> Doc:
    """Set the dictionary form of every token: the one that fits its part of speech, case, number and gender."""
    for token in doc:
        token.lemma_ = lemma(token.text, token.pos_, str(token.morph))
    return doc


@dataclass(frozen=True)
class Weights:
    """The three slovnet models, sharing one table of word vectors."""

    morph: Any
    syntax: Any
    names: Any


@cache
def weights() -> Weights:
    """Return the models of the natasha wheel, read on the first call.

    Raises
    ------
    ModelError
        When a file is missing or cannot be read; the message names it and says what to install.
    """
    from navec import Navec
    from slovnet import NER, Morph, Syntax

    folder = _data_folder()
    navec = _read(Navec.load, folder, "emb/navec_news_*.tar")
    morph, syntax, names = (
        _read(kind.load, folder, f"model/slovnet_{task}_news_*.tar").navec(navec)
        for kind, task in ((Morph, "morph"), (Syntax, "syntax"), (NER, "ner"))
    )
    return Weights(morph, syntax, names)


def _data_folder() -> Path:
    """Where natasha's wheel keeps its weights, found without importing it."""
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"Russian needs the weights in the package natasha, which is not installed; {_INSTALL}")
    return Path(spec.submodule_search_locations[0]) / "data"


def _read(load: Callable[[Path], Any], folder: Path, pattern: str) -> Any:
    files = sorted(folder.glob(pattern))
    if not files:
        raise ModelError(f"{folder / pattern}: the weights of natasha are missing; {_INSTALL}")
    try:
        return load(files[-1])
    except Exception as error:  # tarfile, gzip, json and numpy each raise their own
        raise ModelError(f"{files[-1]}: damaged ({error}); {_INSTALL}") from error
