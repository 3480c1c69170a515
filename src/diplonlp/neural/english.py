"""English words as the network sees them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc, Token

from diplonlp.neural.dates import date_tokens
from diplonlp.neural.inputs import ALWAYS, NEVER, PERHAPS, EnglishWords
from diplonlp.neural.pieces import Pieces
from diplonlp.neural.words import groups, lookup_flags, shape
from diplonlp.tag.lexicon import Entry
from diplonlp.tag.phrases import Match

_BEGINS = {True: ALWAYS, None: PERHAPS, False: NEVER}
_SHORTEST = 3


def english_words(doc: Doc, pieces: Pieces, matches: Sequence[Match[Entry]]) -> tuple[EnglishWords, list[Token]]:
    """Return the words of a Doc with their features, and the tokens they are (white space is none).

    Parameters
    ----------
    doc : Doc
        Tokens, with what is known of sentence starts.
    pieces : Pieces
        Cuts words for the encoder.
    matches : sequence of Match
        The phrases of the tables in the Doc.
    """
    tokens = [token for token in doc if not token.is_space]
    flags = lookup_flags(len(doc), matches, date_tokens(doc, "en"))
    texts = [token.text for token in tokens]
    # "Mr." and "Gov." end no sentence: a name follows.
    before_names = {
        m.end for m in matches if m.payload.kind in ("modifier", "title") and doc[m.end - 1].text[-1] == "."
    }
    begins = np.array([_begin(token, before_names) for token in tokens], np.int64)
    # After "Mr." or "U.S." a sentence may begin, after "." alone it does nearly always.
    after_stop = np.array([False, *(not any(map(str.isalnum, text)) for text in texts[:-1])][: len(texts)], bool)
    words = EnglishWords(
        shapes=np.array([shape(text) for text in texts], np.int64),
        flags=flags[[token.i for token in tokens]],
        groups=groups([_key(text) for text in texts]),
        begins=begins,
        cuts=(begins == ALWAYS) | ((begins == PERHAPS) & after_stop),
        pieces=[pieces(text) for text in texts],
    )
    return words, tokens


def _begin(token: Token, never: set[int]) -> int:
    """Whether a sentence begins with a token, as far as paragraphs and stops tell."""
    code = _BEGINS[token.is_sent_start]
    return NEVER if code == PERHAPS and token.i in never else code


def _key(word: str) -> str:
    """What two occurrences of a name share; other words are compared with none."""
    return word.lower() if len(word) >= _SHORTEST and word[0].isupper() and word.isalpha() else ""
