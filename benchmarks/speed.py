"""Time and memory of the whole pipeline, beside natasha's segmentation, names, morphology and syntax.

    python benchmarks/speed.py                          # everything, as Markdown tables
    python benchmarks/speed.py --limit 20 --words ""    # a quick look: few documents, no long texts

One run, one thread, one core. Each system and language has a process of its own, so that its peak memory is its own.
Needs ``../shared/corpora`` and ``../shared/eval/baseline_natasha.py`` (or ``--corpora PATH``). natasha stops at trees;
diplonlp goes on to mentions, links, relations, topics and meetings, so the two do not do the same work.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpora import CORPORA, ONE_THREAD, corpus_path, evaluation_script, one_core, read_corpus

# Corpus to the most documents read of it.
CORPUS: dict[str, dict[str, int | None]] = {
    "ru": {"ru/nerel-dev": None, "ru/factrueval-dev": None, "ru/slavicner-dev": None},
    "en": {"en/gum_dev": None, "en/re3d_dev": None, "en/redocred_dev": 100},
}
# The dev corpora in Russian are shorter than the longest text, and a text repeated would be easier than a real one.
LONG = {"ru": "ru/nerel-train", "en": "en/redocred_dev"}
FIRST = {
    "ru": "Министр иностранных дел Казахстана Данияр Оспанов прибыл в Бишкек.",
    "en": "Turkish Foreign Minister Kemal Aydin arrived in Astana on Tuesday.",
}


def worker(lang: str, path: Path, heads: bool = False) -> dict[str, Any]:
    """Read the texts of a file with diplonlp in this process: load, first document, all documents, peak memory.

    With *heads* only the language's pipeline runs: tokens to mentions, tags and trees, as natasha's does. The language
    "ru+en" reads every other text with each of the two.
    """
    texts: list[str] = json.loads(path.read_text(encoding="utf-8"))
    began = time.perf_counter()
    import diplonlp

    nlp = diplonlp.load()
    languages = [nlp.language(name) for name in lang.split("+")]
    load = time.perf_counter() - began
    loaded = _peak_mb()
    for name in lang.split("+"):
        nlp(FIRST[name])  # what is still lazy is not the corpus's to pay
    read: Callable[[str], object] = languages[0] if heads else nlp
    wall, cpu = time.perf_counter(), time.process_time()
    for text in texts:
        read(text)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"docs": len(texts), "words": sum(len(text.split()) for text in texts), "load_s": load, "wall_s": wall,
            "cpu_s": cpu, "rss_loaded_mb": loaded, "peak_rss_mb": _peak_mb()}  # fmt: skip


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def measure(lang: str, texts: list[str], heads: bool = False) -> dict[str, Any]:
    """What :func:`worker` says of *texts*, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.json")
        path.write_text(json.dumps(texts), encoding="utf-8")
        return _json_of(sys.executable, __file__, *(["--heads"] if heads else []), "--worker", lang, path)


def measure_natasha(corpora: Path, texts: list[str]) -> dict[str, Any]:
    """The same of natasha: segmentation, names, morphology, syntax."""
    script = evaluation_script(corpora, "baseline_natasha.py")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.jsonl")
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        found = _json_of(sys.executable, script, "bench", "--stage", "ner+morph+syntax", path)
    return found | {"words": sum(len(text.split()) for text in texts), "load_s": found["import_s"] + found["load_s"]}


def _json_of(*command: str | Path) -> dict[str, Any]:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def corpus_texts(corpora: Path, lang: str, limit: int | None) -> list[str]:
    """The texts of a language's dev corpora."""
    texts: list[str] = []
    for name, most in CORPUS[lang].items():
        texts += [doc["text"] for doc in read_corpus(corpus_path(corpora, name), limit or most)]
    return texts


def long_text(corpora: Path, lang: str, words: int) -> str:
    """Documents of one corpus joined until they have *words* words."""
    parts, count = [], 0
    for doc in read_corpus(corpus_path(corpora, LONG[lang])):
        parts.append(doc["text"])
        count += len(doc["text"].split())
        if count >= words:
            break
    return "\n\n".join(parts)


def compare(corpora: Path, limit: int | None) -> list[dict[str, Any]]:
    """Natasha and diplonlp on the Russian corpora, diplonlp on the English ones; one process with both languages."""
    russian, english = (corpus_texts(corpora, lang, limit) for lang in ("ru", "en"))
    peer = measure_natasha(corpora, russian)
    rows = [
        {"system": "natasha", "lang": "ru", **peer},
        {"system": "diplonlp, mentions, tags, trees", "lang": "ru", **measure("ru", russian, heads=True)},
        {"system": "diplonlp", "lang": "ru", **measure("ru", russian)},
        {"system": "diplonlp, mentions, tags, trees", "lang": "en", **measure("en", english, heads=True)},
        {"system": "diplonlp", "lang": "en", **measure("en", english)},
        {"system": "diplonlp", "lang": "ru+en", **measure("ru+en", [*russian[:60], *english[:60]])},
    ]
    for row in rows:
        row["docs_per_s"] = row["docs"] / row["wall_s"]
        row["words_per_cpu_s"] = row["words"] / row["cpu_s"]
        row["of_natasha"] = row["words_per_cpu_s"] / rows[0]["words_per_cpu_s"]
    return rows


def startup(times: int = 3) -> dict[str, float]:
    """Seconds of whole processes, the best of some fresh interpreters each."""
    first = "import diplonlp; diplonlp.load()({!r})"
    programs = {
        "python -c pass": ["-c", "pass"],
        "import diplonlp": ["-c", "import diplonlp"],
        "diplonlp --help": ["-m", "diplonlp", "--help"],
        "import, load(), first Russian document": ["-c", first.format(FIRST["ru"])],
        "import, load(), first English document": ["-c", first.format(FIRST["en"])],
    }
    return {name: min(_seconds(arguments) for _ in range(times)) for name, arguments in programs.items()}


def _seconds(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=os.environ | ONE_THREAD)
    return time.perf_counter() - began


def long_texts(corpora: Path, sizes: list[int]) -> list[dict[str, Any]]:
    """One long text a process: whether twice the words take twice the time."""
    return [
        {"lang": lang, **measure(lang, [long_text(corpora, lang, size)])} for lang in ("ru", "en") for size in sizes
    ]


def markdown(result: dict[str, Any]) -> str:
    """The results as Markdown tables."""
    head = "system, language | documents | words | load s | documents/s | words / CPU s | of natasha | peak MB"
    lines = [f"| {head} |", "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for row in result["compared"]:
        lines.append(
            f"| {row['system']}, {row['lang']} | {row['docs']} | {row['words']} | {row['load_s']:.2f} "
            f"| {row['docs_per_s']:.1f} | {row['words_per_cpu_s']:.0f} | {row['of_natasha']:.2f} "
            f"| {row['peak_rss_mb']:.0f} |"
        )
    lines += ["", "| process | s |", "|---|--:|"]
    lines += [f"| `{name}` | {seconds:.2f} |" for name, seconds in result["startup"].items()]
    if result["long"]:
        lines += ["", "| language | words in one text | wall s | CPU s | words / CPU s | peak MB |"]
        lines += ["|---|--:|--:|--:|--:|--:|"]
    for row in result["long"]:
        lines.append(
            f"| {row['lang']} | {row['words']} | {row['wall_s']:.1f} | {row['cpu_s']:.1f} "
            f"| {row['words'] / row['cpu_s']:.0f} | {row['peak_rss_mb']:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with ru/ and en/")
    parser.add_argument("--limit", type=int, help="the first documents of each corpus alone")
    parser.add_argument("--words", default="10000,20000,40000,80000", help="sizes of the long texts; empty for none")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--heads", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--worker", nargs=2, metavar=("LANG", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    one_core()
    if args.worker:
        print(json.dumps(worker(args.worker[0], Path(args.worker[1]), args.heads)))
        return
    sizes = [int(size) for size in args.words.split(",") if size]
    result = {
        "compared": compare(args.corpora, args.limit),
        "startup": startup(),
        "long": long_texts(args.corpora, sizes),
    }
    print(json.dumps(result, indent=1) if args.json else markdown(result))


if __name__ == "__main__":
    main()
