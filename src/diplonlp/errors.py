"""Every error the library raises, as one tree.

::

    DiplonlpError
    ├── InputError                a document or file that cannot be read
    │   ├── FormatError           the content is not what its format promises (a JSONL line, a CSV column)
    │   └── EncodingError         the bytes are not text in any encoding we know
    ├── DateFormatError           a date given by the user is not a date
    ├── OutputError               a result cannot be written
    ├── ModelError                a model is missing, damaged, or of another version
    ├── KnowledgeError            a knowledge table breaks its own rules
    ├── UnknownNameError          a name nobody registered (a language, a stage, an exporter)
    └── MissingExtraError         an optional package is not installed

Catch :class:`DiplonlpError` to catch them all. Each message says what is wrong, where, and what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable


class DiplonlpError(Exception):
    """Base of every error diplonlp raises on purpose."""


class InputError(DiplonlpError):
    """A document or file that cannot be read.

    Parameters
    ----------
    message : str
        What is wrong and what to do about it.
    source : str
        The path, or the document's id.
    line : int, optional
        The line of the file, counted from 1.
    """

    def __init__(self, message: str, *, source: str = "", line: int | None = None) -> None:
        self.source = source
        self.line = line
        where = source if line is None else f"{source}, line {line}"
        super().__init__(f"{where}: {message}" if where else message)


class FormatError(InputError):
    """The content is not what its format promises: a JSONL line that is not JSON, a CSV without its column."""


class EncodingError(InputError):
    """The bytes are not text in any encoding that could be detected."""


class DateFormatError(DiplonlpError):
    """A date given by the user is not an ISO 8601 date."""


class OutputError(DiplonlpError):
    """A result cannot be written where it was asked for."""


class ModelError(DiplonlpError):
    """A model is missing, damaged, or made for another version."""


class KnowledgeError(DiplonlpError):
    """A knowledge table breaks its own rules; the message names the file and the row."""


class UnknownNameError(DiplonlpError):
    """A name nobody registered; the message lists the known ones.

    Parameters
    ----------
    kind : str
        What was looked up: "language", "exporter".
    name : str
        The name that was asked for.
    known : iterable of str
        The names that exist.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, sorted(known)
        super().__init__(f"no {kind} is called {name!r}; known: {', '.join(self.known) or 'none'}")


class MissingExtraError(DiplonlpError):
    """An optional package is not installed; the message gives the command that installs it.

    Parameters
    ----------
    package : str
        The package that could not be imported.
    extra : str
        The extra of diplonlp that brings it.
    purpose : str
        What it is needed for.
    """

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(f"{purpose} needs {package}: run  pip install 'diplonlp[{extra}]'")
