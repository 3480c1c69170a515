"""What was talked about: the topic table's words, stretched to the phrase that names the subject."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from diplonlp.knowledge.schema import TopicEntry
from diplonlp.relate.cues import TOPIC_WORD, Signs

_LONGEST = 14
_SHORTEST_SENTENCE = 2
_LEFT = {"amod", "compound", "nmod", "nummod", "nmod:poss", "advmod"}
_RIGHT = {"nmod", "case", "amod", "compound", "flat", "nummod", "fixed", "det"}


@dataclass(frozen=True, slots=True, eq=False)
class TopicSpan:
    """A subject as the text names it, with its row in the topic table."""

    span: Span
    entry: TopicEntry


def find_topics(signs: Signs, names: frozenset[int]) -> list[TopicSpan]:
    """Return the subjects a passage names, by their place in it.

    The span is the whole noun phrase around the table's word: "a migration amnesty for seasonal workers".

    Parameters
    ----------
    signs : Signs
        The passage's cues, topic words among them.
    names : frozenset of int
        Tokens of organisations' and titles' names: "Ministry of Transport" is no talk of transport.
    """
    found: list[TopicSpan] = []
    for match in signs.longest_of(TOPIC_WORD):
        row = match.payload.row
        assert isinstance(row, TopicEntry)
        if match.start in names or len(signs.doc[match.start].sent) <= _SHORTEST_SENTENCE:
            continue  # a word of a menu is no subject of talks
        span = _phrase(signs.doc[match.start : match.end])
        if found and found[-1].span.end > match.start and found[-1].entry is row:
            continue  # two words of one topic in one phrase name one subject
        if found and found[-1].span.end > span.start:
            span = signs.doc[match.start : span.end]
        found.append(TopicSpan(span, row))
    return found


def _phrase(core: Span) -> Span:
    """The noun phrase around the words found: modifiers before its head, complements after it, no verbs."""
    doc, start, end = core.doc, core.start, core.end
    head = core.root
    limit = core.sent
    while start > limit.start and end - start < _LONGEST and _belongs(doc[start - 1], head, core, _LEFT):
        start -= 1
    while end < limit.end and end - start < _LONGEST and _belongs(doc[end], head, core, _RIGHT | {"det", "punct"}):
        end += 1
    while end > core.end and doc[end - 1].pos_ not in ("NOUN", "PROPN", "NUM", "X"):
        end -= 1
    return doc[start:end]


def _belongs(token: Token, head: Token, core: Span, deps: set[str]) -> bool:
    """Whether a neighbouring token hangs on the phrase through nominal relations alone."""
    if token.is_space or (token.dep_ == "punct" and token.text not in "-–"):
        return False
    seen = 0
    while token.i != head.i and not core.start <= token.i < core.end:
        if token.dep_ not in deps or token.pos_ in ("VERB", "AUX") or seen > _LONGEST:
            return False
        token, seen = token.head, seen + 1
    return True
