"""The examples people read are run: doctests of every module, and the Python blocks of the README and docs/."""

from __future__ import annotations

import doctest
import importlib
import io
import pkgutil
import re
from pathlib import Path

import pytest
from rich.console import Console

import diplonlp
from diplonlp.pipeline import LANGUAGES, Pipeline
from diplonlp.view.tables import print_documents

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *(page for folder in ("docs", "data") for page in sorted((ROOT / folder).rglob("*.md"))),
]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")


def module_names() -> list[str]:
    found = (module.name for module in pkgutil.walk_packages(diplonlp.__path__, "diplonlp."))
    return ["diplonlp", *(name for name in found if not name.endswith("__main__"))]


def page_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.fixture
def loaded_once(nlp: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every ``diplonlp.load()`` of an example share the models that the tests have loaded already."""
    for lang in LANGUAGES:
        monkeypatch.setitem(LANGUAGES, lang, lambda _, lang=lang: nlp.language(lang))


def run_examples(module_name: str) -> tuple[doctest.TestResults, str]:
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder().find(importlib.import_module(module_name)):
        runner.run(test, out=report.append)
    return runner.summarize(verbose=False), "".join(report)


@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize("name", module_names())
def test_examples_in_docstrings_are_true(name: str) -> None:
    results, report = run_examples(name)
    assert results.failed == 0, report


def test_a_wrong_example_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplonlp.read.sentences.__doc__", ">>> 1 + 1\n3\n")
    assert run_examples("diplonlp.read.sentences")[0].failed == 1


def code_pages() -> list[Path]:
    return [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))]


def test_there_is_code_to_run() -> None:
    assert {page_name(page) for page in code_pages()} >= {"README.md", "docs/graph.md", "docs/spacy.md"}


@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize("page", code_pages(), ids=page_name)
def test_code_of_the_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "__main__"}
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1))
        # Blank lines in front, so that a traceback names the page's own line.
        exec(compile("\n" * line + block[1], str(page), "exec"), names)


OUTPUT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def squeezed(text: str) -> list[str]:
    """Return the lines that say something, with single spaces."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_output_in_the_readme_is_true(nlp: Pipeline) -> None:
    excerpt = OUTPUT.findall((ROOT / "README.md").read_text(encoding="utf-8"))[0]
    console = Console(width=100, record=True, file=io.StringIO())
    sources = diplonlp.read_documents(ROOT / "data" / "samples")
    print_documents(nlp.pipe(source for source in sources if isinstance(source, diplonlp.Source)), console)
    printed = iter(squeezed(console.export_text()))
    # any() goes on where the line before was found, so the order is checked too.
    missing = [line for line in squeezed(excerpt) if line != "…" and not any(line == real for real in printed)]
    assert missing == [], "the README shows what `make demo` no longer prints; paste the new lines"


@pytest.mark.usefixtures("loaded_once")
@pytest.mark.parametrize("page", ["README.md", "docs/spacy.md"])
def test_output_under_the_code_is_true(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    code = BLOCK.search(text)
    assert code
    exec(compile(code[1], page, "exec"), {})
    expected = OUTPUT.search(text, code.end())
    assert expected
    assert squeezed(capsys.readouterr().out) == squeezed(expected[1])


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    targets = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [target for target in targets if not (page.parent / target).exists()] == []
