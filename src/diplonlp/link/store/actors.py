"""One entity of one document as evidence: its names, and all that the document says of who it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from diplonlp.knowledge.schema import BodyWord
from diplonlp.knowledge.tables import read_table
from diplonlp.link.families import family_keys, is_widespread
from diplonlp.link.known_names import is_of_several_states
from diplonlp.link.names import canonical_person, compare_names, parse_name
from diplonlp.link.parts import NameParts
from diplonlp.link.scripts import CACHE_SIZE, fold, is_cyrillic, romanise
from diplonlp.link.store.hashes import chosen, number
from diplonlp.link.term_words import term_name
from diplonlp.records import Document, Entity

FAMILY_ALONE = 0.65
# Nobody has a longer name; what is longer is text that was taken for a name, and is compared with nothing.
LONGEST_NAME = 200


class Actor(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An entity of one document with all that tells who it is.

    Parameters
    ----------
    document, entity : str
        Where it stands.
    label : str
        PERSON, ORG, …
    names : tuple of str
        Every name it has there, sorted.
    formal : tuple of str
        Those that are no mere aliases, the one to know it by first: of a person the fullest.
    state : str
        ISO code, or empty.
    titles : tuple of str
        Offices held, each as office, "@", state; sorted.
    bodies : tuple of str
        Organisations the person is of, or speaks for; sorted.
    company : tuple of str
        Whom the person meets: full names, or ids of the tables; sorted.
    kb : str
        Id in the knowledge tables, or empty.
    date : str
        The day of the document, or empty.
    twin : int
        How many entities before it, in the same document, look exactly like it.
    """

    document: str
    entity: str
    label: str
    names: tuple[str, ...]
    formal: tuple[str, ...]
    state: str = ""
    titles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    kb: str = ""
    date: str = ""
    twin: int = 0

    @property
    def key(self) -> str:
        """Document id, "#", entity id: what a decisions file names it by."""
        return f"{self.document}#{self.entity}"

    @property
    def best(self) -> str:
        """The name to know it by."""
        return self.formal[0]

    @property
    def profile(self) -> int:
        """The number of its profile: of all actors so alike that they are judged as one."""
        return number("\x1f".join(map(str, self.looks)))

    @property
    def looks(self) -> tuple[object, ...]:
        """What makes actors so alike that they are judged as one: where too little is known, only itself.

        A full name with a state is one profile whatever the office: that one holds two offices tells nobody apart. The
        same family name in the same office may be another's some years later.
        """
        head = (self.label, self.twin)
        if self.kb:
            return (*head, "kb", self.kb)
        if self.label != "PERSON":
            if not self.state and is_general(self.label, self.best):
                return (*head, "alone", self.document, self.entity)
            return (*head, "named", fold(self.best) or self.best, self.state)
        parts, name = name_parts(self.best), name_key(self.best)
        if parts.full:
            return (*head, "full", name, self.state, () if self.state else self.titles)
        known = parts.initials or self.titles
        if known and self.state:
            return (*head, "part", name, self.state, self.titles, self._years)
        if known and self.company:
            return (*head, "company", name, self.state, self.titles, self.company, self._years)
        return (*head, "alone", self.document, self.entity)

    @property
    def _years(self) -> int | str:
        return int(self.date[:4]) // _YEARS_ALIKE if self.date[:4].isdecimal() else ""


_YEARS_ALIKE = 5


def actors_of(document: Document) -> list[Actor]:
    """Return every entity of a document as evidence, in the order of their ids.

    Parameters
    ----------
    document : Document
        An annotated document.

    Examples
    --------
    >>> entity = Entity(id="e1", label="PERSON", name="Асель Токоева", name_en="Asel Tokoeva", state="KGZ")
    >>> [actor] = actors_of(Document(id="d", lang="ru", text="", entities=(entity,)))
    >>> actor.key, actor.names, actor.state
    ('d#e1', ('Асель Токоева',), 'KGZ')
    """
    names = {entity.id: _all_names(entity) for entity in document.entities}
    people = {entity.id: _fullest(entity, names[entity.id]) for entity in document.people}
    titles, bodies, company = _titles(document), _bodies(document), _company(document, people)
    found: list[Actor] = []
    seen: Counter[int] = Counter()
    for entity in sorted(document.entities, key=lambda one: one.id):
        formal = (people[entity.id],) if entity.id in people else _formal_names(entity)
        actor = Actor(
            document=document.id,
            entity=entity.id,
            label=entity.label,
            names=names[entity.id],
            formal=formal,
            state=clean(entity.state or ""),
            titles=tuple(chosen(titles.get(entity.id, ()), _MOST_FACTS)),
            bodies=tuple(chosen(bodies.get(entity.id, ()), _MOST_FACTS)),
            company=tuple(chosen(company.get(entity.id, ()), _MOST_FACTS)),
            kb=clean(entity.kb or ""),
            date=document.date or "",
        )
        found.append(_told_apart(actor, seen))
    return found


_MOST_FACTS = 32


def _told_apart(actor: Actor, seen: Counter[int]) -> Actor:
    """Number the people of a document who look alike: the document holds them to be several."""
    if actor.label != "PERSON" or actor.kb:
        return actor
    profile = actor.profile
    seen[profile] += 1
    return actor if seen[profile] == 1 else msgspec.structs.replace(actor, twin=seen[profile] - 1)


def _all_names(entity: Entity) -> tuple[str, ...]:
    names = _names(entity) if entity.label == "PERSON" else (*_formal_names(entity), *entity.aliases)
    return tuple(sorted({clean(clipped(name)) for name in names if name})) or ("",)


def _formal_names(entity: Entity) -> tuple[str, ...]:
    names = (entity.name_en or entity.name, entity.name, entity.name_ru)
    return tuple(dict.fromkeys(clean(clipped(name)) for name in names if name is not None))


def clean(text: str) -> str:
    r"""Return a text that every file can hold: half a character (a lone surrogate) becomes a question mark.

    Examples
    --------
    >>> clean("Bakyt\ud800")
    'Bakyt?'
    """
    return text.encode("utf-8", "replace").decode()


def _fullest(entity: Entity, names: tuple[str, ...]) -> str:
    """The fullest name of a person: one of its own, which stand in the nominative, unless an alias says more."""
    own = tuple(clean(clipped(name)) for name in _own_names(entity))
    best = best_name(own or names)
    fuller = tuple(name for name in names if _fullness(name) > _fullness(best))
    return canonical_person(fuller) if fuller else best


def _own_names(entity: Entity) -> list[str]:
    # The English name of somebody named in Russian is our romanisation: no text has it, so nothing is judged by it.
    derived = is_cyrillic(entity.name) and entity.name_en not in entity.aliases
    return [name for name in (entity.name, None if derived else entity.name_en, entity.name_ru) if name]


def _names(entity: Entity) -> Iterator[str]:
    """Every name of a person that has the form of one; an alias may be a title."""
    own = _own_names(entity)
    yield from own
    for alias in entity.aliases:
        if alias in own or any(_is_name_like(alias, name) for name in own):
            yield alias


@lru_cache(CACHE_SIZE)
def _is_name_like(alias: str, name: str) -> bool:
    short_enough = max(len(alias), len(name)) <= LONGEST_NAME
    return short_enough and compare_names(alias, name).score >= FAMILY_ALONE


@lru_cache(CACHE_SIZE)
def best_name(names: tuple[str, ...]) -> str:
    """Return the fullest name of a person, the same whatever the order of the names.

    Examples
    --------
    >>> best_name(("B. Osmonov", "Bakyt Osmonov"))
    'Bakyt Osmonov'
    """
    return max(names, key=lambda name: (_fullness(name), name))


def _fullness(name: str) -> tuple[bool, bool, int, bool]:
    parts = name_parts(name)
    return bool(parts.family), bool(parts.given), len(parts.initials), bool(parts.patronymic)


def clipped(name: str) -> str:
    """Return no more of a name than a name can have.

    Examples
    --------
    >>> len(clipped("a" * 10_000))
    200
    """
    return name[:LONGEST_NAME]


def name_parts(name: str) -> NameParts:
    """Return the parts of a name; what is too long to be a name has none.

    Examples
    --------
    >>> name_parts("Bakyt Osmonov").family, name_parts("a" * 10_000).family
    ('Osmonov', '')
    """
    return parse_name(name) if len(name) < LONGEST_NAME else NameParts()


@lru_cache(CACHE_SIZE)
def name_key(name: str) -> str:
    """Return a key that a full name has in either order, in every script.

    Examples
    --------
    >>> name_key("Осмонов Бакыт") == name_key("Bakyt Osmonov")
    True
    """
    parts = name_parts(name)
    if not parts.full:
        return fold(name) or name
    words = (parts.given, parts.patronymic, parts.family, *parts.initials)
    return " ".join(filter(None, (*map(fold, words), parts.generation)))


@lru_cache(CACHE_SIZE)
def short_name(name: str) -> str:
    """Return given name and family name without the patronymic: what every text has.

    Examples
    --------
    >>> short_name("Осмонов Бакыт Керимович")
    'Бакыт Осмонов'
    """
    parts = name_parts(name)
    return f"{parts.given} {parts.family}" if parts.given and parts.family else name


@lru_cache(CACHE_SIZE)
def rare_families(name: str) -> frozenset[str]:
    """Return the keys of a name's family name, if few bear it.

    Examples
    --------
    >>> bool(rare_families("Валентина Корниенко") & rare_families("Kornienko")), rare_families("Ivan Petrov")
    (True, frozenset())
    """
    families = [part.word for part in name_parts(name).parts if part.role == "family"]
    if any(map(is_widespread, families)):
        return frozenset()
    return frozenset().union(*map(family_keys, families))


def latin_name(actor: Actor) -> tuple[str, bool]:
    """Return the name of an actor to show in Latin letters, and whether a text has it so or it is romanised.

    Given name first, without patronymic; Chinese order is kept.

    Examples
    --------
    >>> entity = Entity(id="e1", label="PERSON", name="Осмонов Бакыт Керимович")
    >>> latin_name(*actors_of(Document(id="d", lang="ru", text="", entities=(entity,))))
    ('Bakyt Osmonov', False)
    """
    if actor.label != "PERSON":
        return romanise(actor.best), True
    return _latin_person(actor.names, actor.best)


@lru_cache(CACHE_SIZE)
def _latin_person(names: tuple[str, ...], best: str) -> tuple[str, bool]:
    written = tuple(name for name in names if not is_cyrillic(name) and name_parts(name).full)
    name = best_name(written) if written else romanise(best)
    parts = name_parts(name)
    if parts.given and parts.family:
        name = f"{parts.family} {parts.given}" if parts.eastern else f"{parts.given} {parts.family}"
    return name, any(not is_cyrillic(one) for one in names)


def _titles(document: Document) -> dict[str, set[str]]:
    """Keys of the offices that each person holds: the office's id or name with the state it belongs to."""
    by_id = {entity.id: entity for entity in document.entities}
    titles: dict[str, set[str]] = defaultdict(set)
    for relation in document.relations:
        holder, title = by_id.get(relation.source), by_id.get(relation.target)
        if relation.type == "HOLDS_TITLE" and holder is not None and title is not None:
            # "President" alone is an office of every state.
            state = clean(title.state or holder.state or "")
            titles[holder.id].update(f"{office}@{state}" for office in _keys(title))
    return titles


def _bodies(document: Document) -> dict[str, set[str]]:
    """Keys of the organisations that each person is of or speaks for."""
    by_id = {entity.id: entity for entity in document.entities}
    bodies: dict[str, set[str]] = defaultdict(set)
    for relation in document.relations:
        person, body = by_id.get(relation.source), by_id.get(relation.target)
        if relation.type in _OF_A_BODY and person is not None and body is not None and body.label == "ORG":
            state = "" if body.kb else clean(body.state or "")
            bodies[person.id].update(f"{key}@{state}" for key in _keys(body))
    return bodies


_OF_A_BODY = ("MEMBER_OF", "REPRESENTS")


def _keys(entity: Entity) -> set[str]:
    """The id of an entity in the tables, else its names, folded."""
    if entity.kb:
        return {clean(entity.kb)}
    return {fold(name) or name for name in _formal_names(entity) if name}


def _company(document: Document, people: dict[str, str]) -> dict[str, set[str]]:
    """Whom each person meets: full names, or ids of the tables."""
    known = {entity.id: clean(entity.kb) for entity in document.people if entity.kb}
    full = {key: fold(short_name(name)) for key, name in people.items() if name_parts(name).full}
    company: dict[str, set[str]] = defaultdict(set)
    for meeting in document.meetings:
        for person in meeting.participants:
            others = (other for other in meeting.participants if other != person)
            company[person].update(name for other in others if (name := known.get(other) or full.get(other)))
    return company


def is_common(label: str, key: str) -> bool:
    """Return whether every state has an office or body of this folded name.

    Examples
    --------
    >>> is_common("ORG", fold("Ministry of Roads")), is_common("ORG", fold("Zarnitsa Air"))
    (True, False)
    """
    return label == "TITLE" or not _body_words().isdisjoint(key.split())


@lru_cache(CACHE_SIZE)
def is_general(label: str, name: str) -> bool:
    """Return whether several states have a body of this name: without its state it may be any of them.

    Examples
    --------
    >>> [is_general("ORG", name) for name in ("МИД", "Parliament", "Zarnitsa Air", "МИД Турции")]
    [True, True, False, False]
    """
    return label == "ORG" and is_of_several_states(term_name(name))


@cache
def _body_words() -> frozenset[str]:
    return frozenset(fold(row.word) for row in read_table("body_words", BodyWord))
