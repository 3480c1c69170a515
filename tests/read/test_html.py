from __future__ import annotations

import sys
from pathlib import Path

import pytest

from diplonlp.errors import InputError, MissingExtraError
from diplonlp.read import full_text, read_documents, read_html
from diplonlp.records import Failure, Source

PAGE = """<!doctype html><html lang="ru"><head><meta charset="{charset}">
<title>Посол прибыл в Бишкек — Агентство</title>
<meta property="article:published_time" content="2022-03-30T10:00:00+06:00">
<link rel="canonical" href="https://example.org/news/1"></head><body>
<nav><ul><li><a href="/">Главная</a></li><li><a href="/n">Все новости</a></li></ul></nav>
<article><h1>Посол прибыл в Бишкек</h1>
<p>Посол Турции Мехмет Пробный прибыл в Бишкек с рабочим визитом по приглашению министерства иностранных дел.</p>
<p>29 марта 2022 года он встретился с министром и обсудил торговлю, образование и безопасность в регионе.</p>
</article><footer>Все права защищены</footer></body></html>"""


def only(path: Path) -> Source | Failure:
    (document,) = read_documents([path])
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r"])
def test_a_page_gives_its_article(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=encoding).replace("—", "-").encode(encoding))
    source = only(path)
    assert isinstance(source, Source)
    assert (source.id, source.title, source.date) == ("page", "Посол прибыл в Бишкек", "2022-03-30")
    assert source.url == "https://example.org/news/1"
    assert "Мехмет Пробный" in source.text
    assert "Все новости" not in source.text
    assert "Все права" not in source.text
    assert full_text(source).count("Посол прибыл в Бишкек") == 1


def test_a_page_without_an_article_gives_its_visible_text() -> None:
    page = "<html><body><div>Talks</div><script>var hidden = 1;</script></body></html>"
    assert read_html(page).text == "Talks"


@pytest.mark.parametrize("page", ["", "   ", "<html><body></body></html>", "<html><script>x()</script></html>"])
def test_a_page_without_text_is_an_error(page: str) -> None:
    with pytest.raises(InputError, match="no text"):
        read_html(page)


def test_an_empty_page_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.touch()
    told = only(path)
    assert isinstance(told, Failure)
    assert told.source == str(path)


def test_without_trafilatura_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"diplonlp\[html\]"):
        read_html(PAGE)
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    told = only(path)
    assert isinstance(told, Failure)
    assert told.error == "MissingExtraError"
