"""Where the date grammar finds dates, in tokens."""

from __future__ import annotations

from spacy.tokens import Doc

from diplonlp.tag.dates import find_dates


def date_tokens(doc: Doc, lang: str) -> list[tuple[int, int]]:
    """First token and end of every date the date grammar finds in a Doc."""
    found = (doc.char_span(d.start, d.end, alignment_mode="expand") for d in find_dates(doc.text, lang))
    return [(span.start, span.end) for span in found if span is not None]
