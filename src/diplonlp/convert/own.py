"""Our own JSON Lines as one of the formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diplonlp.convert.files import writing
from diplonlp.convert.formats import annotation_format
from diplonlp.convert.report import Ledger, Losses
from diplonlp.errors import FormatError
from diplonlp.records import Document, Failure
from diplonlp.write.jsonl import encode_line, read_jsonl

if TYPE_CHECKING:
    from diplonlp.pipeline import Pipeline


def read_own(path: Path, ledger: Ledger) -> Iterator[Document]:
    """Yield the documents of a file that ``diplonlp annotate`` wrote."""

    def fail(failure: Failure) -> None:
        message = failure.message
        ledger.fail(FormatError(message, source=failure.source, line=failure.line))

    for document in read_jsonl(path, on_failure=fail):
        ledger.close(Losses(document.id))
        yield document


def write_own(documents: Iterable[Document], path: Path, ledger: Ledger, trees: Pipeline | None = None) -> None:
    """Write documents as ``diplonlp annotate`` does."""
    with writing(path) as file:
        for document in documents:
            try:
                file.write(encode_line(document))
            except FormatError as error:
                ledger.fail(error)
            else:
                ledger.close(Losses(document.id))


annotation_format("jsonl", ".jsonl", read=read_own, write=write_own)
