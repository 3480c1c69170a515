"""Where the models that come with diplonlp are, and whether they are whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from diplonlp.errors import ModelError

MANIFEST = "manifest.json"
REINSTALL = "reinstall it:  pip install --force-reinstall diplonlp"
_PACKAGE = Path(__file__).resolve().parent.parent
# A wheel carries the models inside the package; an editable install leaves them at the top of the repository.
_PLACES = (_PACKAGE / "models", _PACKAGE.parent.parent / "models")


def model_path(name: str) -> Path:
    """Return the folder of a model that comes with diplonlp.

    Parameters
    ----------
    name : str
        The model's name: "english".

    Raises
    ------
    ModelError
        When the model is in neither of the places it can be in; the message names both.

    Examples
    --------
    >>> model_path("english").name
    'english'
    """
    folders = [place / name for place in _PLACES]
    for folder in folders:
        if (folder / MANIFEST).is_file():
            return folder
    looked = " or ".join(str(folder) for folder in folders)
    raise ModelError(f"the model {name!r} is not in {looked}: {REINSTALL}")


def check_model(path: Path) -> None:
    """Make sure a model is as it was made: every file of its manifest there, byte for byte.

    Parameters
    ----------
    path : Path
        The model's folder.

    Raises
    ------
    ModelError
        When a file is missing, unreadable or changed; the message names it.

    Examples
    --------
    >>> check_model(model_path("english"))
    """
    for name, expected in _manifest(path).items():
        file = path / name
        try:
            found = file_hash(file)
        except OSError as error:
            raise ModelError(f"{file}: cannot be read ({error.strerror}); {REINSTALL}") from error
        if found != expected:
            raise ModelError(f"{file}: damaged, its content is not what was released; {REINSTALL}")


def write_manifest(path: Path) -> None:
    """Record the SHA-256 of every file of a model in its ``manifest.json``; the model card is left out.

    Parameters
    ----------
    path : Path
        The model's folder.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "weights").write_bytes(b"...")
    >>> write_manifest(folder)
    >>> check_model(folder)
    """
    files = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix != ".md")
    hashes = {file.relative_to(path).as_posix(): file_hash(file) for file in files if file.name != MANIFEST}
    (path / MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=1) + "\n", encoding="utf-8")


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _manifest(path: Path) -> dict[str, str]:
    file = path / MANIFEST
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8"))
        return dict(content["sha256"])
    except OSError as error:
        raise ModelError(f"{file}: cannot be read ({error.strerror}); {REINSTALL}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{file}: not a model's manifest; {REINSTALL}") from error
