"""Names that several states or bodies share, settled by the rest of the text: «РК» in a text about Seoul is Korea."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from diplonlp.knowledge.facts import places, states
from diplonlp.knowledge.schema import Organization
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


def settle_shared_bodies(mentions: Sequence[Found], rows: Mapping[str, Organization]) -> None:
    """Let a body's general or short name mean the one body of that name which the text names, or whose parent it names.

    So «СФ» is the Federation Council in a text that has «Совет Федерации», and «Сенат» Nigeria's beside its assembly.

    Parameters
    ----------
    mentions : sequence of Found
        All mentions of a text. ``known`` is set where one body alone is meant.
    rows : mapping of str to Organization
        The bodies that are known, by id.
    """
    named = {m.kb.removeprefix(_ORG) for m in mentions if m.kb.startswith(_ORG)}
    # Bodies that the text names, and those whose parent it names, by every name that is in doubt without such a sign.
    own, of_parent = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for row in rows.values() if named else ():
        if row.id in named or row.parent in named:
            for name in map(fold, row.ambiguous):
                (own if row.id in named else of_parent)[name].add(row.id)
    for mention in mentions:
        if mention.label != "ORG" or mention.kb.startswith(_ORG):
            continue
        words = {fold(mention.text), fold(mention.span.lemma_)}
        meant = {key for word in words for key in own.get(word, ())}
        meant = meant or {key for word in words for key in of_parent.get(word, ())}
        if len(meant) == 1 and _may_own(mention, mentions, rows[min(meant)].state):
            mention.known = _ORG + min(meant)


def _may_own(body: Found, mentions: Sequence[Found], state: str) -> bool:
    """Whether no other state stands in a body's name or before it."""
    said = owner(body, [m for m in mentions if m.passage is body.passage])
    return not (said and state) or said == state


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
