"""English: a spaCy pipeline trained on open corpora, with Universal Dependencies trees and flat names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, tee

import numpy as np
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, Token

from diplonlp.lang.lines import split_paragraphs
from diplonlp.lang.models import check_model, model_path
from diplonlp.lang.trees import mark_spaces, set_names, set_sentence_starts, set_trees, word_positions

LINE_SENTENCES = "diplonlp_line_sentences"
MODEL = "diplonlp_english_model"
# spaCy refuses longer texts to spare memory; diplonlp hands over pieces and never wants a refusal.
NO_LIMIT = 10**9
_COPIED = ["TAG", "POS", "MORPH", "LEMMA"]
# Longer than any address on the web that somebody would print.
_ENDLESS = re.compile(r"\S{1000,}")
_BEARABLE = 500
_STOPS = (".", "!", "?", "…")
_CLOSERS = frozenset("\"'”’»)]") | {"''"}


def english() -> Language:
    """Load the English pipeline: tokens, sentences, tags, lemmas, UD trees and flat names.

    Names (``doc.ents``) are PERSON, ORG, LOC (states too) and EVENT. The root of a sentence has the relation
    ``ROOT``; all others are those of Universal Dependencies. No sentence crosses a paragraph's end.

    Returns
    -------
    spacy.language.Language
        The pipeline; call it on a text.

    Raises
    ------
    ModelError
        When the model is missing or damaged.

    Examples
    --------
    >>> doc = english()("The president arrived in Tashkent on Monday.")
    >>> [token.lemma_ for token in doc if token.dep_ == "ROOT"]
    ['arrive']
    """
    nlp = English()
    nlp.max_length = NO_LIMIT
    nlp.add_pipe(LINE_SENTENCES)
    model = nlp.add_pipe(MODEL)
    nlp.tokenizer = BoundedTokenizer(model.nlp.tokenizer)  # type: ignore[attr-defined]
    return nlp


class BoundedTokenizer:
    """A tokenizer that takes endless runs without white space apart first.

    spaCy's own peels such a run sign by sign and copies the rest each time: 20,000 exclamation marks take it half a
    minute.

    Parameters
    ----------
    tokenizer : callable
        Makes a Doc of a text.

    Examples
    --------
    >>> tokenizer = BoundedTokenizer(English().tokenizer)
    >>> len(tokenizer("No " + 3000 * "!"))
    3001
    """

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        self.tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        cuts = [cut for run in _ENDLESS.finditer(text) for cut in range(run.start() + _BEARABLE, run.end(), _BEARABLE)]
        if not cuts:
            return self.tokenizer(text)
        pieces = [self.tokenizer(text[start:end]) for start, end in pairwise((0, *cuts, len(text)))]
        return Doc.from_docs(pieces, ensure_whitespace=False)


@Language.component(LINE_SENTENCES, assigns=["token.is_sent_start"])
def line_sentences(doc: Doc) -> Doc:
    r"""Say where a sentence begins, where it cannot, and leave the rest to the parser.

    A paragraph begins one. Inside a paragraph only a full stop, or what stands for one, can end one: the corpora
    the parser learned from hold letters and forum posts without stops, and news is not written so.

    Examples
    --------
    >>> from spacy.vocab import Vocab
    >>> doc = line_sentences(Doc(Vocab(), ["Talks", "end", "\n\n", "They", "left", ".", "It", "rained"]))
    >>> [(token.text, token.is_sent_start) for token in doc if token.is_sent_start is not False]
    [('Talks', True), ('They', True), ('It', None)]
    """
    offsets = iter([start for start, _ in split_paragraphs(doc.text)])
    offset = next(offsets, None)
    starts: list[bool | None] = [False] * len(doc)
    ended = False
    for token in doc:
        if token.is_space:
            continue
        starts[token.i] = None if ended and not _closes(token) else False
        while offset is not None and token.idx >= offset:
            starts[token.i] = True
            offset = next(offsets, None)
        ended = _ends_sentence(token, ended)
    set_sentence_starts(doc, starts)
    return doc


def _closes(token: Token) -> bool:
    """Whether this is a quote or bracket that closes: nothing stands between it and the word before."""
    return token.text in _CLOSERS and token.i > 0 and not token.nbor(-1).whitespace_ and not token.nbor(-1).is_space


def _ends_sentence(token: Token, ended_before: bool) -> bool:
    """Whether a sentence can end with this token: a stop, or quotes and brackets closed after one."""
    return token.text.endswith(_STOPS) or (ended_before and token.text in _CLOSERS)


class EnglishModel:
    """The trained components, run on the words alone: no corpus they learned from has tokens of white space.

    Parameters
    ----------
    nlp : Language
        The trained pipeline; shares the vocabulary of the Docs it is given.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Annotate Docs in batches."""
        given, seen = tee((doc, word_positions(doc)) for doc in docs)
        words = (_words_only(doc, positions) for doc, positions in seen)
        for (doc, positions), read in zip(given, self.nlp.pipe(words, batch_size=batch_size), strict=True):
            _copy(read, doc, positions)
            yield doc


@Language.factory(MODEL, assigns=["token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "doc.ents"])
def _english_model(nlp: Language, name: str) -> EnglishModel:
    from spacy import load

    path = model_path("english")
    check_model(path)
    return EnglishModel(load(path, vocab=nlp.vocab))


def _words_only(doc: Doc, positions: Sequence[int]) -> Doc:
    """Make a Doc of the words, with what is known of sentence starts."""
    tokens = [doc[i] for i in positions]
    words = Doc(doc.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])
    set_sentence_starts(words, [token.is_sent_start for token in tokens])
    return words


def _copy(words: Doc, doc: Doc, positions: Sequence[int]) -> None:
    """Write what was read on the words into the whole Doc."""
    if not len(doc):
        return
    values = np.zeros((len(doc), len(_COPIED)), dtype=np.uint64)
    values[list(positions)] = words.to_array(_COPIED)  # type: ignore[arg-type]
    doc.from_array(_COPIED, values)  # type: ignore[arg-type]
    mark_spaces(doc)
    set_trees(doc, positions, [token.head.i for token in words], [token.dep_ for token in words])
    set_names(doc, positions, [(name.start, name.end, name.label_) for name in words.ents])
