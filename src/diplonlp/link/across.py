"""The same id for the same actor in every document: judgements on pairs of people, clusters computed from them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, product

import msgspec
from anyascii import anyascii

from diplonlp.errors import InputError
from diplonlp.knowledge.schema import BodyWord
from diplonlp.knowledge.tables import read_table
from diplonlp.link.names import NameComparison, canonical_person, compare_names, parse_name
from diplonlp.link.parts import NameParts, given_groups
from diplonlp.link.scripts import CACHE_SIZE, fold, fold_word, is_cyrillic, romanise
from diplonlp.link.words import ACCEPTED, may_follow_sound
from diplonlp.records import Document, Entity

# Across documents nothing but the name may tell two people apart: a slip in one letter is not accepted here.
STRICT = 0.93
# Initials agree with many full names, a family name alone with any: other evidence has to decide.
WITH_EVIDENCE = 0.8
FAMILY_ALONE = 0.65
FAR_MORE = 5


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided on two actors, by what, and why.

    Parameters
    ----------
    a, b : str
        The two, each as document id, "#", entity id; ``a`` sorts first.
    same : bool
        Whether they are held to be one.
    score : float
        From 0 to 1.
    reasons : tuple of str
        The evidence, in words.
    decided_by : str
        "names" where this module decided.
    """

    a: str
    b: str
    same: bool
    score: float
    reasons: tuple[str, ...]
    decided_by: str = "names"


def resolve(documents: Iterable[Document]) -> list[Document]:
    """Give every entity an id that is the same for the same actor in every document.

    What the knowledge tables know goes by its id there ("state:KGZ"); anything else by a slug of its label and name
    ("person:talant-torobekov"). Two people of one name are kept apart by their state, office or document. The order of
    the documents does not matter.

    Parameters
    ----------
    documents : iterable of Document
        Annotated documents; ids are unique.

    Returns
    -------
    list of Document
        The same documents in the same order, every entity with ``resolved``.

    Raises
    ------
    InputError
        When two documents have one id.

    Examples
    --------
    >>> one = Document(id="1", lang="en", text="", entities=(Entity(id="e", label="PERSON", name="Asel Tokoeva"),))
    >>> two = Document(id="2", lang="ru", text="", entities=(Entity(id="e", label="PERSON", name="Асель Токоева"),))
    >>> [doc.entities[0].resolved for doc in resolve([one, two])]
    ['person:asel-tokoeva', 'person:asel-tokoeva']
    """
    corpus = list(documents)
    ids = Counter(document.id for document in corpus)
    repeated = sorted(name for name, count in ids.items() if count > 1)
    if repeated:
        raise InputError(
            f"several documents have this id ({len(repeated)} ids are repeated); give each document its own",
            source=repeated[0],
        )
    actors = _actors(corpus)
    resolved = {**_resolve_people(actors), **_resolve_named(corpus)}
    return [_with_ids(document, resolved) for document in corpus]


def link_documents(documents: Iterable[Document]) -> list[Judgement]:
    """Judge which people of different documents are one; nothing is changed.

    Parameters
    ----------
    documents : iterable of Document
        Annotated documents.

    Returns
    -------
    list of Judgement
        Positive judgements, and those on pairs of like names that were held apart; sorted.

    Examples
    --------
    >>> one = Document(id="1", lang="en", text="", entities=(Entity(id="e", label="PERSON", name="Asel Tokoeva"),))
    >>> two = Document(id="2", lang="ru", text="", entities=(Entity(id="e", label="PERSON", name="Асель Токоева"),))
    >>> [(judgement.a, judgement.b, judgement.same) for judgement in link_documents([one, two])]
    [('1#e', '2#e', True)]
    """
    return _judge(_actors(list(documents)))


class _Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person of one document with all that tells who it is."""

    key: str
    document: str
    names: tuple[str, ...]
    best: str
    state: str
    titles: frozenset[str]
    company: frozenset[str]

    @property
    def parts(self) -> NameParts:
        return parse_name(self.best)

    @property
    def full(self) -> bool:
        return self.parts.full

    @property
    def profile(self) -> tuple[object, ...]:
        """What makes actors so alike that they are judged as one: where too little is known, only itself."""
        enough = self.full or (self.state and (self.parts.initials or self.titles))
        return (frozenset(map(fold, self.names)), self.state, self.titles) if enough else (self.key,)


def _actors(corpus: Sequence[Document]) -> list[_Actor]:
    """Return the people of a corpus that no table knows, in an order of their own."""
    actors = [actor for document in corpus for actor in _actors_of(document)]
    return sorted(actors, key=lambda actor: actor.key)


def _actors_of(document: Document) -> Iterator[_Actor]:
    people = {entity.id: entity for entity in document.people if not entity.kb}
    shown = {key: _best_name(entity) for key, entity in people.items()}
    titles = _titles(document)
    company = _company(document, shown)
    for key, entity in people.items():
        yield _Actor(
            key=_key(document.id, key),
            document=document.id,
            names=tuple(sorted(set(_names(entity)))),
            best=shown[key],
            state=entity.state or "",
            titles=frozenset(titles[key]),
            company=frozenset(company[key]),
        )


def _titles(document: Document) -> dict[str, set[str]]:
    """Keys of the offices that each person holds: the office's id or name with the state it belongs to."""
    by_id = {entity.id: entity for entity in document.entities}
    titles: dict[str, set[str]] = defaultdict(set)
    for relation in document.relations:
        holder, title = by_id.get(relation.source), by_id.get(relation.target)
        if relation.type == "HOLDS_TITLE" and holder is not None and title is not None:
            # "President" alone is an office of every state.
            state = title.state or holder.state or ""
            names = (title.name, title.name_en, title.name_ru)
            offices = {title.kb} if title.kb else {fold(name) for name in names if name}
            titles[holder.id].update(f"{office}@{state}" for office in offices)
    return titles


def _company(document: Document, shown: dict[str, str]) -> dict[str, set[str]]:
    """Whom each person meets: full names, or ids of the tables."""
    known = {entity.id: entity.kb for entity in document.people if entity.kb}
    full = {key: fold(_short_name(name)) for key, name in shown.items() if parse_name(name).full}
    company: dict[str, set[str]] = defaultdict(set)
    for meeting in document.meetings:
        for person in meeting.participants:
            others = (other for other in meeting.participants if other != person)
            company[person].update(name for other in others if (name := known.get(other) or full.get(other)))
    return company


def _key(document: str, entity: str) -> str:
    return f"{document}#{entity}"


def _names(entity: Entity) -> Iterator[str]:
    """Every name of a person that has the form of one; an alias may be a title."""
    # The English name of somebody named in Russian is our romanisation: no text has it, so nothing is judged by it.
    derived = is_cyrillic(entity.name) and entity.name_en not in entity.aliases
    own = [name for name in (entity.name, None if derived else entity.name_en, entity.name_ru) if name]
    yield from own
    for alias in entity.aliases:
        if any(compare_names(alias, name).score >= FAMILY_ALONE for name in own):
            yield alias


def _best_name(entity: Entity) -> str:
    """Return the fullest name of a person, the same whatever the order of the aliases."""
    return canonical_person(sorted(set(_names(entity))) or [entity.name])


@lru_cache(CACHE_SIZE)
def _short_name(name: str) -> str:
    """Given name and family name without the patronymic: what every text has."""
    parts = parse_name(name)
    return f"{parts.given} {parts.family}" if parts.given and parts.family else name


# -- judgements -----------------------------------------------------------------------------------------------------


def _judge(actors: Sequence[_Actor]) -> list[Judgement]:
    """Judge actors of one profile as one, then one of each profile against the like of its block."""
    profiles: dict[tuple[object, ...], list[_Actor]] = defaultdict(list)
    for actor in actors:
        profiles[actor.profile].append(actor)
    judgements = [
        Judgement(a=group[0].key, b=other.key, same=True, score=1.0, reasons=("the same name, state and offices",))
        for group in profiles.values()
        for other in group[1:]
    ]
    leaders = [_merged_company(group) for group in profiles.values()]
    for first, second in sorted(set(_pairs(leaders))):
        judgement = _judge_pair(leaders[first], leaders[second])
        if judgement is not None:
            judgements.append(judgement)
    return sorted(_without_ambiguous(judgements, actors), key=lambda judgement: (judgement.a, judgement.b))


def _merged_company(group: Sequence[_Actor]) -> _Actor:
    company = frozenset().union(*(actor.company for actor in group))
    return msgspec.structs.replace(group[0], company=company)


def _pairs(actors: Sequence[_Actor]) -> Iterator[tuple[int, int]]:
    """Positions of pairs whose names may be one.

    Full names meet in blocks of family and given name; a name that is not full meets any of its family with which it
    shares a state, an office or company. So a common family name alone brings no two together.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    by_fact: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for position, actor in enumerate(actors):
        for family, given in _block_keys(actor):
            if actor.full and given:
                by_name[f"{family} {given}"].append(position)
            for fact in _facts(actor):
                by_fact[f"{family} {fact}"][actor.full].append(position)
    for block in by_name.values():
        yield from combinations(sorted(set(block)), 2)
    for partial, full in by_fact.values():
        yield from combinations(sorted(set(partial)), 2)
        yield from ((min(one, two), max(one, two)) for one in set(partial) for two in set(full))


def _facts(actor: _Actor) -> set[str]:
    """Return what may decide on a name that is not full: for a family name alone, without an office, nothing does."""
    alone = not (actor.full or actor.parts.initials)
    return set(actor.titles) if alone else {actor.state, *actor.titles, *actor.company} - {""}


def _block_keys(actor: _Actor) -> Iterator[tuple[str, str]]:
    """Each family name with each given name that an actor's names may have; the given name may be missing."""
    for name in {actor.best, *actor.names}:
        words = [part for part in parse_name(name).parts if part.role != "initial"]
        families = [part.word for part in words if part.role == "family"] or [part.word for part in words]
        given = {key for part in words if part.role == "given" for key in _given_keys(part.word)} or {""}
        yield from product({_consonants(word) for word in families}, given)


@lru_cache(CACHE_SIZE)
def _given_keys(word: str) -> frozenset[str]:
    groups = given_groups(word)
    return frozenset(map(str, groups)) if groups else frozenset((fold_word(word)[:2],))


@lru_cache(CACHE_SIZE)
def _consonants(word: str) -> str:
    """Return a coarse key of a family name: its first consonants, which most of its spellings share."""
    return re.sub("[aeioj]", "", fold_word(word))[:3] or fold_word(word)


def _judge_pair(a: _Actor, b: _Actor) -> Judgement | None:
    """Judge two actors by their names, then by what else the documents say; none where nothing speaks for one."""
    compared = compare_names(a.best, b.best)
    if a.document == b.document or compared.score < FAMILY_ALONE:
        return None
    evidence = _evidence(a, b)
    same = _is_same(a, b, compared, evidence)
    first, second = sorted((a.key, b.key))
    reasons = (f"names: {compared.why}", *evidence)
    return Judgement(a=first, b=second, same=same, score=round(compared.score, 3), reasons=reasons)


def _evidence(a: _Actor, b: _Actor) -> tuple[str, ...]:
    """Return what beside the name speaks for or against one person."""
    found = []
    if a.state and b.state:
        found.append("same state" if a.state == b.state else "different states")
    if a.titles & b.titles:
        found.append("same office")
    if a.company & b.company:
        found.append("same company")
    return tuple(found)


def _is_same(a: _Actor, b: _Actor, compared: NameComparison, evidence: Sequence[str]) -> bool:
    """Whether names and evidence together are enough."""
    support = set(evidence) - {"different states"}
    if "different states" in evidence and "same company" not in support:
        return False
    if a.full and b.full:
        if _has_family_slip(compared):
            return compared.score >= ACCEPTED and "same office" in support
        return compared.score >= STRICT or (compared.score >= ACCEPTED and bool(support))
    if _has_family_slip(compared):
        return False
    if compared.score >= WITH_EVIDENCE:
        return bool(support)
    # A family name alone: only with the same office and another fact, as its state.
    return "same office" in support and len(support) > 1


def _has_family_slip(compared: NameComparison) -> bool:
    """Whether the family names sound differently: Торобеков and Торобаков are two families more often than a slip."""
    return any(
        match.role == "family" and match.why == "spelling" and not may_follow_sound(match.a, match.b)
        for match in compared.parts
    )


def _without_ambiguous(judgements: list[Judgement], actors: Sequence[_Actor]) -> list[Judgement]:
    """Take back the links of a name that fits two people who cannot be one, where nothing says which."""
    by_key = {actor.key: actor for actor in actors}
    weights = Counter((fold(_short_name(actor.best)), actor.state) for actor in actors)
    links: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.same:
            for own in (judgement.a, judgement.b):
                if not (by_key[own].full and by_key[own].state):
                    links[own].append(judgement)
    doubtful = {id(one) for own, group in links.items() for one in _doubtful(own, group, by_key, weights)}
    return [
        msgspec.structs.replace(one, same=False, reasons=(*one.reasons, "fits another person as well"))
        if id(one) in doubtful
        else one
        for one in judgements
    ]


def _doubtful(
    own: str, group: Sequence[Judgement], by_key: dict[str, _Actor], weights: Counter[tuple[str, str]]
) -> Iterator[Judgement]:
    """All links of a name but those with more behind them than any that contradicts them."""
    linked = [(one, by_key[one.b if one.a == own else one.a]) for one in group]
    full = [(one, actor) for one, actor in linked if actor.full]
    for one, actor in full:
        rivals = [(two, rival) for two, rival in full if not _compatible(actor, rival)]
        if any(not _outweighs((one, actor), (two, rival), weights) for two, rival in rivals):
            yield one


def _outweighs(
    one: tuple[Judgement, _Actor], other: tuple[Judgement, _Actor], weights: Counter[tuple[str, str]]
) -> bool:
    """Whether more evidence speaks for one link than for another.

    Between namesakes of two states a name without a state is by far more often the one named far more often: so a
    single wrong state does not cut a person in two.
    """
    if len(one[0].reasons) != len(other[0].reasons):
        return len(one[0].reasons) > len(other[0].reasons)
    count, rival = (weights[fold(_short_name(actor.best)), actor.state] for _, actor in (one, other))
    return _same_name(one[1], other[1]) and count >= FAR_MORE * rival


# -- clusters -------------------------------------------------------------------------------------------------------


def _clusters(actors: Sequence[_Actor], judgements: Iterable[Judgement]) -> list[list[_Actor]]:
    """Join what was judged one, the surest first; two clusters that contradict each other stay apart."""
    members: dict[str, list[_Actor]] = {actor.key: [actor] for actor in actors}
    root = {actor.key: actor.key for actor in actors}
    positive = [judgement for judgement in judgements if judgement.same]
    for judgement in sorted(positive, key=lambda one: (-len(one.reasons), -one.score, one.a, one.b)):
        first, second = sorted((root[judgement.a], root[judgement.b]), key=lambda key: (-len(members[key]), key))
        if first == second or not _can_join(members[first], members[second], judgement):
            continue
        for actor in members[second]:
            root[actor.key] = first
        members[first].extend(members.pop(second))
    return list(members.values())


def _can_join(first: Sequence[_Actor], second: Sequence[_Actor], judgement: Judgement) -> bool:
    """Whether two clusters can be one: no document tells them apart, and no full names conflict.

    States and spellings of the family name may differ where an office or company has decided.
    """
    if {actor.document for actor in first} & {actor.document for actor in second}:
        return False
    may_be = _same_name if _DECISIVE.intersection(judgement.reasons) else _compatible
    ones, others = ({(actor.best, actor.state): actor for actor in group if actor.full} for group in (first, second))
    return all(may_be(one, other) for one in ones.values() for other in others.values())


_DECISIVE = {"same office", "same company"}


def _compatible(a: _Actor, b: _Actor) -> bool:
    """Whether two full names can be one person's: neither the names nor the states say otherwise."""
    compared = compare_names(a.best, b.best)
    return (
        compared.score >= WITH_EVIDENCE
        and not _has_family_slip(compared)
        and (a.state == b.state or not (a.state and b.state))
    )


def _same_name(a: _Actor, b: _Actor) -> bool:
    return compare_names(a.best, b.best).score >= WITH_EVIDENCE


# -- ids ------------------------------------------------------------------------------------------------------------


def _resolve_people(actors: Sequence[_Actor]) -> dict[str, str]:
    """Return the id of every person by its key."""
    named: dict[str, list[list[_Actor]]] = defaultdict(list)
    for cluster in _clusters(actors, _judge(actors)):
        named[_slug(_display_name(cluster))].append(cluster)
    resolved: dict[str, str] = {}
    for slug, clusters in named.items():
        for cluster, name in zip(clusters, _distinct(slug, clusters), strict=True):
            resolved.update((actor.key, f"person:{name}") for actor in cluster)
    return resolved


def _display_name(cluster: Sequence[_Actor]) -> str:
    """Return the name most documents give in Latin letters, given name first, without patronymic.

    A spelling that a text has is taken before any romanisation.
    """
    full = [actor for actor in cluster if actor.full] or list(cluster)
    written = [actor for actor in full if any(not is_cyrillic(name) for name in actor.names)]
    names = Counter(_latin_name(actor) for actor in written or full)
    return min(names, key=lambda name: (-names[name], name))


def _latin_name(actor: _Actor) -> str:
    """Return the name of one actor in Latin letters: as a text has it, else romanised; Chinese order is kept."""
    written = [name for name in actor.names if not is_cyrillic(name) and parse_name(name).full]
    name = canonical_person(written) if written else romanise(actor.best)
    parts = parse_name(name)
    if not (parts.given and parts.family):
        return name
    return f"{parts.family} {parts.given}" if parts.eastern else f"{parts.given} {parts.family}"


def _distinct(slug: str, clusters: Sequence[Sequence[_Actor]]) -> Iterator[str]:
    """Yield a name for each cluster: the slug, and where several share it, the first fact that only one of them has."""
    choices = [list(_discriminators(cluster)) for cluster in clusters]
    counts = Counter(fact for facts in choices for fact in facts)
    for cluster, facts in zip(clusters, choices, strict=True):
        if len(clusters) == 1 and any(actor.full for actor in cluster):
            yield slug
        else:
            own = next((fact for fact in facts if counts[fact] == 1), facts[-1])
            yield f"{slug}-{own}"


def _discriminators(cluster: Sequence[_Actor]) -> Iterator[str]:
    """Facts that may tell a person from his namesakes, the lasting ones first; the last is nobody else's."""
    if any(actor.full for actor in cluster):
        for facts in (
            Counter(actor.parts.patronymic for actor in cluster),
            Counter(actor.state for actor in cluster),
            Counter(title for actor in cluster for title in actor.titles),
        ):
            facts.pop("", None)
            if facts:
                yield _slug(romanise(min(facts, key=lambda fact: (-facts[fact], fact))))
    yield _slug(min(actor.key for actor in cluster))


def _resolve_named(corpus: Sequence[Document]) -> dict[str, str]:
    """Return the ids of what the tables know, and of all that is no person: label, name, perhaps state."""
    unknown = [
        (document, entity)
        for document in corpus
        for entity in document.entities
        if not entity.kb and entity.label != "PERSON"
    ]
    slugs = _shared_slugs([entity for _, entity in unknown])
    resolved = {
        _key(document.id, entity.id): entity.kb for document in corpus for entity in document.entities if entity.kb
    }
    for document, entity in unknown:
        resolved[_key(document.id, entity.id)] = slugs[_identity(entity)]
    return resolved


_Identity = tuple[str, str, str]


def _identity(entity: Entity) -> _Identity:
    """Return what makes two entities no table knows the same: label, folded name (English where given), state."""
    return entity.label, fold(entity.name_en or entity.name), entity.state or ""


def _shared_slugs(entities: Iterable[Entity]) -> dict[_Identity, str]:
    """One slug for each identity.

    Offices and bodies named by a common noun ("ministry") are other ones in another state. Any other name is one
    actor's, unless two states have it.
    """
    names: dict[_Identity, set[str]] = defaultdict(set)
    states: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in entities:
        label, key, state = _identity(entity)
        names[label, key, state].add(_slug(romanise(entity.name_en or entity.name)))
        states[label, key].update({state} - {""})
    return {
        (label, key, state): _named_slug(
            label, min(found), state if _is_common(label, key) or len(states[label, key]) > 1 else ""
        )
        for (label, key, state), found in names.items()
    }


def _named_slug(label: str, slug: str, state: str) -> str:
    return f"{label.lower()}:{slug}-{state.lower()}" if state else f"{label.lower()}:{slug}"


def _is_common(label: str, key: str) -> bool:
    """Whether every state has an office or body of this name."""
    return label == "TITLE" or not _body_words().isdisjoint(key.split())


@cache
def _body_words() -> frozenset[str]:
    return frozenset(fold(row.word) for row in read_table("body_words", BodyWord))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-") or "unnamed"


def _with_ids(document: Document, resolved: dict[str, str]) -> Document:
    entities = tuple(
        msgspec.structs.replace(entity, resolved=resolved[_key(document.id, entity.id)]) for entity in document.entities
    )
    return msgspec.structs.replace(document, entities=entities)
