"""A web page into the text of its article."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from diplonlp.errors import InputError, MissingExtraError

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD_BYTES = 4_096
# "Talks in Vienna | Agency": the name of the site behind a headline.
_SITE_NAME = re.compile(r"\s+[|—–-]\s+\S.*$")


class Article(NamedTuple):
    """The text of a page, and what its markup says about it."""

    text: str
    title: str | None
    date: str | None
    url: str | None


def read_html(page: str) -> Article:
    """Return the article of a web page without its menus, advertisements and footers.

    Where no article can be told apart, all the visible text is taken.

    Parameters
    ----------
    page : str
        The page's HTML.

    Raises
    ------
    InputError
        When the page shows no text.
    MissingExtraError
        When trafilatura is not installed.

    Examples
    --------
    >>> read_html("<html><body><article><p>The envoys met in Vienna.</p></article></body></html>").text
    'The envoys met in Vienna.'
    """
    trafilatura = _load_trafilatura()
    try:
        found = _extract(trafilatura, page)
        text = (found.get("text") or "").strip() or _visible_text(trafilatura, page)
    except Exception as error:  # a broken page makes lxml and trafilatura raise errors of many kinds
        raise InputError(f"the page cannot be parsed ({error}); save its text as .txt") from error
    if not text:
        raise InputError("the page shows no text; a page that is filled by scripts has to be saved as text first")
    return Article(text, _headline(found.get("title"), text), found.get("date") or None, found.get("url") or None)


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding a page names in its head.

    Parameters
    ----------
    data : bytes
        The page as saved.

    Examples
    --------
    >>> declared_encoding(b'<html><head><meta charset="windows-1251">')
    'windows-1251'
    """
    match = _CHARSET.search(data[:_HEAD_BYTES])
    return match[1].decode("ascii", errors="ignore") if match else None


def _load_trafilatura() -> Any:
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtraError("trafilatura", "html", "reading web pages") from error
    return trafilatura


def _extract(trafilatura: Any, page: str) -> dict[str, Any]:
    """Run trafilatura without its search for a date in the whole page: a day in the story is not the publication's."""
    document = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return document.as_dict() if document is not None else {}


def _visible_text(trafilatura: Any, page: str) -> str:
    if not page.strip():
        return ""
    _, text, _ = trafilatura.baseline(page)
    return str(text or trafilatura.html2txt(page)).strip()


def _headline(title: str | None, text: str) -> str | None:
    """Return the title, without the site's name where the article's first line shows what the headline is."""
    if not title:
        return None
    first_line = text.partition("\n")[0].strip()
    shortened = _SITE_NAME.sub("", title)
    return first_line if first_line.casefold() == shortened.casefold() else title
