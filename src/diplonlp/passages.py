"""What the stages between tagging and records share: a passage analysed by spaCy, and a mention found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from diplonlp.knowledge.known import Facts, built_in
from diplonlp.records import Block

LONGEST_PASSAGE = 10_000  # characters; longer blocks are cut between paragraphs so that memory stays bounded


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A piece of a block with its analysis; ``start`` is where it begins, ``facts`` the knowledge it is read with."""

    start: int
    lang: str
    doc: Doc
    facts: Facts = field(default_factory=built_in)


@dataclass(slots=True, eq=False)
class Found:
    """A mention on its way to a record.

    Parameters
    ----------
    passage : Passage
        Where it stands.
    span : spacy.tokens.Span
        Its tokens; ``kb_id_`` is what the tables know it as, or "".
    entity : str
        The entity it was linked to, or "".
    known : str
        What the text around it shows it to be in the tables, where its words alone do not.
    score : float, optional
        How probable the network finds it; None where rules found it.
    """

    passage: Passage
    span: Span
    entity: str = ""
    known: str = ""
    score: float | None = None

    @property
    def label(self) -> str:
        """The schema's label."""
        return str(self.span.label_)

    @property
    def kb(self) -> str:
        """Id in the knowledge tables, or ""."""
        return self.known or str(self.span.kb_id_)

    @property
    def text(self) -> str:
        """The words as written."""
        return str(self.span.text)

    @property
    def start(self) -> int:
        """Offset in the document."""
        return int(self.passage.start + self.span.start_char)

    @property
    def end(self) -> int:
        """Offset in the document, exclusive."""
        return int(self.passage.start + self.span.end_char)

    def holds(self, other: Found) -> bool:
        """Whether another mention lies inside this one."""
        return self.passage is other.passage and self.span.start <= other.span.start and other.span.end <= self.span.end


def cut_block(text: str, block: Block, longest: int = LONGEST_PASSAGE) -> Iterator[tuple[int, str]]:
    """Yield a block's pieces with their offsets: whole where it is short, cut at the best place where it is long.

    Parameters
    ----------
    text : str
        The document's text.
    block : Block
        The block to cut.
    longest : int
        Characters a piece may have.

    Examples
    --------
    >>> list(cut_block("One. Two.", Block(start=0, end=9, lang="en"), longest=6))
    [(0, 'One. '), (5, 'Two.')]
    """
    start = block.start
    while start < block.end:
        end = min(block.end, start + longest)
        if end < block.end:
            end = _cut(text, start, end)
        yield start, text[start:end]
        start = end


def _cut(text: str, start: int, end: int) -> int:
    """The last paragraph, line, sentence or word end before *end*; *end* itself where there is none."""
    middle = start + (end - start) // 2
    for mark in ("\n\n", "\n", ". ", " "):
        found = text.rfind(mark, middle, end)
        if found > 0:
            return found + len(mark)
    return end


def stands_before(owner: Found, owned: Found) -> bool:
    """Whether a mention stands right before another, as its owner does: "Kazakhstan's parliament", «российский МИД»."""
    gap = owned.span.doc[owner.span.end : owned.span.start]
    adjacent = owner.passage is owned.passage and owner.span.end <= owned.span.start and len(gap) <= 1
    return adjacent and all(is_possessive(token) for token in gap)


def is_possessive(token: Token) -> bool:
    """Whether a token is the English mark of the owner, which the tokenizer cuts off: "Kazakhstan's"."""
    return token.text in ("'s", "’s")
