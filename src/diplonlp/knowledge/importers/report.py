"""What became of the rows of an import: how many were taken, what was left out and why, what was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from diplonlp.knowledge.problems import KnowledgeProblem


class ImportReport:
    """Counts what an import takes and leaves out, and keeps or passes on what is wrong.

    Parameters
    ----------
    on_problem : callable, optional
        Called with each :class:`~diplonlp.knowledge.problems.KnowledgeProblem` as it is met; without it they are kept
        in ``problems``.

    Attributes
    ----------
    taken : Counter
        Records by type.
    left_out : Counter
        What a source has and a file of knowledge has no place for, by reason.
    problems : list of KnowledgeProblem
        Rows that could not be taken because something is wrong with them.

    Examples
    --------
    >>> report = ImportReport()
    >>> report.leave_out("schema Vessel")
    >>> report.leave_out("schema Vessel")
    >>> str(report)
    'nothing taken; left out: schema Vessel (2)'
    """

    def __init__(self, on_problem: Callable[[KnowledgeProblem], None] | None = None) -> None:
        self.taken: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.problems: list[KnowledgeProblem] = []
        self.failed = 0
        self._on_problem = on_problem

    def __str__(self) -> str:
        parts = [", ".join(f"{count} {what}" for what, count in self.taken.items()) or "nothing taken"]
        if self.left_out:
            parts.append("left out: " + ", ".join(f"{why} ({count})" for why, count in self.left_out.most_common()))
        if self.failed:
            parts.append(f"problems: {self.failed}")
        return "; ".join(parts)

    def leave_out(self, reason: str, count: int = 1) -> None:
        """Count what a file of knowledge has no place for."""
        self.left_out[reason] += count

    def problem(self, message: str, *, file: Path | str = "", line: int | None = None, column: str = "") -> None:
        """Note that something is wrong."""
        self.failed += 1
        found = KnowledgeProblem(message=message, file=str(file), line=line, column=column)
        if self._on_problem is None:
            self.problems.append(found)
        else:
            self._on_problem(found)
