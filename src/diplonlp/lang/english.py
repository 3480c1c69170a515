"""English: a spaCy pipeline of one network, with Universal Dependencies trees and nested mentions."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

import numpy as np
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from diplonlp.lang.constraints import mend_clauses
from diplonlp.lang.lines import split_paragraphs
from diplonlp.lang.models import model_path
from diplonlp.lang.trees import TagWriter, repaired, set_sentence_starts, set_trees
from diplonlp.neural.decode import HOUSE
from diplonlp.neural.doc import Tables, write_mentions
from diplonlp.neural.english import english_words
from diplonlp.neural.inputs import english_inputs
from diplonlp.neural.lemmas import apply_script
from diplonlp.neural.network import Network
from diplonlp.neural.pieces import Pieces
from diplonlp.neural.windows import WindowSize

LINE_SENTENCES = "diplonlp_line_sentences"
NETWORK = "diplonlp_english_network"
# spaCy refuses longer texts to spare memory; diplonlp hands over pieces and never wants a refusal.
NO_LIMIT = 10**9
WINDOW = WindowSize(usual=96, longest=320, overlap=48)  # word pieces
# Longer than any address on the web that somebody would print.
_ENDLESS = re.compile(r"\S{1000,}")
_BEARABLE = 500
_STOPS = (".", "!", "?", "…")
_CLOSERS = frozenset("\"'”’»)]") | {"''"}


def english(guidelines: str = HOUSE) -> Language:
    """Load the English pipeline: tokens, sentences, tags, lemmas, UD trees and nested mentions.

    Mentions are in ``doc.spans["diplonlp_found"]``, the outermost names among them in ``doc.ents``. The root of a
    sentence has the relation ``ROOT``; all others are those of Universal Dependencies. No sentence crosses a
    paragraph's end.

    Parameters
    ----------
    guidelines : str
        Whose annotation guidelines mentions follow: "house" (this project's), or those of a corpus: "gmb", "gum",
        "re3d", "wiki".

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
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    nlp.add_pipe(LINE_SENTENCES)
    nlp.add_pipe(NETWORK, config={"guidelines": guidelines})
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


class EnglishNetworkReader:
    """The component that runs the network: sentences, mentions, tags, features, lemmas, trees.

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
        path = model_path("english")
        # Window by window: 8-bit numbers are scaled by all that runs together; no answer may hang on its neighbours.
        self.network = Network(path, english_inputs, WINDOW, batch=1)
        self.guidelines = guidelines
        self._pieces = Pieces((path / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1])
        self._tables = tables
        self._writer = TagWriter(vocab, self.network.names("upos"), self.network.names("xpos"))
        self._scripts = self.network.names("lemma")
        self._parts = [name.partition("|")[0] for name in self.network.names("upos")]
        self._relations = self.network.names("relations")

    def __call__(self, doc: Doc) -> Doc:
        words, tokens = english_words(doc, self._pieces, self._tables.matches(doc))
        answers = self.network.read(words, [len(pieces) for pieces in words.pieces], self.guidelines)
        positions, found = [token.i for token in tokens], answers.words
        scripts = [self._scripts[number] for number in found["lemma"].tolist()]
        parts = [self._parts[number] for number in found["upos"].tolist()]
        lemmas = [lemma(token.text, *known) for token, *known in zip(tokens, parts, scripts, strict=True)]
        self._writer.write(doc, positions, found["upos"], found["xpos"], lemmas)
        bounds = list(pairwise([*np.flatnonzero(found["starts"]).tolist(), len(tokens)]))
        heads = found["heads"].tolist()
        relations = [self._relations[number] for number in found["relations"].tolist()]
        trees = mend_clauses(*repaired(heads, relations, bounds), parts)
        set_trees(doc, positions, *trees)
        write_mentions(doc, tokens, answers.mentions, self.guidelines)
        return doc


@lru_cache(100_000)
def lemma(word: str, part: str, script: str) -> str:
    """Return the dictionary form of a word: the dictionary's where it has the word, else by the network's edit.

    Parameters
    ----------
    word : str
        The word as written.
    part : str
        Its part of speech, in the names of Universal Dependencies. Verbs and nouns are looked up (lemminflect, from the
        NIH's SPECIALIST lexicon); in adjectives and adverbs treebanks and dictionary differ.
    script : str
        The edit (:func:`~diplonlp.neural.lemmas.apply_script`).

    Examples
    --------
    >>> lemma("cancelled", "VERB", "=2|"), lemma("Bishkek", "PROPN", "=0|")
    ('cancel', 'Bishkek')
    """
    edited = apply_script(word, script)
    if part not in ("VERB", "NOUN") or (part == "NOUN" and edited != edited.lower()):
        return edited
    from lemminflect import getLemma

    known = getLemma(word.lower(), part, lemmatize_oov=False)
    return str(known[0]) if known else edited


@Language.factory(
    NETWORK,
    assigns=["token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "doc.ents", "doc.spans"],
    default_config={"guidelines": HOUSE},
)
def _network_factory(nlp: Language, name: str, guidelines: str) -> EnglishNetworkReader:
    return EnglishNetworkReader(nlp.vocab, Tables("en", nlp.make_doc), guidelines)
