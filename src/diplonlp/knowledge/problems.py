"""What is wrong in knowledge somebody brings: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from diplonlp.errors import KnowledgeError

_SHOWN = 20


class KnowledgeProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong in a file of knowledge, or one thing in it that could not be used.

    Parameters
    ----------
    message : str
        What is wrong and what to do about it.
    file : str
        The file.
    line : int, optional
        The line, counted from 1.
    column : str
        The column or field, where one is to blame.

    Examples
    --------
    >>> print(KnowledgeProblem(file="people.csv", line=3, column="born", message="'1961?' is no date"))
    people.csv, line 3, column born: '1961?' is no date
    """

    message: str
    file: str = ""
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line is not None else ""
        column = f"column {self.column}" if self.column else ""
        where = ", ".join(part for part in (self.file, line, column) if part)
        return f"{where}: {self.message}" if where else self.message


def fail(problems: Sequence[KnowledgeProblem]) -> None:
    """Raise one error that names the problems; do nothing where there are none.

    Raises
    ------
    KnowledgeError
        With the first twenty of the problems, one a line.
    """
    if not problems:
        return
    lines = [str(problem) for problem in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        lines.append(f"and {len(problems) - _SHOWN} problems more")
    raise KnowledgeError("\n".join(lines))
