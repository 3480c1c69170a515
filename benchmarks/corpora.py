"""What the benchmarks share: the corpora, the peers' scripts, and the pinning to one thread and one core."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPORA = SHARED / "corpora"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def one_core() -> None:
    """Keep this process to one thread and one core; call it before numpy is imported."""
    os.environ.update(ONE_THREAD)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def evaluation_script(corpora: Path, name: str) -> Path:
    """Path of a script of ``shared/eval``, which stands beside the corpora."""
    return _existing(corpora.parent / "eval" / name)


def corpus_path(corpora: Path, name: str) -> Path:
    """Path of a corpus by its short name: ``"ru/nerel-dev"``."""
    return _existing(corpora / f"{name}.jsonl.gz")


def read_corpus(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The documents of a gzipped JSON Lines file, or its first *limit*."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(limit or sys.maxsize), lines, strict=False)]


def _existing(path: Path) -> Path:
    if not path.exists():
        sys.exit(f"{path} is not there: give the folder that holds the corpora, ru/ and en/: --corpora PATH")
    return path
