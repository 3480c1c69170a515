"""Build stores of generated corpora: time, memory, size of the file, look-ups, and the clusters against the truth.

    python benchmarks/store.py                            # 10,000, 100,000 and 1,000,000 mentions of people
    python benchmarks/store.py --mentions 10000           # a quick look
    python benchmarks/store.py --mentions 10000 --json    # one line of JSON a size

The people are invented: names put together from syllables, in Russian and in several romanisations; family names,
people and pairs that meet follow power laws, so that a few names have very many holders and a few people are named in
very many documents. A mention is a full name, one with patronymic, initials, or a family name with an office; states
and offices are left out often. Each size is built in a process of its own, so that its peak memory is its own; the
generator's share is in it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from diplonlp import Document, Entity, EntityStore, Meeting, Relation, Trigger

SIZES = (10_000, 100_000, 1_000_000)
LOOKUPS = 2_000
ONE_MORE = 15
#: Russian syllable to its romanisations, the commonest first.
SYLLABLES = {
    "ба": ("ba",), "ви": ("vi",), "гор": ("gor",), "да": ("da",), "е": ("ye", "e"), "жа": ("zha",),
    "зу": ("zu",), "ки": ("ki",), "ле": ("le",), "ман": ("man",), "ну": ("nu",), "рос": ("ros",),
    "сти": ("sti",), "тай": ("tai", "tay"), "фе": ("fe",), "ха": ("kha", "ha"), "чи": ("chi",), "шу": ("shu",),
    "яр": ("yar", "iar"), "ю": ("yu", "iu"), "гу": ("gu",), "мел": ("mel",), "пен": ("pen",), "ко": ("ko",),
    "дор": ("dor",), "ал": ("al",), "тим": ("tim",), "вар": ("var",), "сау": ("sau",), "неб": ("neb",),
}  # fmt: skip
#: Ending of a family name to its feminine and the romanisations of both.
ENDINGS = {
    "ов": ("ова", ("ov",), ("ova",)),
    "ев": ("ева", ("ev",), ("eva",)),
    "ин": ("ина", ("in",), ("ina",)),
    "енко": ("енко", ("enko",), ("enko",)),
    "ский": ("ская", ("sky", "skiy"), ("skaya", "skaia")),
    "баев": ("баева", ("bayev", "baev"), ("bayeva", "baeva")),
}
STATES = (
    "RUS",
    "KAZ",
    "KGZ",
    "UZB",
    "TJK",
    "BLR",
    "ARM",
    "AZE",
    "TUR",
    "CHN",
    "IRN",
    "IND",
    "PAK",
    "SRB",
    "DEU",
    "FRA",
)
OFFICES = 60


class Person(NamedTuple):
    """An invented person: every name as Russian and a tuple of romanisations."""

    given: tuple[str, tuple[str, ...]]
    patronymic: str
    family: tuple[str, tuple[str, ...]]
    state: str
    office: str
    since: int


class World:
    """People of a corpus, and how often each is named.

    Parameters
    ----------
    mentions : int
        How many mentions there will be; every twelfth is a new person's.
    """

    def __init__(self, mentions: int) -> None:
        self._random = random.Random(mentions)
        count = max(200, mentions // 12)
        given = [self._word(2) for _ in range(300)]
        families = [self._word(self._random.choice((2, 2, 3))) for _ in range(max(500, count // 5))]
        self._family_weights = list(accumulate(1 / (rank + 5) for rank in range(len(families))))
        self.people = [self._person(given, families) for _ in range(count)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(count)))

    def documents(self, mentions: int) -> Iterator[tuple[Document, list[int]]]:
        """Yield documents with the person behind each of their people, until there are enough mentions."""
        made = number = 0
        while made < mentions:
            people = self._company()[: mentions - made]
            made += len(people)
            yield self._document(f"d{number}", people), people
            number += 1

    def _word(self, length: int) -> tuple[str, tuple[str, ...]]:
        parts = self._random.sample(sorted(SYLLABLES), length)
        first = "".join(SYLLABLES[part][0] for part in parts)
        second = "".join(SYLLABLES[part][-1] for part in parts)
        return "".join(parts).capitalize(), tuple(dict.fromkeys((first.capitalize(), second.capitalize())))

    def _person(self, given: list[Any], families: list[Any]) -> Person:
        choice = self._random
        stem, romanised = families[self._drawn(self._family_weights)]
        ending = choice.choice(sorted(ENDINGS))
        feminine, latin, latin_feminine = ENDINGS[ending]
        woman = choice.random() < 0.25
        shown, spelled = (feminine, latin_feminine) if woman else (ending, latin)
        family = (stem + shown, tuple(dict.fromkeys(r + s for r in romanised for s in spelled)))
        father = choice.choice(given)[0]
        return Person(
            choice.choice(given),
            father.rstrip("аеиюя") + ("овна" if woman else "ович"),
            family,
            choice.choice(STATES),
            f"office{choice.randrange(OFFICES)}",
            choice.randint(2005, 2015),
        )

    def _drawn(self, weights: list[float]) -> int:
        return bisect_left(weights, self._random.random() * weights[-1])

    def _company(self) -> list[int]:
        """People of one document: one by fame, the others mostly of the circle."""
        first = self._drawn(self._weights)
        circle = [(first + step * step) % len(self.people) for step in range(1, 9)]
        size = self._random.randint(1, 5)
        others = (
            self._random.choice(circle) if self._random.random() < 0.7 else self._drawn(self._weights)
            for _ in range(size)
        )
        return list(dict.fromkeys((first, *others)))

    def _document(self, name: str, people: list[int]) -> Document:
        lang = self._random.choice(("ru", "en"))
        entities: list[Entity] = []
        relations = []
        for number, person in enumerate(people):
            told = self.people[person]
            written, with_office = self._written(told, lang)
            state = told.state if self._random.random() < 0.75 else None
            entities.append(Entity(id=f"p{number}", label="PERSON", name=written, state=state))
            if with_office:
                entities.append(
                    Entity(
                        id=f"t{number}", label="TITLE", name=told.office, kb=f"title:{told.office}", state=told.state
                    )
                )
                relations.append(Relation(type="HOLDS_TITLE", source=f"p{number}", target=f"t{number}", start=0, end=1))
        participants = tuple(f"p{number}" for number in range(len(people)))
        meeting = Meeting(
            id="v", participants=participants, trigger=Trigger(start=0, end=3, text="met"), start=0, end=3
        )
        return Document(
            id=name,
            lang=lang,
            text="met",
            date=f"{self.people[people[0]].since + self._random.randint(0, 9)}-{self._random.randint(1, 12):02}-10",
            entities=tuple(entities),
            relations=tuple(relations),
            meetings=(meeting,),
        )

    def _written(self, person: Person, lang: str) -> tuple[str, bool]:
        """A name as one document writes it, and whether the office stands beside it."""
        draw = self._random.random()
        given, family = (
            (person.given[0], person.family[0])
            if lang == "ru"
            else (self._random.choice(person.given[1]), self._random.choice(person.family[1]))
        )
        if draw < 0.08:
            return family, True
        with_office = self._random.random() < 0.4
        if draw < 0.2:
            return f"{_initial(given)}. {family}", with_office
        if draw < 0.35 and lang == "ru":
            return f"{given} {person.patronymic} {family}", with_office
        return f"{given} {family}", with_office


def _initial(given: str) -> str:
    """The first letter, in English two where one Russian letter has two."""
    return given[:2] if given[:2] in ("Zh", "Kh", "Ch", "Sh", "Yu", "Ya", "Ye") else given[0]


def build(mentions: int, path: Path) -> dict[str, Any]:
    """Build a store and measure it."""
    world = World(mentions)
    start, busy = time.perf_counter(), time.process_time()
    with EntityStore.open(path) as store:
        documents = store.add_many(document for document, _ in world.documents(mentions))
        added = time.perf_counter()
        stages: dict[str, float] = {}
        store.link(lambda stage, done, total: stages.update({stage: time.perf_counter() - added}))
        linked, busy = time.perf_counter(), time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return {
            "mentions": mentions,
            "documents": documents,
            "seconds": round(linked - start, 1),
            "cpu_seconds": round(busy, 1),
            "adding": round(added - start, 1),
            "linking": round(linked - added, 1),
            "stages": {stage: round(seconds, 1) for stage, seconds in stages.items()},
            "mentions_per_second": round(mentions / (linked - start)),
            "peak_mib": peak,
            **_one_more(store, world),
            **_lookups(store, world),
            **_scores(store, _truth(mentions)),
            "file_mib": round(sum(p.stat().st_size for p in path.parent.glob(f"{path.name}*")) / 2**20),
        }


def _truth(mentions: int) -> dict[str, int]:
    """Who is behind each mention: the same corpus made again, so that the peak is the store's and not the truth's."""
    return {
        f"{document.id}#p{number}": person
        for document, people in World(mentions).documents(mentions)
        for number, person in enumerate(people)
    }


def _one_more(store: EntityStore, world: World) -> dict[str, Any]:
    """Milliseconds to add one more document and bring everything up to date: the median and the most of several."""
    times = []
    for number, (extra, _) in enumerate(islice(world.documents(10**6), ONE_MORE)):
        start = time.perf_counter()
        store.add(msgspec.structs.replace(extra, id=f"extra{number}"))
        store.link()
        times.append(1000 * (time.perf_counter() - start))
    for number in range(ONE_MORE):
        store.remove(f"extra{number}")
    store.link()
    return {"one_more_ms": [round(sorted(times)[len(times) // 2], 1), round(max(times), 1)]}


def _lookups(store: EntityStore, world: World) -> dict[str, Any]:
    """Milliseconds of a look-up, by full name, family name and id; people drawn evenly."""
    draw = random.Random(1)
    people = [draw.choice(world.people) for _ in range(LOOKUPS)]
    names = [f"{person.given[0]} {person.family[0]}" for person in people]
    found, by_name = _timed(store, names)
    _, by_family = _timed(store, [person.family[0] for person in people])
    _, by_id = _timed(store, [resolved for resolved in found if resolved])
    return {
        "lookups_found": sum(map(bool, found)),
        "lookup_name_ms": by_name,
        "lookup_family_ms": by_family,
        "lookup_id_ms": by_id,
    }


def _timed(store: EntityStore, questions: list[str]) -> tuple[list[str], list[float]]:
    """The first id that each question finds, and the median and the 99th of 100 of the milliseconds it takes."""
    times, found = [], []
    for question in questions:
        start = time.perf_counter()
        hits = store.lookup(question)
        times.append(1000 * (time.perf_counter() - start))
        found.append(hits[0].resolved if hits else "")
    times.sort()
    return found, [round(times[len(times) // 2], 3), round(times[len(times) * 99 // 100], 3)]


def _scores(store: EntityStore, truth: dict[str, int]) -> dict[str, Any]:
    """B³ and pairwise precision and recall of the people."""
    pairs: Counter[tuple[str, int]] = Counter()
    for resolved, keys in store.clusters():
        for key in keys:
            if key in truth:
                pairs[resolved, truth[key]] += 1
    ours, theirs = Counter[str](), Counter[int]()
    for (resolved, person), count in pairs.items():
        ours[resolved] += count
        theirs[person] += count
    total = sum(theirs.values())
    precision = sum(count * count / ours[resolved] for (resolved, _), count in pairs.items()) / total
    recall = sum(count * count / theirs[person] for (_, person), count in pairs.items()) / total
    common = sum(_couples(count) for count in pairs.values())
    return {
        "people": len(theirs),
        "clusters": len(ours),
        "b3": [round(value, 4) for value in (precision, recall, 2 * precision * recall / (precision + recall))],
        "pairs": [round(common / max(1, sum(map(_couples, side.values()))), 4) for side in (ours, theirs)],
    }


def _couples(count: int) -> int:
    return count * (count - 1) // 2


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the measured sizes as a Markdown table."""
    titles = (
        "mentions", "seconds", "CPU seconds", "mentions/s", "peak MiB", "file MiB",
        "look-up by name, ms (median · 99th of 100)", "by family name", "by id",
        "one more document, ms (median · most)", "B³ P / R / F1", "pairs P / R",
    )  # fmt: skip
    yield f"| {' | '.join(titles)} |"
    yield "|" + " --- |" * len(titles)
    for row in rows:
        looked = (" · ".join(f"{value:.2f}" for value in row[f"lookup_{kind}_ms"]) for kind in ("name", "family", "id"))
        b3, pairs = (" / ".join(f"{value:.3f}" for value in row[name]) for name in ("b3", "pairs"))
        one_more = " · ".join(map(str, row["one_more_ms"]))
        size = (row["seconds"], row["cpu_seconds"], f"{row['mentions_per_second']:,}", row["peak_mib"], row["file_mib"])
        cells = (f"{row['mentions']:,}", *size, *looked, one_more, b3, pairs)
        yield "| " + " | ".join(map(str, cells)) + " |"


def main() -> None:
    """Read the arguments, build each size in its own process, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", action="store_true", help="one line of JSON a size")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(build(arguments.worker, Path(folder, "store.db"))))
        return
    rows = []
    for mentions in arguments.mentions:
        command = [sys.executable, __file__, "--worker", str(mentions)]
        output = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout
        rows.append(json.loads(output))
        if arguments.json:
            print(output.strip(), flush=True)
    if not arguments.json:
        print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
