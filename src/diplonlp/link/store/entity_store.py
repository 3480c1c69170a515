"""The store of the actors of many documents: :class:`EntityStore`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import msgspec

from diplonlp.errors import InputError
from diplonlp.link.store import queries
from diplonlp.link.store.database import IN_MEMORY, Database
from diplonlp.link.store.decisions import (
    Decision,
    check_decisions,
    read_decisions,
    replace_decisions,
    stored_decisions,
    write_decision,
)
from diplonlp.link.store.explain import Explanation, explain, stored_judgements
from diplonlp.link.store.intake import drop_documents, put_documents
from diplonlp.link.store.judging import Progress, no_progress
from diplonlp.link.store.linking import is_linked, link
from diplonlp.link.store.queries import StoredEntity
from diplonlp.records import Document

if TYPE_CHECKING:
    from diplonlp.link.store.actors import Actor
    from diplonlp.link.store.evidence import Judgement

BATCH = 500


class EntityStore:
    """Knows who is who across documents, however many there are, and says why.

    It takes documents in any order and gives the same clusters. It is one SQLite file: what was added is there when it
    is opened again, and a process that is killed leaves it whole.

    Parameters
    ----------
    path : str or Path, optional
        Its file, made when it is not there; in memory when not given.
    decisions : str or Path, optional
        A CSV file of your decisions (see docs/linking.md). It takes the place of those the store has kept, and
        :meth:`merge` and :meth:`split` write to it. Without it the store goes by those it has kept.

    Raises
    ------
    InputError
        When the file is no store, or the decisions are wrong (the message names file and line).
    OutputError
        When the file cannot be opened or made.

    Examples
    --------
    >>> from diplonlp import Document, Entity
    >>> store = EntityStore.open()
    >>> for name, word in (("en", "Asel Tokoeva"), ("ru", "Асель Токоева")):
    ...     store.add(Document(id=name, lang=name, text="", entities=(Entity(id="e1", label="PERSON", name=word),)))
    >>> [(found.resolved, found.count) for found in store.lookup("Токоева Асель")]
    [('person:asel-tokoeva', 2)]
    >>> print(store.explain("en#e1", "ru#e1"))
    “Asel Tokoeva” (en#e1) and “Асель Токоева” (ru#e1) are one.
    Both have the same name in one spelling or another, and no state: such are taken as one.
    """

    def __init__(self, path: str | Path | None = None, *, decisions: str | Path | None = None) -> None:
        given = None if decisions is None else read_decisions(decisions)
        self._database = Database(IN_MEMORY if path is None else str(path))
        self._decisions = decisions
        if given is not None:
            with self._database.transaction():
                replace_decisions(self._database, given)

    @classmethod
    def open(cls, path: str | Path | None = None, *, decisions: str | Path | None = None) -> EntityStore:
        """Open a store, or make it: the same as calling the class.

        Examples
        --------
        >>> import tempfile
        >>> with EntityStore.open(Path(tempfile.mkdtemp()) / "store.db") as store:
        ...     len(store)
        0
        """
        return cls(path, decisions=decisions)

    def close(self) -> None:
        """Close the file; everything added is in it."""
        self._database.close()

    def __enter__(self) -> EntityStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Return how many documents it has."""
        return int(self._database.sql.execute("SELECT count(*) FROM documents").fetchone()[0])

    def __contains__(self, document_id: str) -> bool:
        return self._database.document(document_id) is not None

    def __repr__(self) -> str:
        return f"<diplonlp.EntityStore {self._database.path}: {len(self)} documents>"

    # -- documents ------------------------------------------------------------------------------------------------

    def add(self, document: Document) -> None:
        """Add a document; one of the same id that is there already is replaced.

        Parameters
        ----------
        document : Document
            Annotated.

        Examples
        --------
        >>> store = EntityStore.open()
        >>> store.add(Document(id="d1", lang="en", text="They met."))
        >>> store.add(Document(id="d1", lang="en", text="They met."))
        >>> len(store), "d1" in store
        (1, True)
        """
        self.add_many([document])

    def add_many(self, documents: Iterable[Document]) -> int:
        """Add documents, some hundreds in one go, and return how many there were.

        Parameters
        ----------
        documents : iterable of Document
            Any number: a generator will do. When it raises, what it gave before is added.

        Examples
        --------
        >>> EntityStore.open().add_many(Document(id=f"d{number}", lang="en", text="") for number in range(3))
        3
        """
        count = 0
        batch: list[Document] = []
        try:
            for document in documents:
                batch.append(document)
                count += 1
                if len(batch) >= BATCH:
                    ready, batch = batch, []
                    self._put(ready)
        finally:
            self._put(batch)
        return count

    def _put(self, batch: list[Document]) -> None:
        if batch:
            with self._database.transaction():
                put_documents(self._database, batch)

    def remove(self, document_id: str) -> None:
        """Take a document out again; its people stay as others know them.

        Parameters
        ----------
        document_id : str
            Its id.

        Raises
        ------
        InputError
            When the store has no such document.

        Examples
        --------
        >>> store = EntityStore.open()
        >>> store.add(Document(id="d1", lang="en", text="They met."))
        >>> store.remove("d1")
        >>> len(store)
        0
        """
        with self._database.transaction():
            if not drop_documents(self._database, [document_id]):
                raise InputError("the store has no such document", source=document_id)

    # -- links ----------------------------------------------------------------------------------------------------

    def link(self, progress: Progress = no_progress) -> None:
        """Compute clusters and ids anew where something has changed; every question does so by itself.

        Parameters
        ----------
        progress : callable, optional
            Called with the name of the stage, how many actors are done, and of how many.

        Examples
        --------
        >>> EntityStore.open().link()
        """
        if not is_linked(self._database):
            link(self._database, progress)

    def resolve(self, document: Document) -> Document:
        """Return a document of the store with ``resolved``: the id that each actor has in every document.

        Parameters
        ----------
        document : Document
            As it was added.

        Raises
        ------
        InputError
            When the store has no such document, or has it with other entities.

        Examples
        --------
        >>> from diplonlp import Entity
        >>> document = Document(
        ...     id="d", lang="en", text="", entities=(Entity(id="e1", label="PERSON", name="Asel Tokoeva"),)
        ... )
        >>> store = EntityStore.open()
        >>> store.add(document)
        >>> store.resolve(document).entities[0].resolved
        'person:asel-tokoeva'
        """
        self.link()
        row = self._database.document(document.id)
        ids = {} if row is None else queries.ids_of_document(self._database, row)
        if row is None or not ids.keys() >= {entity.id for entity in document.entities}:
            raise InputError("the store does not have this document as it is now; add it first", source=document.id)
        entities = (msgspec.structs.replace(entity, resolved=ids[entity.id]) for entity in document.entities)
        return msgspec.structs.replace(document, entities=tuple(entities))

    def lookup(self, name: str, *, limit: int = 20) -> list[StoredEntity]:
        """Return whom a name, an id, or "document#entity" may mean, the most named first.

        Parameters
        ----------
        name : str
            A name in either script and order, a family name alone, an id such as "person:asel-tokoeva" (one that an
            earlier version of the store gave will do), or an entity of a document.
        limit : int
            How many at most.

        Examples
        --------
        >>> EntityStore.open().lookup("Nobody Known")
        []
        """
        self.link()
        exact = queries.by_id(self._database, name) or ("#" in name and queries.by_key(self._database, name))
        return [exact] if exact else queries.by_name(self._database, name, limit)

    def members(self, resolved: str) -> list[str]:
        """Return all that an id stands for, each as document id, "#", entity id.

        Parameters
        ----------
        resolved : str
            An id; an earlier one will do.

        Raises
        ------
        InputError
            When the store never gave this id.

        Examples
        --------
        >>> from diplonlp import Entity
        >>> store = EntityStore.open()
        >>> state = Entity(id="e1", label="STATE", name="Peru", kb="state:PER")
        >>> store.add(Document(id="d", lang="en", text="", entities=(state,)))
        >>> store.members("state:PER")
        ['d#e1']
        """
        self.link()
        found = queries.by_id(self._database, resolved)
        if found is None:
            raise InputError("the store never gave this id; lookup() finds those of a name", source=resolved)
        return list(queries.actors_of_cluster(self._database, found.resolved))

    def clusters(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every id, sorted, with all that it stands for, each as document id, "#", entity id.

        Examples
        --------
        >>> list(EntityStore.open().clusters())
        []
        """
        self.link()
        for resolved, rows in groupby(queries.all_clusters(self._database), key=lambda row: row[0]):
            yield resolved, [key for _, key in rows]

    def judgements(self) -> Iterator[Judgement]:
        """Yield what was judged of whom, by whom and why: links, and pairs of like names that were held apart.

        Actors that look alike (the same name, state and offices) are judged once, under the first of them.

        Examples
        --------
        >>> list(EntityStore.open().judgements())
        []
        """
        self.link()
        yield from stored_judgements(self._database)

    def explain(self, a: str, b: str) -> Explanation:
        """Say in sentences why two actors are one, or are not.

        Parameters
        ----------
        a, b : str
            Each as "document#entity", or as an id.

        Raises
        ------
        InputError
            When the store does not know one of them.

        Examples
        --------
        >>> from diplonlp import Entity
        >>> store = EntityStore.open()
        >>> for name, word in (("1", "Osmonov"), ("2", "Bakyt Osmonov")):
        ...     store.add(Document(id=name, lang="en", text="", entities=(Entity(id="e", label="PERSON", name=word),)))
        >>> print(store.explain("1#e", "2#e"))
        “Osmonov” (1#e) and “Bakyt Osmonov” (2#e) are two.
        Many bear this family name: alone it needs the same office and another fact, as the same state.
        """
        self.link()
        return explain(self._database, self._member(a), self._member(b))

    def _member(self, name: str) -> tuple[Actor, int]:
        """The actor a key names, or the first that an id stands for."""
        found = self._database.member(name)
        if found is None:
            entity = queries.by_id(self._database, name)
            found = self._database.member(queries.first_actor(self._database, entity.resolved)) if entity else None
        if found is None:
            raise InputError(
                "the store has no such actor; give document#entity or an id, as lookup() has it", source=name
            )
        return found

    # -- decisions ------------------------------------------------------------------------------------------------

    @property
    def decisions(self) -> list[Decision]:
        """What analysts have decided, also of documents that the store does not have yet."""
        return stored_decisions(self._database)

    def merge(self, a: str, b: str, *, by: str = "", note: str = "") -> None:
        """Decide that two actors are one, whatever the rules say.

        Parameters
        ----------
        a, b : str
            Each as "document#entity", or as an id.
        by, note : str
            Who decides, and why: kept beside the decision.

        Raises
        ------
        InputError
            When the store does not know one of them.
        FormatError
            When other decisions say the opposite.

        Examples
        --------
        >>> from diplonlp import Entity
        >>> store = EntityStore.open()
        >>> for name, word in (("1", "Osmonov"), ("2", "Bakyt Osmonov")):
        ...     store.add(Document(id=name, lang="en", text="", entities=(Entity(id="e", label="PERSON", name=word),)))
        >>> store.merge("1#e", "2#e", by="A. Analyst", note="the same delegation")
        >>> store.explain("1#e", "2#e").same
        True
        """
        self._decide(a, b, same=True, by=by, note=note)

    def split(self, a: str, b: str, *, by: str = "", note: str = "") -> None:
        """Decide that two actors are two, whatever the rules say.

        Parameters
        ----------
        a, b : str
            Each as "document#entity", or as an id.
        by, note : str
            Who decides, and why: kept beside the decision.

        Raises
        ------
        InputError
            When the store does not know one of them.
        FormatError
            When other decisions say the opposite.

        Examples
        --------
        >>> from diplonlp import Entity
        >>> store = EntityStore.open()
        >>> for name in ("1", "2"):
        ...     entity = Entity(id="e", label="PERSON", name="Bakyt Osmonov")
        ...     store.add(Document(id=name, lang="en", text="", entities=(entity,)))
        >>> store.split("1#e", "2#e", note="father and son")
        >>> store.explain("1#e", "2#e").same
        False
        """
        self._decide(a, b, same=False, by=by, note=note)

    def _decide(self, a: str, b: str, *, same: bool, by: str, note: str) -> None:
        self.link()
        found = {actor.key: actor.best for actor, _ in (self._member(a), self._member(b))}
        if len(found) == 1:
            raise InputError("both are the same actor; give two", source=a)
        (one, name_one), (other, name_other) = sorted(found.items())
        decision = Decision(a=one, b=other, same=same, by=by, note=note)
        before = self.decisions if self._decisions is None else read_decisions(self._decisions)
        # The latest word on a pair takes the place of an earlier one.
        kept = [known for known in before if (known.a, known.b) != (one, other)]
        check_decisions([*kept, decision])
        if self._decisions is not None:
            write_decision(self._decisions, decision, (name_one, name_other))
        with self._database.transaction():
            replace_decisions(self._database, [*kept, decision])
