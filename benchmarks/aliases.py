"""How well two names are told to be one actor's: on the project's alias pairs, beside a peer, with the speed.

    python benchmarks/aliases.py [--pairs ../shared/benchmarks/aliases-dev.jsonl] [--misses 20]

F1 at equal prevalence, as the pairs' README counts: precision is the rate of true links over that and the rate of false
ones, so that a sort with few negatives counts like any other. Rows of kind "demonym" and "opaque" are not scored. The
last table gives every name of the pairs to a store, shuffled, each as a document that says nothing else; its gold
clusters are what the positive pairs join. They are not whole: many an actor is in two of them, so a second F1 takes as
one what has an equal name, in either script, in both (of people, an equal full name).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from corpora import SHARED, one_core

LABELS: dict[str, Any] = {"person": "PERSON", "organization": "ORG", "gpe": "STATE"}
UNSCORED = ("demonym", "opaque")
PEER_THRESHOLD = 80.0  # of 100, where rapidfuzz does best on these pairs
Row = dict[str, Any]


def scored(rows: list[Row], says: Callable[[Row], bool]) -> tuple[float, float, float]:
    """Precision and F1 at equal prevalence, and recall."""
    linked: dict[int, list[bool]] = {0: [], 1: []}
    for row in rows:
        linked[row["label"]].append(says(row))
    true, false = (sum(linked[label]) / max(len(linked[label]), 1) for label in (1, 0))
    precision = true / (true + false) if true + false else 0.0
    return precision, true, 2 * precision * true / (precision + true) if precision + true else 0.0


def groups(rows: list[Row]) -> dict[str, list[Row]]:
    """The sorts that are reported; what has no negatives of its own takes those of its type and languages."""
    found: dict[str, list[Row]] = {}
    for kind, name in (("person", "people"), ("organization", "organisations"), ("gpe", "states, places")):
        of_type = [row for row in rows if row["type"] == kind]
        found[name] = of_type
        for pair in ("en-ru", "ru-ru", "en-en"):
            found[f"{name}, {pair}"] = [row for row in of_type if row["pair"] == pair]
        translated = [row for row in of_type if row["kind"] == "translation" or row["label"] == 0]
        if any(row["label"] for row in translated):
            found[f"{name}, translations and acronyms"] = translated
            in_tables = [row for row in translated if row["label"] == 0 or is_known(row)]
            found[f"{name}, translations and acronyms of what the tables have"] = in_tables
    return found


def is_known(row: Row) -> bool:
    """Whether the tables have one of a pair's names, under whatever form."""
    from diplonlp.link.known_names import known_ids
    from diplonlp.link.term_words import term_name

    return any(known_ids(term_name(row[side]), LABELS[row["type"]]) for side in "ab")


def halves(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Two halves with different names: pairs that share a name, or are joined by others, stay together."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for row in rows:
        parent[root(row["a"])] = root(row["b"])
    roots = sorted({root(row["a"]) for row in rows})
    random.Random(1).shuffle(roots)
    first = set(roots[: len(roots) // 2])
    return [r for r in rows if root(r["a"]) in first], [r for r in rows if root(r["a"]) not in first]


def table(rows: list[Row], says: Callable[[Row], bool], peer: Callable[[Row], bool]) -> None:
    print("| pairs | positive | negative | P | R | F1 | F1, first half | F1, second half | rapidfuzz F1 |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    first, second = (groups(half) for half in halves(rows))
    for name, chosen in groups(rows).items():
        counts = Counter(row["label"] for row in chosen)
        if not counts[0]:
            continue
        precision, recall, f1 = scored(chosen, says)
        by_half = [scored(half.get(name, []), says)[2] for half in (first, second)]
        print(
            f"| {name} | {counts[1]} | {counts[0]} | {precision:.3f} | {recall:.3f} | **{f1:.3f}** "
            f"| {by_half[0]:.3f} | {by_half[1]:.3f} | {scored(chosen, peer)[2]:.3f} |"
        )


def clusters(names: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Each name's cluster: names joined by links."""
    groups_of: dict[str, set[str]] = {name: {name} for name in names}
    for a, b in links:
        if groups_of[a] is not groups_of[b]:
            joined = groups_of[a] | groups_of[b]
            for name in joined:
                groups_of[name] = joined
    return {name: frozenset(group) for name, group in groups_of.items()}


def b_cubed(gold: dict[str, frozenset[str]], found: dict[str, frozenset[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of clusters, counted by name."""
    shared = {name: len(gold[name] & found[name]) for name in gold}
    precision = sum(shared[n] / len(found[n]) for n in gold) / len(gold)
    recall = sum(shared[n] / len(gold[n]) for n in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=SHARED / "benchmarks" / "aliases-dev.jsonl")
    parser.add_argument("--misses", type=int, default=0, help="show this many wrong answers of each type")
    arguments = parser.parse_args()
    one_core()
    if not arguments.pairs.exists():
        sys.exit(f"{arguments.pairs} is not there: give the file of alias pairs: --pairs PATH")
    from anyascii import anyascii
    from rapidfuzz import fuzz

    from diplonlp import compare_names

    rows = [json.loads(line) for line in arguments.pairs.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["kind"] not in UNSCORED]

    def says(row: Row) -> bool:
        return compare_names(row["a"], row["b"], label=LABELS[row["type"]]).same

    def peer(row: Row) -> bool:
        folded = (anyascii(row[side]).lower() for side in "ab")
        return bool(fuzz.token_sort_ratio(*folded) >= PEER_THRESHOLD)

    says(rows[0])  # the tables are read
    begin = time.process_time()
    answers = [says(row) for row in rows]
    rate = len(rows) / (time.process_time() - begin)
    begin = time.process_time()
    for _ in range(5):
        for row in rows:
            says(row)
    again = 5 * len(rows) / (time.process_time() - begin)
    table(rows, says, peer)
    print(f"\n{rate:,.0f} pairs a CPU second with every name new, {again:,.0f} with names seen before.\n")
    print("| names clustered | names | B³ P | R | F1 | F1, equal names one | negative pairs joined |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for kind, label in LABELS.items():
        cluster_table(kind, label, [row for row in rows if row["type"] == kind])
    for kind in LABELS:
        wrong = [(r, a) for r, a in zip(rows, answers, strict=True) if r["type"] == kind and bool(r["label"]) != a]
        for row, said in sorted(wrong, key=lambda item: item[1], reverse=True)[: arguments.misses]:
            print("joined" if said else "apart ", row["kind"], row["pair"], "|", row["a"], "|", row["b"])


def cluster_table(kind: str, label: str, rows: list[Row]) -> None:
    """Cluster all names of a sort as a store does, and print how well."""
    from diplonlp import Document, Entity, EntityStore
    from diplonlp.link.scripts import fold

    names = sorted({row[side] for row in rows for side in "ab"})
    random.Random(1).shuffle(names)
    gold = clusters(names, [(row["a"], row["b"]) for row in rows if row["label"]])
    documents = (
        Document(id=str(number), lang="und", text="", entities=(Entity(id="e", label=label, name=name),))
        for number, name in enumerate(names)
    )
    with EntityStore() as store:
        store.add_many(documents)
        groups_of = (frozenset(names[int(key.partition("#")[0])] for key in keys) for _, keys in store.clusters())
        found = {name: group for group in groups_of for name in group}
    precision, recall, f1 = b_cubed(gold, found)
    first = {fold(name): name for name in reversed(names) if label != "PERSON" or " " in name}
    equal = [(name, first[fold(name)]) for name in names if fold(name) in first]
    lenient = b_cubed(clusters(names, [*equal, *((row["a"], row["b"]) for row in rows if row["label"])]), found)[2]
    false = sum(row["b"] in found[row["a"]] for row in rows if not row["label"])
    negatives = sum(not row["label"] for row in rows)
    shown = " | ".join((f"{precision:.3f}", f"{recall:.3f}", f"**{f1:.3f}**", f"{lenient:.3f}"))
    print(f"| {kind} | {len(names)} | {shown} | {false} of {negatives} |")


if __name__ == "__main__":
    main()
