"""How well people, bodies and places are told one across documents: on gold mentions of the Russian corpora with ids.

    python benchmarks/across.py [--corpora PATH] [--wrong 20]

SlavicNER has ids of its own, NEREL Wikidata's. Every actor of a document becomes an entity with the fullest name that
the document gives and nothing else: no title, no state of a person, of a body only what the tables know by its name; so
it is the names alone that are measured. ``lone`` are people whom a document never names in full. ``--wrong`` shows
clusters of several actors.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from aliases import b_cubed
from corpora import CORPORA, corpus_path, one_core, read_corpus

SETS = ("ru/slavicner-train", "ru/slavicner-dev", "ru/nerel-train", "ru/nerel-dev")


def actors(document: dict[str, Any], label: str) -> dict[str, list[str]]:
    """The names of every actor of a document by the actor's id."""
    found: dict[str, list[str]] = defaultdict(list)
    for span in document["spans"]:
        if span["label"] == label and span.get("entity"):
            found[span["entity"]].append(span.get("lemma") or document["text"][span["start"] : span["end"]])
    return found


def entity(key: str, label: Any, names: list[str]) -> Any:
    """An entity of these names; a body with its id and state where the tables know it by its name."""
    from diplonlp import Entity
    from diplonlp.knowledge.facts import organizations
    from diplonlp.link.known_names import is_open, known_ids
    from diplonlp.link.names import canonical_person
    from diplonlp.link.term_words import term_name

    if label == "PERSON":
        return Entity(id=key, label=label, name=canonical_person(tuple(names)))
    counts = Counter(names)
    fullest = max(counts, key=lambda name: (len(name.split()), counts[name], name))
    parts = term_name(fullest)
    known = known_ids(parts, label) if label == "ORG" and not is_open(parts) else frozenset()
    if len(known) != 1:
        return Entity(id=key, label=label, name=fullest)
    return Entity(
        id=key, label=label, name=fullest, kb=f"org:{min(known)}", state=organizations()[min(known)].state or None
    )


def score(name: str, documents: list[dict[str, Any]], label: str, wrong: int) -> None:
    """Put a corpus into a store and print a line of the table."""
    from diplonlp import Document, EntityStore
    from diplonlp.link.names import parse_name

    truth: dict[str, str] = {}
    called: dict[str, str] = {}
    with EntityStore() as store:
        for number, document in enumerate(documents):
            found = actors(document, label)
            entities = tuple(entity(f"e{place}", label, found[actor]) for place, actor in enumerate(sorted(found)))
            truth.update((f"{number}#{one.id}", actor) for one, actor in zip(entities, sorted(found), strict=True))
            called.update((f"{number}#{one.id}", one.name) for one in entities)
            store.add(Document(id=str(number), lang="ru", text="", entities=entities))
        groups = {key: frozenset(keys) for _, keys in store.clusters() for key in keys}
    by_actor: dict[str, set[str]] = defaultdict(set)
    for key, actor in truth.items():
        by_actor[actor].add(key)
    gold = {key: frozenset(by_actor[actor]) for key, actor in truth.items()}
    lone = str(sum(not parse_name(text).full for text in called.values())) if label == "PERSON" else ""
    precision, recall, f1 = b_cubed(gold, groups)
    size = f"{len(documents)} | {len(truth)} | {lone} | {len(by_actor)}"
    print(f"| {name} | {label} | {size} | {precision:.3f} | {recall:.3f} | **{f1:.3f}** |")
    mixed = [group for group in set(groups.values()) if len({truth[key] for key in group}) > 1]
    for group in sorted(mixed, key=sorted)[:wrong]:
        print("  ", " / ".join(sorted({f"{called[key]} = {truth[key]}" for key in group})))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with ru/ and en/")
    parser.add_argument("--wrong", type=int, default=0, help="show this many clusters of several actors")
    arguments = parser.parse_args()
    one_core()
    print("| corpus | label | documents | actors in them | lone | actors | B³ P | R | F1 |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for label in ("PERSON", "ORG", "LOC"):
        for name in SETS:
            score(name, read_corpus(corpus_path(arguments.corpora, name)), label, arguments.wrong)


if __name__ == "__main__":
    main()
