"""What a network says of a text, written into a spaCy Doc; what the tables say, kept with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from spacy.tokens import Doc, Span, SpanGroup, Token

from diplonlp.knowledge.known import facts_of
from diplonlp.neural.decode import Candidate
from diplonlp.tag.lexicon import Entry, name_index
from diplonlp.tag.phrases import Match, PhraseIndex

FOUND = "diplonlp_found"
# Two components ask for the same Doc; kept beside it, as what is inside a Doc must be plain data to be saved.
_matches: WeakKeyDictionary[Doc, list[Match[Entry]]] = WeakKeyDictionary()
_PAIRS = {"«": "»", "“": "”", "„": "“", "(": ")", "[": "]"}
_OPENERS, _CLOSERS = frozenset(_PAIRS), frozenset(_PAIRS.values())
_LOOSE = frozenset(",;:—–-!?…")
_FLAT = ("PERSON", "ORG", "LOC", "STATE", "EVENT")


class Tables:
    """The compiled tables of a language, built at the first text.

    Parameters
    ----------
    lang : str
        "ru" or "en".
    tokenize : callable
        The pipeline's tokenizer.
    """

    def __init__(self, lang: str, tokenize: Callable[[str], Doc]) -> None:
        self.lang, self._tokenize = lang, tokenize
        self._index: PhraseIndex[Entry] | None = None

    def matches(self, doc: Doc) -> list[Match[Entry]]:
        """Every phrase of the tables, and of the knowledge the Doc is read with, looked up once."""
        known = _matches.get(doc)
        if known is None:
            if self._index is None:
                self._index = name_index(self.lang, self._tokenize)
            own = facts_of(doc).index(self.lang, self._tokenize)
            # What an analyst brought comes first: of two rows that fit alike, the first is taken.
            known = _matches[doc] = [*(own.find(doc) if own is not None else ()), *self._index.find(doc)]
        return known


def write_mentions(doc: Doc, tokens: Sequence[Token], mentions: Sequence[Candidate], guidelines: str) -> None:
    """Keep the network's mentions as the span group :data:`FOUND`, with their probabilities; flat names as ``ents``."""
    found: dict[Span, float] = {}
    for mention in mentions:
        bounds = tidy_bounds(doc, tokens[mention.start].i, tokens[mention.end - 1].i + 1)
        if bounds[0] < bounds[1]:
            found.setdefault(Span(doc, *bounds, label=mention.label), round(mention.score, 4))
    spans, scores = list(found), {"scores": list(found.values()), "guidelines": guidelines}
    doc.spans[FOUND] = SpanGroup(doc, name=FOUND, spans=spans, attrs=scores)
    doc.ents = outermost([span for span in spans if span.label_ in _FLAT])


def tidy_bounds(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Bounds without marks at the ends, and with the closing quotation mark or bracket of one that stands inside.

    Examples
    --------
    >>> from spacy.vocab import Vocab
    >>> doc = Doc(Vocab(), ["партия", "«", "Мир", "»", ","])
    >>> tidy_bounds(doc, 0, 3), tidy_bounds(doc, 2, 5)
    ((0, 4), (2, 3))
    """
    while start < end and (doc[start].text in _LOOSE or _lacks_partner(doc, start, end, _OPENERS, 1)):
        start += 1
    while end > start and (doc[end - 1].text in _LOOSE or _lacks_partner(doc, start, end, _CLOSERS, -1)):
        end -= 1
    inside = [token.text for token in doc[start:end]]
    for opener, closer in _PAIRS.items():
        if end < len(doc) and doc[end].text == closer and inside.count(opener) > inside.count(closer):
            end += 1
    return start, end


def _lacks_partner(doc: Doc, start: int, end: int, marks: frozenset[str], step: int) -> bool:
    """Whether the mark at an end of a span opens or closes nothing inside it."""
    mark = doc[start if step > 0 else end - 1].text
    if mark not in marks:
        return False
    partners = [closer if step > 0 else opener for opener, closer in _PAIRS.items() if mark in (opener, closer)]
    beyond = end < len(doc) and doc[end].text in partners and step > 0
    return not beyond and not any(token.text in partners for token in doc[start:end])


def outermost(spans: Sequence[Span]) -> list[Span]:
    """Spans less those that overlap a longer one: spaCy's ``ents`` are flat."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if taken.isdisjoint(range(span.start, span.end)):
            kept.append(span)
            taken.update(range(span.start, span.end))
    return sorted(kept, key=lambda s: s.start)


def followed_guidelines(doc: Doc) -> str:
    """Whose guidelines the mentions follow that a network found in a Doc."""
    return str(doc.spans[FOUND].attrs["guidelines"])


def found_spans(doc: Doc) -> list[tuple[Span, float]] | None:
    """The mentions a network found in a Doc with their probabilities; None where none has read it."""
    group = doc.spans.get(FOUND)
    if group is None:
        return None
    return list(zip(group, group.attrs["scores"], strict=True))
