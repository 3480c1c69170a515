"""How well people are told one across documents: on gold mentions of the Russian corpora that have ids of people.

    python benchmarks/across.py [--corpora PATH] [--wrong 20]

SlavicNER has an id of its own for every person, NEREL Wikidata's. Every person of a document becomes an entity with the
names that the document gives, in their order, and nothing else: no title, no state; so it is the names alone that are
measured here. ``lone`` are those whom a document never names in full. ``--wrong`` shows clusters of several people.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

from aliases import b_cubed
from corpora import CORPORA, corpus_path, one_core, read_corpus

SETS = ("ru/slavicner-train", "ru/slavicner-dev", "ru/nerel-train", "ru/nerel-dev")


def people(document: dict[str, Any]) -> dict[str, list[str]]:
    """The names of every person of a document by the person's id."""
    found: dict[str, list[str]] = defaultdict(list)
    for span in document["spans"]:
        if span["label"] == "PERSON" and span.get("entity"):
            found[span["entity"]].append(span.get("lemma") or document["text"][span["start"] : span["end"]])
    return found


def score(name: str, documents: list[dict[str, Any]], wrong: int) -> None:
    """Put a corpus into a store and print a line of the table."""
    from diplonlp import Document, Entity, EntityStore
    from diplonlp.link.names import canonical_person, parse_name

    truth: dict[str, str] = {}
    called: dict[str, str] = {}
    with EntityStore() as store:
        for number, document in enumerate(documents):
            entities = []
            for person, names in sorted(people(document).items()):
                entity = Entity(id=f"p{len(entities)}", label="PERSON", name=canonical_person(tuple(names)))
                entities.append(entity)
                truth[f"{number}#{entity.id}"] = person
                called[f"{number}#{entity.id}"] = entity.name
            store.add(Document(id=str(number), lang="ru", text="", entities=tuple(entities)))
        found = {key: frozenset(keys) for _, keys in store.clusters() for key in keys}
    by_person: dict[str, set[str]] = defaultdict(set)
    for key, person in truth.items():
        by_person[person].add(key)
    gold = {key: frozenset(by_person[person]) for key, person in truth.items()}
    lone = sum(not parse_name(text).full for text in called.values())
    precision, recall, f1 = b_cubed(gold, found)
    size = f"{len(documents)} | {len(truth)} | {lone} | {len(by_person)}"
    print(f"| {name} | {size} | {precision:.3f} | {recall:.3f} | **{f1:.3f}** |")
    mixed = [group for group in set(found.values()) if len({truth[key] for key in group}) > 1]
    for group in sorted(mixed, key=sorted)[:wrong]:
        print("  ", " / ".join(sorted({f"{called[key]} = {truth[key]}" for key in group})))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder with ru/ and en/")
    parser.add_argument("--wrong", type=int, default=0, help="show this many clusters of several people")
    arguments = parser.parse_args()
    one_core()
    print("| corpus | documents | people in them | lone | people | B³ P | R | F1 |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    for name in SETS:
        score(name, read_corpus(corpus_path(arguments.corpora, name)), arguments.wrong)


if __name__ == "__main__":
    main()
