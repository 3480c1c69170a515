"""The notebooks run from beginning to end, and the repository holds them without outputs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat", reason="the notebooks are run with nbclient: pip install 'diplonlp[dev]'")
nbclient = pytest.importorskip("nbclient", reason="the notebooks are run with nbclient: pip install 'diplonlp[dev]'")
pytest.importorskip("ipykernel", reason="the notebooks need a kernel: pip install ipykernel")
pytest.importorskip("matplotlib", reason="the notebooks draw: pip install 'diplonlp[notebook]'")

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks() -> None:
    assert [path.name for path in NOTEBOOKS] == ["quickstart.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_stored_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert [cell.source for cell in code_cells(notebook) if cell.outputs or cell.execution_count] == []


@pytest.fixture(scope="session")
def run_notebook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run a notebook in its own folder, as Jupyter does, in the interpreter of the tests."""
    # Kernel files and matplotlib's caches stay out of the home folder.
    scratch = tmp_path_factory.mktemp("jupyter")
    environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    environment |= {"IPYTHONDIR": str(scratch), "MPLCONFIGDIR": str(scratch)}

    def run(path: Path) -> list[Any]:
        notebook = read(path)
        client = nbclient.NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
        )
        client.execute(env=environment)
        return [output for cell in code_cells(notebook) for output in cell.outputs]

    return run


def test_quickstart_answers_and_draws(run_notebook: Any) -> None:
    outputs = run_notebook(NOTEBOOKS[0])
    printed = "".join(output.text for output in outputs if output.output_type == "stream" and output.name == "stdout")
    # One answer of each of the three questions, and the sentence under it.
    assert "8 documents, 0 failures" in printed
    assert "1  Samir al-Khasib - Sigrid Haugland" in printed
    assert "cancelled, 2024-09-09: " in printed
    assert "planned, 2024-09-24: Samir al-Khasib, Sigrid Haugland" in printed
    assert "transport corridors and logistics" in printed
    assert "[ru-01-press-service]" in printed
    shown = [kind for output in outputs for kind in output.get("data", {})]
    assert shown.count("image/png") == 1
    assert "text/html" in shown
