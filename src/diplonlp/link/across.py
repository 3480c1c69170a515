"""The same id for the same actor in every document: an :class:`EntityStore` of the documents at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from diplonlp.errors import InputError
from diplonlp.link.store.entity_store import EntityStore
from diplonlp.records import Document


def resolve(documents: Iterable[Document]) -> list[Document]:
    """Give every entity an id that is the same for the same actor in every document.

    What the knowledge tables know goes by its id there ("state:KGZ"); anything else by a slug of its label and name
    ("person:talant-torobekov"). Two people of one name are kept apart by their state, office or document. The order of
    the documents does not matter. For more documents than fit into memory, for reasons, and to keep ids when documents
    are added, use an :class:`~diplonlp.EntityStore`: it decides in the same way.

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
    >>> from diplonlp.records import Entity
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
    with EntityStore.open() as store:
        store.add_many(corpus)
        return [store.resolve(document) for document in corpus]
