"""Names that several states or bodies share, settled by the rest of the text: «РК» in a text about Seoul is Korea."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from diplonlp.knowledge.facts import organizations, places, states
from diplonlp.link.bodies import owner
from diplonlp.link.scripts import fold
from diplonlp.passages import Found


def settle_shared_names(mentions: Sequence[Found]) -> None:
    """Let a name several states share mean the one the text names otherwise; without such a sign nothing changes.

    Parameters
    ----------
    mentions : sequence of Found
        All mentions of a text. ``known`` is set where the text shows another state than the tables' first.
    """
    doubtful = [(m, codes) for m in mentions if m.label in ("STATE", "NORP") and len(codes := _sharers(m)) > 1]
    if not doubtful:
        return
    shared = {id(mention) for mention, _ in doubtful}
    signs = Counter(code for m in mentions if id(m) not in shared and (code := _state_of(m)))
    for mention, codes in doubtful:
        now = mention.kb.removeprefix("state:")
        named = [code for code in codes if signs[code]]
        if len(named) == 1 and named[0] != now:
            mention.known = f"state:{named[0]}"


def settle_shared_bodies(mentions: Sequence[Found]) -> None:
    """Let a body's general or short name mean the one body of that name which the text names, or whose parent it names.

    So «СФ» is the Federation Council in a text that has «Совет Федерации», and «Сенат» Nigeria's beside its assembly.

    Parameters
    ----------
    mentions : sequence of Found
        All mentions of a text. ``known`` is set where one body alone is meant.
    """
    known = {m.kb.removeprefix(_ORG) for m in mentions if m.kb.startswith(_ORG)}
    parents = {organizations()[key].parent for key in known if key in organizations()}
    for mention in mentions if known else ():
        if mention.label != "ORG" or mention.kb.startswith(_ORG):
            continue
        named = {fold(mention.text), fold(mention.span.lemma_)}
        rows = [organizations()[key] for name in named for key in _shared_bodies().get(name, ())]
        state = owner(mention, [m for m in mentions if m.passage is mention.passage]) if rows else ""
        fitting = {row.id: row.parent for row in rows if not (state and row.state and state != row.state)}
        meant = known & fitting.keys() or {key for key, parent in fitting.items() if parent in known}
        if len(meant) == 1 and not meant & parents:
            mention.known = _ORG + meant.pop()


_ORG = "org:"


def _state_of(mention: Found) -> str:
    """The state a mention names, or that a place lies in."""
    kind, _, key = mention.kb.partition(":")
    if kind == "place" and key in places():
        return places()[key].state
    return key if kind == "state" else ""


def _sharers(mention: Found) -> tuple[str, ...]:
    names = _shared_names()
    return names.get(fold(mention.text)) or names.get(fold(mention.span.lemma_)) or ()


@cache
def _shared_names() -> dict[str, tuple[str, ...]]:
    """Names, adjectives and demonyms of more than one state, folded, with the states' codes."""
    owners: dict[str, set[str]] = defaultdict(set)
    for code, state in states().items():
        for name in (
            *(state.name_en, state.name_ru, state.official_en, state.official_ru),
            *(*state.aliases_en, *state.aliases_ru, *state.adjectives_en, *state.adjectives_ru),
            *(*state.demonyms_en, *state.demonyms_ru),
        ):
            owners[fold(name)].add(code)
    return {name: tuple(sorted(codes)) for name, codes in owners.items() if name and len(codes) > 1}


@cache
def _shared_bodies() -> dict[str, tuple[str, ...]]:
    """Names of bodies that are in doubt without a sign, folded, with the bodies' ids."""
    owners: dict[str, set[str]] = defaultdict(set)
    for key, row in organizations().items():
        for name in row.ambiguous:
            owners[fold(name)].add(key)
    return {name: tuple(sorted(keys)) for name, keys in owners.items() if name}
