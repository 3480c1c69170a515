"""Annotated documents to look at: tables in a terminal, HTML in a notebook."""

from diplonlp.view.notebook import document_html
from diplonlp.view.tables import corpus_text, document_text, print_documents

__all__ = ["corpus_text", "document_html", "document_text", "print_documents"]
