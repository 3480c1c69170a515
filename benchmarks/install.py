"""Install the last commit into new environments, one per Python, and annotate two texts there from outside.

    python benchmarks/install.py                                  # the Pythons of pyenv and of PATH
    python benchmarks/install.py --python /usr/bin/python3.12     # this one

A clone of HEAD is what gets installed, so what is not committed is not there. pip's cache is off: the time is a
first install's, download included.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from corpora import ROOT

WANTED = ("3.11", "3.12", "3.13")
# Real states, invented people: no sentence of a corpus.
TEXTS = (
    "Министр иностранных дел Казахстана Данияр Оспанов встретился в Москве с Сергеем Ветровым. "
    "Стороны обсудили торговлю.",
    "Turkish Foreign Minister Kemal Aydin met Daulet Seitkali in Astana on Tuesday. They discussed energy.",
)


def pythons() -> list[Path]:
    """The interpreters of the wanted versions: pyenv's, else PATH's."""
    found = []
    for version in WANTED:
        pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        path = shutil.which(f"python{version}")
        found += pyenv[-1:] or ([Path(path)] if path else [])
    return found


def clone(folder: Path) -> tuple[Path, str]:
    """A clone of the repository's HEAD, and its commit."""
    target = folder / "diplonlp-clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, target], check=True)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=target, check=True, capture_output=True)
    return target, commit.stdout.decode().strip()


def install(python: Path, source: Path, folder: Path) -> dict[str, Any]:
    """Make an environment, install *source*, try it; say how long it took and how large it is."""
    row: dict[str, Any] = {"python": _output(python, "-c", "import sys; print(sys.version.split()[0])")}
    subprocess.run([python, "-m", "venv", folder], check=True)
    site = next(folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages")
    bare = _megabytes(site)
    began = time.perf_counter()
    pip: list[str | Path] = ["-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--quiet", source]
    done = subprocess.run([_bin(folder, "python"), *pip], capture_output=True, text=True)
    row["seconds"] = round(time.perf_counter() - began, 1)
    if done.returncode:
        return row | {"error": done.stderr.strip()[-3000:]}
    row |= {"megabytes": round(_megabytes(site) - bare), "largest": _largest(site)}
    return row | smoke(folder)


def smoke(environment: Path) -> dict[str, Any]:
    """Annotate two texts with the installed command, in an empty folder; count what it found."""
    # pip compiles what it installs, so this start is the second and later ones' too.
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(TEXTS):
            Path(folder, f"{number}.txt").write_text(text, encoding="utf-8")
        began = time.perf_counter()
        done = subprocess.run(
            [_bin(environment, "diplonlp"), "annotate", "0.txt", "1.txt", "-o", "out.jsonl"],
            cwd=folder, env=clean, capture_output=True, text=True,
        )  # fmt: skip
        seconds = round(time.perf_counter() - began, 1)
        if done.returncode:
            return {"error": done.stderr.strip()[-3000:]}
        docs = [json.loads(line) for line in Path(folder, "out.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {doc["lang"]: {key: len(doc[key]) for key in ("mentions", "meetings")} for doc in docs}
    return {"annotate_s": seconds, "found": found}


def _bin(environment: Path, name: str) -> Path:
    return next(environment.glob(f"bin/{name}"), environment / "Scripts" / f"{name}.exe")


def _output(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _largest(site: Path) -> dict[str, int]:
    sizes = {path.name: round(_megabytes(path)) for path in site.iterdir() if path.is_dir()}
    return dict(sorted(sizes.items(), key=lambda item: -item[1])[:8])


def markdown(rows: list[dict[str, Any]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| Python | install s | MB added | annotate, two files, s | found |", "|---|--:|--:|--:|---|"]
    for row in rows:
        said = row.get("error", "").replace("\n", " ") or json.dumps(row.get("found"))
        size, annotate = row.get("megabytes", "–"), row.get("annotate_s", "–")
        lines.append(f"| {row['python']} | {row['seconds']} | {size} | {annotate} | {said} |")
    return "\n".join(lines)


def main() -> None:
    """Read the options, install, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", type=Path, action="append", help="an interpreter; may be given again")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="diplonlp-install-") as name:
        source, commit = clone(Path(name))
        for number, python in enumerate(args.python or pythons()):
            print(f"{python}: installing commit {commit}", file=sys.stderr)
            environment = Path(name, f"env{number}")
            rows.append({"commit": commit, **install(python, source, environment)})
            shutil.rmtree(environment)
    print(json.dumps(rows, ensure_ascii=False, indent=1) if args.json else markdown(rows))
    sys.exit(any("error" in row for row in rows))


if __name__ == "__main__":
    main()
