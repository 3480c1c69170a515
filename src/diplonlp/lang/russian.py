"""Russian: a spaCy pipeline of one network, with Universal Dependencies trees and nested mentions.

Word vectors, and in the network the states, tags and trees, are those of the natasha project (navec and slovnet,
trained on news). The vectors travel inside natasha's wheel; natasha itself is never imported, as it needs packages
that new Pythons no longer have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from diplonlp.lang.models import model_path
from diplonlp.lang.morphology import lemma
from diplonlp.lang.trees import TagWriter, repaired, sentence_bounds, set_sentence_starts, set_trees
from diplonlp.neural.decode import HOUSE
from diplonlp.neural.doc import Tables, write_mentions
from diplonlp.neural.inputs import russian_inputs
from diplonlp.neural.network import Network
from diplonlp.neural.russian import WordTable
from diplonlp.neural.windows import WindowSize

SENTENCES = "diplonlp_razdel_sentences"
NETWORK = "diplonlp_russian_network"
LEMMAS = "diplonlp_pymorphy_lemmas"
# spaCy refuses longer texts to spare memory; diplonlp hands over pieces and never wants a refusal.
NO_LIMIT = 10**9
# The parser's memory grows with the square of a sentence, so a longer one is cut.
LONGEST_SENTENCE = 250
WINDOW = WindowSize(usual=64, longest=200, overlap=40)  # words
_INSTALL = "install it:  pip install --force-reinstall 'natasha>=1.6,<1.7'"


def russian(guidelines: str = HOUSE) -> Language:
    """Load the Russian pipeline: tokens, sentences, parts of speech, lemmas, UD trees and nested mentions.

    Mentions are in ``doc.spans["diplonlp_found"]``, the outermost names among them in ``doc.ents``. The root of a
    sentence has the relation ``ROOT``; all others are those of Universal Dependencies. No sentence crosses a
    paragraph's end.

    Parameters
    ----------
    guidelines : str
        Whose annotation guidelines mentions follow: "house" (this project's) or "nerel".

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
    nlp.add_pipe(SENTENCES)
    nlp.add_pipe(NETWORK, config={"guidelines": guidelines})
    nlp.add_pipe(LEMMAS)
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


class RussianNetworkReader:
    """The component that runs the network: mentions, parts of speech, features, trees.

    Parameters
    ----------
    vocab : Vocab
        The pipeline's vocabulary.
    tables : Tables
        The compiled knowledge tables.
    guidelines : str
        Whose annotation guidelines mentions follow.
    """

    def __init__(self, vocab: Vocab, tables: Tables, guidelines: str) -> None:
        path = model_path("russian")
        self.network = Network(path, russian_inputs, WINDOW)
        self.guidelines = guidelines
        self._words = WordTable(navec(), self.network.about["outlines"])
        self._tables = tables
        self._writer = TagWriter(vocab, self.network.names("upos"))
        self._relations = self.network.names("relations")

    def __call__(self, doc: Doc) -> Doc:
        words, tokens = self._words.words(doc, self._tables.matches(doc))
        answers = self.network.read(words, [1] * len(words), self.guidelines)
        positions = [token.i for token in tokens]
        self._writer.write(doc, positions, answers.words["upos"])
        heads = answers.words["heads"].tolist()
        relations = [self._relations[number] for number in answers.words["relations"].tolist()]
        set_trees(doc, positions, *repaired(heads, relations, sentence_bounds(tokens)))
        write_mentions(doc, tokens, answers.mentions, self.guidelines)
        return doc


@Language.factory(
    NETWORK,
    requires=["token.is_sent_start"],
    assigns=["token.pos", "token.morph", "token.head", "token.dep", "doc.ents", "doc.spans"],
    default_config={"guidelines": HOUSE},
)
def _network_factory(nlp: Language, name: str, guidelines: str) -> RussianNetworkReader:
    return RussianNetworkReader(nlp.vocab, Tables("ru", nlp.make_doc), guidelines)


@Language.component(LEMMAS, requires=["token.pos", "token.morph"], assigns=["token.lemma"])
def pymorphy_lemmas(doc: Doc) -> Doc:
    """Set the dictionary form of every token: the one that fits its part of speech, case, number and gender."""
    for token in doc:
        token.lemma_ = lemma(token.text, token.pos_, str(token.morph))
    return doc


@cache
def navec() -> Any:
    """Return the word vectors of the natasha wheel, read on the first call."""
    from navec import Navec

    return _read(Navec.load, _data_folder(), "emb/navec_news_*.tar")


@cache
def slovnet_model(task: str) -> Any:
    """Return a slovnet model of the natasha wheel: "morph", "syntax" or "ner"."""
    from slovnet import NER, Morph, Syntax

    kind = {"morph": Morph, "syntax": Syntax, "ner": NER}[task]
    return _read(kind.load, _data_folder(), f"model/slovnet_{task}_news_*.tar").navec(navec())


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
