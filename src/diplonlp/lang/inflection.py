"""The dictionary form of a phrase: «министра иностранных дел» is listed as «министр иностранных дел»."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Span, Token

from diplonlp.lang.morphology import parses

_NAMES = {"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr"}  # OpenCorpora's marks of proper names
_NUMBERS = {"Sing": "sing", "Plur": "plur"}


def dictionary_phrase(span: Span) -> str:
    """Return a phrase with its head, and what agrees with it, in the nominative; complements stay as they are.

    English phrases come back as written, with single spaces.

    Parameters
    ----------
    span : spacy.tokens.Span
        The phrase, with morphology and tree.
    """
    if span.doc.lang_ != "ru":
        return " ".join(span.text.split())
    head = _head(span)
    words = [
        _nominative(token) if token == head or _agrees(token, head) else token.text
        for token in span
        if not token.is_space
    ]
    gaps = [token.whitespace_ for token in span if not token.is_space]
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True)).strip()


@lru_cache(50_000)
def is_common_word(word: str) -> bool:
    """Whether the Russian dictionary has a word and knows no name, place, organisation or abbreviation of that form.

    Examples
    --------
    >>> is_common_word("Новости"), is_common_word("Новиков"), is_common_word("ООН")
    (True, False, False)
    """
    readings = [parse.tag for parse in parses(word) if parse.is_known]
    return bool(readings) and not any(_NAMES & set(tag.grammemes) for tag in readings)


def _head(span: Span) -> Token:
    """The first noun before any complement: trees of names are often broken, their order is not."""
    return next((token for token in span if token.pos_ in ("NOUN", "PROPN")), span.root)


def _agrees(token: Token, head: Token) -> bool:
    """Whether a word in front of the head, or a name after it, stands in the head's case because of it."""
    return token.pos_ in ("ADJ", "DET") and token.i < head.i


def _nominative(token: Token) -> str:
    """One word in the nominative of the number it stands in; as written when the dictionary cannot say."""
    text = token.text
    if (not text.isalpha() and "-" not in text) or text.isupper() or "Nom" in token.morph.get("Case", []):
        return str(text)
    number = (token.morph.get("Number", []) or ["Sing"])[0]
    return _inflected(text, token.pos_, number, (token.morph.get("Gender", []) or [""])[0])


@lru_cache(50_000)
def _inflected(text: str, part: str, number: str, sex: str) -> str:
    """A word form's nominative: the same words of bodies and titles come again in every text."""
    wanted = _NUMBERS.get(number, "sing")
    gender = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}.get(sex)
    pos = {"ADJ": ("ADJF", "PRTF"), "DET": ("ADJF",), "VERB": ("PRTF",)}.get(part, ("NOUN",))
    for parse in parses(text):
        if parse.tag.POS not in pos or not parse.is_known:
            continue
        grammemes = {"nomn", wanted} | ({gender} if gender and wanted == "sing" and parse.tag.POS != "NOUN" else set())
        inflected = parse.inflect(grammemes)
        if inflected is not None:
            return _with_case_of(inflected.word, text)
    return str(text)


def _with_case_of(word: str, model: str) -> str:
    """A word with the capitals of another: «Госсовета» and «Госсовет», «МИДом» and «МИД», «минЮста» and «минЮст»."""
    kept = "".join(w.upper() if m.isupper() else w for w, m in zip(word, model, strict=False))
    return kept + word[len(kept) :]
