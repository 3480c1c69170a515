"""CoNLL-U with the entities of CorefUD 1.0: words, sentences, nested mentions in ``Entity=``, the text as it was.

Meetings, relations and topics have no place there; they travel in one comment line per document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diplonlp.convert.carried import on_one_line, pack
from diplonlp.convert.check import check_spans
from diplonlp.convert.conllu_words import Word, read_sentences
from diplonlp.convert.files import writing
from diplonlp.convert.markup import Markup, Shows, draw
from diplonlp.convert.report import Ledger, Losses
from diplonlp.errors import FormatError
from diplonlp.records import Document

if TYPE_CHECKING:
    from diplonlp.pipeline import Pipeline

GLOBAL = "eid-etype-head-other"
CARRIED = "diplonlp"
# The types CorefUD knows; our label stands beside them, as label:TITLE.
TYPES = {
    "PERSON": "person",
    "TITLE": "abstract",
    "STATE": "place",
    "NORP": "place",
    "ORG": "organization",
    "LOC": "place",
    "EVENT": "event",
    "DATE": "time",
}
_ESCAPES = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p", "\\": "\\\\"}
_CROSSING = "CorefUD has no two mentions on the same words, nor crossing ones of one entity"
_NOT_IN_ID = re.compile(r"[^\w.]+|^_+|_+$")


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span without the white space around it, which no word of CoNLL-U has."""
    words = text[start:end]
    if words.isspace():
        return None
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


SHOWS = Shows(trim=trim)


def drawn(document: Document) -> Markup:
    """Draw the mentions CorefUD can have: one on the same words, none that crosses another of its entity."""
    seen: set[tuple[int, int]] = set()
    spans: dict[str | None, list[tuple[int, int]]] = {}
    hidden = set()
    for mark in draw(document, SHOWS).mentions:
        span = (mark.start, mark.end)
        siblings = spans.setdefault(mark.entity or f"\0{mark.id}", [])
        if span in seen or any(_cross(span, other) for other in siblings):
            hidden.add(mark.id)
        else:
            seen.add(span)
            siblings.append(span)
    return draw(document, SHOWS, hidden)


def _cross(left: tuple[int, int], right: tuple[int, int]) -> bool:
    return left[0] < right[0] < left[1] < right[1] or right[0] < left[0] < right[1] < left[1]


def write_conllu(documents: Iterable[Document], path: Path, ledger: Ledger, trees: Pipeline | None = None) -> None:
    """Write a .conllu file."""
    with writing(path) as file:
        names: set[str] = set()
        for number, document in enumerate(documents, start=1):
            try:
                check_spans(document)
                losses = Losses(document.id)
                lines = list(_lines(document, number, names, losses, trees))
            except FormatError as error:
                ledger.fail(error)
            else:
                file.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
                ledger.close(losses)


def _lines(document: Document, number: int, names: set[str], losses: Losses, trees: Pipeline | None) -> Iterator[str]:
    packed = pack(document)
    markup = drawn(document)
    _report(document, markup, losses)
    spans = [(mark.start, mark.end) for mark in markup.mentions]
    sentences = read_sentences(document, spans, trees)
    if not sentences:
        losses.add("document", document.text, "a text without words has no sentence for CoNLL-U to hold")
    brackets = _brackets(document, markup, f"d{number}.", sentences)
    name = _sentence_name(document.id, names)
    for index, sentence in enumerate(sentences):
        if index == 0:
            yield from _head(document, packed)
        yield f"# sent_id = {name}-{index + 1}"
        yield f"# text = {' '.join(document.text[sentence[0].start : sentence[-1].end].split())}"
        following = sentences[index + 1][0].start if index + 1 < len(sentences) else len(document.text)
        before = document.text[: sentence[0].start] if index == 0 else ""
        yield from _words(document.text, sentence, brackets, before, following)
        yield ""


def _report(document: Document, markup: Markup, losses: Losses) -> None:
    shown = {mark.id for mark in markup.mentions}
    for mention in document.mentions:
        if mention.id not in shown:
            losses.add("mention", mention.text, _CROSSING, carried=True)
    reason = "CoNLL-U has no place for it"
    for relation in document.relations:
        losses.add("relation", relation.type, reason, carried=True)
    for topic in document.topics:
        losses.add("topic", topic.text, reason, carried=True)
    for meeting in document.meetings:
        losses.add("meeting", meeting.trigger.text, reason, carried=True)
    shown_entities = {mark.entity for mark in markup.mentions}
    for entity in document.entities:
        if entity.id not in shown_entities:
            losses.add("entity", entity.name, "no mention of it can be shown", carried=True)


def _head(document: Document, packed: str) -> Iterator[str]:
    """The comments before the first sentence of a document."""
    yield f"# newdoc id = {' '.join(document.id.split()) or '_'}"
    yield f"# global.Entity = {GLOBAL}"
    for name in ("lang", "title", "date", "url"):
        value = getattr(document, name)
        if value:
            yield f"# {name} = {' '.join(value.split())}"
    yield f"# {CARRIED} = {on_one_line(packed)}"


def _sentence_name(identifier: str, names: set[str]) -> str:
    """What the ids of a document's sentences begin with: no space and no slash, which UD forbids."""
    name = re.sub(r"[\s/]+", "_", identifier) or "_"
    unique, count = name, 1
    while unique in names:
        count += 1
        unique = f"{name}.{count}"
    names.add(unique)
    return unique


def _words(
    text: str, sentence: Sequence[Word], brackets: Mapping[int, str], before: str, following: int
) -> Iterator[str]:
    numbers = {word.start: number for number, word in enumerate(sentence, start=1)}
    for number, word in enumerate(sentence, start=1):
        after = sentence[number].start if number < len(sentence) else following
        misc = [f"Entity={brackets[word.start]}"] if word.start in brackets else []
        misc += _spacing(text[word.end : after], before if number == 1 else "")
        head = "_" if word.head is None else "0" if word.head == word.start else str(numbers[word.head])
        columns = (word.lemma, word.pos, "_", word.features, head, word.relation, "_", "|".join(misc) or "_")
        yield "\t".join((str(number), text[word.start : word.end], *columns))


def _spacing(after: str, before: str) -> list[str]:
    """What MISC says of the space after a word, and before the first."""
    said = []
    if not after:
        said.append("SpaceAfter=No")
    elif after != " ":
        said.append(f"SpacesAfter={escape(after)}")
    if before:
        said.append(f"SpacesBefore={escape(before)}")
    return said


def escape(space: str) -> str:
    r"""Write white space as UDPipe does; what it has no sign for by its number.

    Examples
    --------
    >>> escape("\r\n\u00a0")
    '\\r\\n\\u00a0'
    """
    return "".join(_ESCAPES.get(sign) or f"\\u{ord(sign):04x}" for sign in space)


def entity_names(document: Document, markup: Markup) -> dict[str, str]:
    """Return the id in CorefUD for every mention: that of its entity, or one of its own where it has none.

    Examples
    --------
    >>> from diplonlp.convert.markup import Mark
    >>> markup = Markup(mentions=(Mark("m1", 0, 2, "ORG", "e-1"), Mark("m2", 4, 9, "DATE")))
    >>> entity_names(Document(id="d", lang="en", text=""), markup)
    {'m1': 'e_1', 'm2': 'x1'}
    """
    names: dict[str, str] = {}
    used: set[str] = set()
    for mark in markup.mentions:
        key = f"entity {mark.entity}" if mark.entity is not None else f"mention {mark.id}"
        if key not in names:
            wanted = _NOT_IN_ID.sub("_", mark.entity).strip("_") if mark.entity is not None else f"x{len(used)}"
            names[key] = _unused(wanted or "e", used)
    return {m.id: names[f"entity {m.entity}" if m.entity is not None else f"mention {m.id}"] for m in markup.mentions}


def _unused(wanted: str, used: set[str]) -> str:
    name, count = wanted, 1
    while name in used:
        count += 1
        name = f"{wanted}_{count}"
    used.add(name)
    return name


def _brackets(document: Document, markup: Markup, prefix: str, sentences: Sequence[Sequence[Word]]) -> dict[int, str]:
    """Return ``Entity=`` for the words, by their start: what closes, inner first, then what opens, outer first."""
    names = entity_names(document, markup)
    labels = {entity.id: entity.label for entity in document.entities}
    first_at = {word.start: word for sentence in sentences for word in sentence}
    last_at = {word.end: word for sentence in sentences for word in sentence}
    heads = _Heads(sentences)
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    alone: dict[int, list[str]] = {}
    for mark in sorted(markup.mentions, key=lambda mark: (mark.start, -mark.end)):
        name = prefix + names[mark.id]
        kind = TYPES[labels.get(mark.entity or "", mark.label)]
        first, last = first_at[mark.start].start, last_at[mark.end].start
        bracket = f"({name}-{kind}-{heads.of(first, last)}-label:{mark.label}"
        if first == last:
            alone.setdefault(first, []).append(f"{bracket})")
        else:
            opening.setdefault(first, []).append(bracket)
            closing.setdefault(last, []).insert(0, f"{name})")
    return {
        place: _joined(closing.get(place, []), opening.get(place, []), alone.get(place, []))
        for place in {*opening, *closing, *alone}
    }


def _joined(closing: list[str], opening: list[str], alone: list[str]) -> str:
    """A mention of one word follows all that opens; where nothing opens it precedes all that closes."""
    parts = [*closing, *opening, *alone] if opening else [*alone, *closing]
    return "".join(parts)


class _Heads:
    """Finds the head of a mention: the word whose own head lies outside; the first word where there is no tree."""

    def __init__(self, sentences: Sequence[Sequence[Word]]) -> None:
        self.words = [word for sentence in sentences for word in sentence]
        self.index = {word.start: index for index, word in enumerate(self.words)}

    def of(self, first: int, last: int) -> int:
        """Return which of the words between two places is the head, counted from 1."""
        words = self.words[self.index[first] : self.index[last] + 1]
        inside = {word.start for word in words}
        for number, word in enumerate(words, start=1):
            if word.head is not None and (word.head not in inside or word.head == word.start):
                return number
        return 1
