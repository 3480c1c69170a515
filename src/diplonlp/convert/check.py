"""Whether a document can be drawn at all: its offsets fit the text, and no id stands twice."""

from __future__ import annotations

from diplonlp.errors import FormatError
from diplonlp.records import Document
from diplonlp.validation import find_broken


def check_spans(document: Document) -> None:
    """Raise for a document that no format can draw.

    Raises
    ------
    FormatError
        When an offset does not fit the text, or an id is used twice.
    """
    faults = find_broken(document, links=False)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise FormatError(f"{faults[0].fault}{more}; mend the document before converting it", source=document.id)
