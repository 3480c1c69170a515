"""Reading: files into documents, documents into blocks of one language, and sentences out of them."""

from __future__ import annotations

from diplonlp.read.blocks import main_language, split_blocks
from diplonlp.read.documents import read_documents
from diplonlp.read.encoding import decode
from diplonlp.read.heads import head_date, head_title
from diplonlp.read.html import read_html
from diplonlp.read.sentences import sentence_at
from diplonlp.read.sources import full_text, iso_date, make_source

__all__ = [
    "decode",
    "full_text",
    "head_date",
    "head_title",
    "iso_date",
    "main_language",
    "make_source",
    "read_documents",
    "read_html",
    "sentence_at",
    "split_blocks",
]
