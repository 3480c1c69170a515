"""What a conversion tells besides its documents: what the other format had no place for, and what failed."""

from __future__ import annotations

from collections import Counter

from diplonlp.errors import InputError
from diplonlp.records import Document, Failure, Record

# Reasons that several parts of the merge give.
GONE = "its entity has no mention left"
UNDRAWN = "the mention it was drawn at is gone"


class Loss(Record, frozen=True, kw_only=True):
    """Something of one document that did not come through as it was, with the reason.

    Parameters
    ----------
    document : str
        The document's id.
    kind : str
        What it is: "mention", "entity", "relation", "meeting", "participant", "note" …
    count : int
        How many in this document.
    example : str
        The first of them, in words.
    reason : str
        Why.
    carried : bool
        True where it is not shown in the format but travels with the file, and is back when diplonlp reads it.
    """

    document: str
    kind: str
    count: int = 1
    example: str
    reason: str
    carried: bool = False


class Report(Record, frozen=True, kw_only=True):
    """How a conversion went: how many documents came through, what they lost, which failed.

    Examples
    --------
    >>> loss = Loss(document="d1", kind="meeting", example="met", reason="CoNLL-U has no meetings", carried=True)
    >>> print(Report(documents=1, losses=(loss,)))
    1 document
    not shown, but kept in the file: 1 meeting (CoNLL-U has no meetings; in d1: met)
    """

    documents: int = 0
    losses: tuple[Loss, ...] = ()
    failures: tuple[Failure, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.documents} document{'s' if self.documents != 1 else ''}"]
        totals: Counter[tuple[bool, str, str]] = Counter()
        first: dict[tuple[bool, str, str], Loss] = {}
        for loss in self.losses:
            key = (loss.carried, loss.kind, loss.reason)
            totals[key] += loss.count
            first.setdefault(key, loss)
        for key, count in totals.items():
            how = "not shown, but kept in the file" if first[key].carried else "lost"
            lines.append(
                f"{how}: {count} {first[key].kind} "
                f"({first[key].reason}; in {first[key].document}: {first[key].example})"
            )
        lines += [f"failed: {failure.message}" for failure in self.failures]
        return "\n".join(lines)


class Conversion(Record, frozen=True, kw_only=True):
    """Documents read from another format, with the report of what could not be read."""

    documents: tuple[Document, ...]
    report: Report


class Losses:
    """Collects what one document loses; the same kind for the same reason is counted once."""

    def __init__(self, document: str) -> None:
        self.document = document
        self._found: dict[tuple[str, str, bool], tuple[int, str]] = {}

    def add(self, kind: str, example: str, reason: str, *, carried: bool = False) -> None:
        """Note one loss; the first of its kind is the example."""
        count, first = self._found.get((kind, reason, carried), (0, " ".join(example.split())))
        self._found[kind, reason, carried] = (count + 1, first)

    def records(self) -> list[Loss]:
        """Return them, in the order in which they were first noted."""
        return [
            Loss(document=self.document, kind=kind, count=count, example=example, reason=reason, carried=carried)
            for (kind, reason, carried), (count, example) in self._found.items()
        ]


class Ledger:
    """Collects the report while documents pass by one at a time."""

    def __init__(self) -> None:
        self.documents = 0
        self._losses: list[Loss] = []
        self._failures: list[Failure] = []
        self.first_error: InputError | None = None

    def close(self, losses: Losses) -> None:
        """Take what one document lost; called once it has come through."""
        self.documents += 1
        self._losses += losses.records()

    def fail(self, error: InputError) -> None:
        """Note a document that could not be read or written; the others go on."""
        self.first_error = self.first_error or error
        self._failures.append(
            Failure(source=error.source, error=type(error).__name__, message=str(error), line=error.line)
        )

    def skip(self, failure: Failure) -> None:
        """Note a failure somebody else has recorded."""
        self._failures.append(failure)

    @property
    def nothing_but_failures(self) -> bool:
        """Whether something failed and no document came through."""
        return not self.documents and bool(self._failures)

    def report(self) -> Report:
        """Return what was noted so far."""
        return Report(documents=self.documents, losses=tuple(self._losses), failures=tuple(self._failures))
