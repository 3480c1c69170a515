"""A network whose files are missing, damaged or another version's says which file it is, and what to do."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import diplonlp
from diplonlp.errors import ModelError
from diplonlp.lang import models
from diplonlp.lang import russian as russian_module
from diplonlp.lang.english import english
from diplonlp.lang.models import model_path, write_manifest
from diplonlp.lang.russian import russian
from diplonlp.neural.words import LOOKUPS

PLACES = models._PLACES
REINSTALL = r"pip install --force-reinstall diplonlp"
LOADERS: dict[str, Callable[[], Language]] = {"english": english, "russian": russian}


@pytest.fixture(params=["english", "russian"])
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copy a model to the place diplonlp looks in; the text is read with it, and with nothing else."""
    copy = tmp_path / name
    shutil.copytree(model_path(name), copy)
    monkeypatch.setattr(models, "_PLACES", (tmp_path,))
    yield copy
    shutil.rmtree(copy, ignore_errors=True)  # 25 MB each


def refuses(name: str, file: str) -> str:
    """Load a model that cannot be; the message names the file and says what to do."""
    with pytest.raises(ModelError, match=rf"{file}: .*{REINSTALL}") as raised:
        LOADERS[name]()
    return str(raised.value)


def about(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    return found


def test_a_whole_copy_is_loaded(name: str, folder: Path) -> None:
    doc = LOADERS[name]()("Sigrid Halvorsen, Сигрид Халворсен")
    assert doc.spans["diplonlp_found"]


@pytest.mark.parametrize("where", [0.0, 0.001, 0.5, 0.999])
def test_one_flipped_bit(name: str, folder: Path, where: float) -> None:
    file = folder / "network.onnx"
    content = bytearray(file.read_bytes())
    content[int(where * len(content))] ^= 1
    file.write_bytes(content)
    assert "damaged" in refuses(name, "network.onnx")


@pytest.mark.parametrize("file", ["network.onnx", "model.json"])
def test_a_missing_file(name: str, folder: Path, file: str) -> None:
    (folder / file).unlink()
    refuses(name, file)


@pytest.mark.parametrize("file", ["network.onnx", "model.json"])
def test_a_file_that_is_a_folder(name: str, folder: Path, file: str) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()
    refuses(name, file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(name: str, folder: Path) -> None:
    (folder / "network.onnx").chmod(0)
    refuses(name, "network.onnx")


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.3, 0.9999])
def test_a_network_cut_short_in_the_making(name: str, folder: Path, share: float) -> None:
    """The manifest was written after the damage was done: onnxruntime is the one that notices."""
    file = folder / "network.onnx"
    content = file.read_bytes()
    file.write_bytes(content[: int(share * len(content))])
    write_manifest(folder)
    refuses(name, "network.onnx")


@pytest.mark.parametrize("content", ["", "{", "\x00", "'house'", "{}", "[]", "3"])
def test_a_description_that_is_none(name: str, folder: Path, content: str) -> None:
    (folder / "model.json").write_text(content, encoding="utf-8")
    write_manifest(folder)
    refuses(name, "model.json")


@pytest.mark.parametrize(
    "lookups",
    [
        [],
        LOOKUPS[:-1],
        (*LOOKUPS, "weather"),
        LOOKUPS[::-1],  # the same look-ups in other columns
    ],
)
def test_a_model_made_for_other_look_ups(name: str, folder: Path, lookups: tuple[str, ...]) -> None:
    """It would read every column as another: nothing would fail, and everything would be wrong."""
    (folder / "model.json").write_text(json.dumps(about(folder) | {"lookups": lookups}), encoding="utf-8")
    write_manifest(folder)
    assert "look-ups" in refuses(name, "model.json")


@pytest.mark.parametrize("name", ["english"])
def test_missing_word_pieces(name: str, folder: Path) -> None:
    (folder / "vocab.txt").unlink()
    refuses(name, "vocab.txt")


def test_no_model_at_all(name: str, folder: Path) -> None:
    shutil.rmtree(folder)
    with pytest.raises(ModelError, match=REINSTALL):
        LOADERS[name]()


@pytest.mark.parametrize("name", ["english"])
def test_a_damaged_model_does_not_hinder_the_other_language(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "model.json").unlink()
    monkeypatch.setattr(models, "_PLACES", (folder.parent, *PLACES))
    nlp = diplonlp.load()
    assert nlp("Президент прибыл в Баку.").mentions
    with pytest.raises(ModelError, match=r"model\.json"):
        nlp("The president arrived in Baku.")


# -- the weights in natasha's wheel -------------------------------------------------------------------------------


@pytest.fixture
def forgotten_vectors() -> Iterator[None]:
    """Vectors already read would hide that the files are gone."""
    russian_module.navec.cache_clear()
    yield
    russian_module.navec.cache_clear()


@pytest.mark.usefixtures("forgotten_vectors")
def test_natasha_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(russian_module, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"natasha.*pip install --force-reinstall 'natasha"):
        russian()


@pytest.mark.usefixtures("forgotten_vectors")
@pytest.mark.parametrize("content", [None, b"", b"not a tar file", b"\x00" * 10240])
def test_damaged_vectors(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "emb").mkdir()
        (tmp_path / "emb" / "navec_news_v1.tar").write_bytes(content)
    monkeypatch.setattr(russian_module, "_data_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"(?s)navec_news.*pip install --force-reinstall 'natasha"):
        russian()


@pytest.mark.usefixtures("forgotten_vectors")
def test_vectors_cut_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = next((russian_module._data_folder() / "emb").glob("navec_news_*.tar"))
    (tmp_path / "emb").mkdir()
    (tmp_path / "emb" / whole.name).write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    monkeypatch.setattr(russian_module, "_data_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"(?s)navec_news.*damaged.*pip install"):
        russian()
