"""Whether a document can be drawn at all: offsets fit the text, ids are unique, references lead somewhere."""

from __future__ import annotations

from diplonlp.errors import FormatError
from diplonlp.records import Document
from diplonlp.validation import find_broken


def find_faults(document: Document) -> list[str]:
    """List what makes a document unusable; a good one gives an empty list.

    Parameters
    ----------
    document : Document
        Read or made by anybody.

    Examples
    --------
    >>> from diplonlp import Document, Mention
    >>> mention = Mention(id="m1", start=0, end=4, text="Riga", label="LOC", lemma="Riga", entity="e1")
    >>> find_faults(Document(id="d", lang="en", text="Riga.", mentions=(mention,)))
    ['mention m1: points at e1, which is no entity of the document']
    """
    return [f"{problem.where}: {problem.message}" for problem in find_broken(document)]


def find_span_faults(document: Document) -> list[str]:
    """List the faults of offsets and ids alone: with them a document cannot be drawn in any format."""
    return [f"{problem.where}: {problem.message}" for problem in find_broken(document, links=False)]


def check_spans(document: Document) -> None:
    """Raise for a document that no format can draw.

    Raises
    ------
    FormatError
        When an offset does not fit the text, or an id is used twice.
    """
    faults = find_span_faults(document)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise FormatError(f"{faults[0]}{more}; mend the document before converting it", source=document.id)
