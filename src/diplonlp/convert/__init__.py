"""Annotations in other programs' formats, and back: brat, spaCy, CoNLL-U, Label Studio, Prodigy."""

from diplonlp.convert import (  # isort: skip  own first: it has the ending .jsonl before Prodigy
    own,  # noqa: F401
    brat_read,  # noqa: F401
    docbin,  # noqa: F401
    conllu_read,  # noqa: F401
    label_studio_read,  # noqa: F401
    prodigy,  # noqa: F401
)
from diplonlp.convert.formats import (
    FORMATS,
    Format,
    annotation_format,
    convert,
    read_annotations,
    write_annotations,
)
from diplonlp.convert.report import Conversion, Loss, Report

__all__ = [
    "FORMATS",
    "Conversion",
    "Format",
    "Loss",
    "Report",
    "annotation_format",
    "convert",
    "read_annotations",
    "write_annotations",
]
