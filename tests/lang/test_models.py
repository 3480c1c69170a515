"""A model that is missing or damaged says so, and says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from diplonlp.errors import ModelError
from diplonlp.lang import models
from diplonlp.lang.english import english
from diplonlp.lang.models import check_model, model_path, write_manifest


@pytest.fixture
def copied_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the English model, in the place diplonlp looks."""
    copy = tmp_path / "english"
    shutil.copytree(model_path("english"), copy)
    monkeypatch.setattr(models, "_PLACES", (tmp_path,))
    return copy


@pytest.mark.parametrize("name", ["english", "russian"])
def test_the_shipped_models_are_whole(name: str) -> None:
    check_model(model_path(name))


def test_missing_model_names_both_places() -> None:
    with pytest.raises(ModelError, match="pip install --force-reinstall diplonlp") as raised:
        model_path("klingon")
    assert all(str(place / "klingon") in str(raised.value) for place in models._PLACES)


def test_one_flipped_bit(copied_model: Path) -> None:
    file = copied_model / "network.onnx"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"network\.onnx: damaged.*pip install --force-reinstall diplonlp"):
        english()


@pytest.mark.parametrize("name", ["network.onnx", "model.json", "vocab.txt"])
def test_missing_file(copied_model: Path, name: str) -> None:
    (copied_model / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}: cannot be read.*pip install --force-reinstall diplonlp"):
        english()


def test_missing_manifest(copied_model: Path) -> None:
    (copied_model / models.MANIFEST).unlink()
    with pytest.raises(ModelError, match=r"'english' is not in .*pip install --force-reinstall diplonlp"):
        english()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sha256": 3}', "{}"])
def test_broken_manifest(copied_model: Path, content: str) -> None:
    (copied_model / models.MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="not a model's manifest"):
        english()


def test_manifest_leaves_the_card_free(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"1")
    (tmp_path / "CARD.md").write_text("before")
    write_manifest(tmp_path)
    (tmp_path / "CARD.md").write_text("after")
    check_model(tmp_path)


@pytest.mark.parametrize("name", ["english", "russian"])
def test_no_pickle_in_the_models(name: str) -> None:
    """Pickles run code when read; protocols 2 to 5 begin with these bytes."""
    openings = tuple(bytes((0x80, protocol)) for protocol in range(2, 6))
    for file in model_path(name).rglob("*"):
        assert file.suffix not in (".pkl", ".pickle"), file
        assert not (file.is_file() and file.read_bytes().startswith(openings)), file
