"""An annotated corpus scored against a gold standard, layer by layer and language by language."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from diplonlp.errors import FormatError, InputError
from diplonlp.records import Document, Record, Source
from diplonlp.score.comparison import Comparison
from diplonlp.score.linking import across_scores, linking_misses, linking_scores
from diplonlp.score.measures import Miss, Score, Tally
from diplonlp.score.meetings import MEETINGS, PAIRS, count_meetings, count_pairs
from diplonlp.score.meetings import ORDER as MEETING_ORDER
from diplonlp.score.mentions import MENTIONS, TITLES, count_mentions, count_titles
from diplonlp.score.mentions import ORDER as MENTION_ORDER
from diplonlp.score.relations import ORDER as RELATION_ORDER
from diplonlp.score.relations import RELATIONS, count_relations

_Counter: TypeAlias = Callable[[Comparison, Tally], Iterator[Miss]]
#: The layers that are counted document by document, in the order of the report.
_LAYERS: dict[str, tuple[_Counter, Sequence[str]]] = {
    MENTIONS: (count_mentions, MENTION_ORDER),
    TITLES: (count_titles, ()),
    RELATIONS: (count_relations, RELATION_ORDER),
    MEETINGS: (count_meetings, MEETING_ORDER),
    PAIRS: (count_pairs, ()),
}
EVERYTHING = "all"


class Group(Record, frozen=True, kw_only=True):
    """The scores of a part of the corpus: all of it, a language, or what has one value of a key.

    Parameters
    ----------
    name : str
        "all", a language code, or the value grouped by.
    documents : int
        How many documents it has.
    scores : tuple of Score
        Every layer's measures.
    """

    name: str
    documents: int
    scores: tuple[Score, ...]

    def score(self, layer: str, measure: str) -> Score:
        """Return one score.

        Raises
        ------
        KeyError
            When there is none of that name.
        """
        for found in self.scores:
            if (found.layer, found.measure) == (layer, measure):
                return found
        raise KeyError(f"{layer}: {measure}")


class Evaluation(Record, frozen=True, kw_only=True):
    """What :func:`evaluate` returns; ``print`` shows it as tables.

    Parameters
    ----------
    groups : tuple of Group
        All documents first, then each language.
    misses : tuple of Miss
        Every difference, in the order of the gold documents.
    absent : tuple of str
        Ids of gold documents the output lacks; they count as annotated with nothing.
    unknown : tuple of str
        Ids of output documents that are not in gold; they are not scored.
    """

    groups: tuple[Group, ...]
    misses: tuple[Miss, ...] = ()
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def score(self, layer: str, measure: str, group: str = EVERYTHING) -> Score:
        """Return one score of one group.

        Raises
        ------
        KeyError
            When there is none of that name.
        """
        for found in self.groups:
            if found.name == group:
                return found.score(layer, measure)
        raise KeyError(group)

    def to_dict(self) -> dict[str, Any]:
        """Return groups and misses as plain dicts and lists, with F1 beside precision and recall."""
        plain = super().to_dict()
        for group, shown in zip(self.groups, plain["groups"], strict=True):
            for score, row in zip(group.scores, shown["scores"], strict=True):
                row["f1"] = score.f1
        return plain

    def __str__(self) -> str:
        from diplonlp.view.scores import evaluation_text

        return evaluation_text(self)


def evaluate(gold: Iterable[Document], predicted: Iterable[Document], *, by: str = "lang") -> Evaluation:
    """Compare annotated documents with a gold standard: how much is found, how much of what is found is right.

    Parameters
    ----------
    gold : iterable of Document
        Documents annotated by people.
    predicted : iterable of Document
        The same texts as annotated by the library or by somebody else, found by their ids.
    by : str
        What to group by, beside all documents together: "lang", or a key of the gold documents' ``meta``, such as
        "register"; a list there puts a document into several groups.

    Returns
    -------
    Evaluation
        Scores for mentions, titles, relations, meetings, pairs of people who met, linking (B³, CEAF-e, LEA) and, if
        both sides have ``resolved`` ids, linking across documents; and every difference with its sentence.

    Raises
    ------
    InputError
        When two texts of one id differ, or gold is empty.
    FormatError
        When an id occurs twice on one side.

    Examples
    --------
    >>> from diplonlp import Document, Mention
    >>> mention = Mention(id="m1", start=0, end=4, text="Lima", label="LOC", lemma="Lima")
    >>> gold = Document(id="d1", lang="en", text="Lima and Quito", mentions=(mention,))
    >>> scored = evaluate([gold], [gold])
    >>> scored.score("mentions", "LOC").f1
    1.0
    """
    standard, output = _by_id(gold, "gold"), _by_id(predicted, "output")
    if not standard:
        raise InputError("the gold standard has no documents; give a file of annotated documents")
    comparisons = [Comparison(document, output.get(key) or _empty(document)) for key, document in standard.items()]
    misses: list[Miss] = []
    tallies = {id(comparison): _counted(comparison, misses) for comparison in comparisons}
    return Evaluation(
        groups=tuple(_group(name, members, tallies) for name, members in _grouped(comparisons, by).items()),
        misses=tuple(misses),
        absent=tuple(key for key in standard if key not in output),
        unknown=tuple(key for key in output if key not in standard),
    )


def as_source(document: Document) -> Source:
    """Return an annotated document as it was given to be read: text, date, title, and nothing found in it.

    Parameters
    ----------
    document : Document
        An annotated document.

    Examples
    --------
    >>> as_source(Document(id="d1", lang="en", text="They met.", date="2024-05-01")).date
    '2024-05-01'
    """
    return Source(
        id=document.id,
        text=document.text,
        date=document.date,
        title=document.title,
        url=document.url,
        meta=document.meta,
    )


def _by_id(documents: Iterable[Document], side: str) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for document in documents:
        if document.id in found:
            raise FormatError(f"the id occurs twice in the {side}; every document needs its own", source=document.id)
        found[document.id] = document
    return found


def _empty(document: Document) -> Document:
    return Document(id=document.id, lang=document.lang, text=document.text, date=document.date)


def _grouped(comparisons: Sequence[Comparison], by: str) -> dict[str, list[Comparison]]:
    groups: dict[str, list[Comparison]] = {EVERYTHING: list(comparisons)}
    named: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        value = comparison.gold.lang if by == "lang" else comparison.gold.meta.get(by)
        for name in value if isinstance(value, list) else [value]:
            named.setdefault("none" if name is None else str(name), []).append(comparison)
    return groups | dict(sorted(named.items()))


def _counted(comparison: Comparison, misses: list[Miss]) -> dict[str, Tally]:
    """The counts of one document, by layer."""
    tallies = {}
    for layer, (count, _) in _LAYERS.items():
        tallies[layer] = Tally(layer)
        misses += count(comparison, tallies[layer])
    misses += linking_misses(comparison)
    return tallies


def _group(name: str, members: Collection[Comparison], tallies: Mapping[int, dict[str, Tally]]) -> Group:
    scores: list[Score] = []
    for layer, (_, order) in _LAYERS.items():
        total = Tally(layer)
        for member in members:
            total.update(tallies[id(member)][layer])
        scores += total.scores(order)
        if layer == RELATIONS:
            scores += linking_scores(members)
    scores += across_scores(members)
    return Group(name=name, documents=len(members), scores=tuple(scores))
