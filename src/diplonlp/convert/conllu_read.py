"""Reading CoNLL-U: the text out of words and spacing, mentions out of the brackets of CorefUD."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from diplonlp.convert.carried import bare, unpack
from diplonlp.convert.conllu import CARRIED, GLOBAL, TYPES, drawn, entity_names, write_conllu
from diplonlp.convert.files import decode, read_lines_all
from diplonlp.convert.formats import annotation_format
from diplonlp.convert.markup import Mark, Markup
from diplonlp.convert.merge import merge
from diplonlp.convert.report import Ledger, Losses
from diplonlp.errors import FormatError, InputError
from diplonlp.records import LABELS, Document

_COMMENT = re.compile(r"#\s*([\w. ]+?)\s*(?:=\s*(.*))?")
_CHUNK = re.compile(r"\([^()]*\)?|[^()]+\)")
_UNESCAPED = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|.)")
_LABEL_OF = {"person": "PERSON", "place": "LOC", "organization": "ORG", "event": "EVENT", "time": "DATE"}


class _Row(NamedTuple):
    """A line of ten columns, split."""

    line: int
    id: str
    form: str
    misc: dict[str, str]


@dataclass
class _Chunk:
    """The sentences of one document, as rows, and its comments."""

    comments: dict[str, str] = field(default_factory=dict)
    comment_line: int = 0
    sentences: list[list[_Row]] = field(default_factory=list)
    paragraphs: set[int] = field(default_factory=set)
    error: FormatError | None = None


def read_conllu(path: Path, ledger: Ledger) -> Iterator[Document]:
    """Yield the documents of a .conllu file, ours or others'."""
    fields = GLOBAL
    for number, chunk in enumerate(_chunks(path), start=1):
        fields = chunk.comments.get("global.Entity", fields)
        losses = Losses(chunk.comments.get("newdoc id") or f"{path.stem}-{number}")
        try:
            if chunk.error is not None:
                raise chunk.error
            document = _document(chunk, fields.split("-"), losses, str(path))
        except InputError as error:
            ledger.fail(error)
        else:
            losses.document = document.id
            ledger.close(losses)
            yield document


def _chunks(path: Path) -> Iterator[_Chunk]:
    """Yield what lies between one ``# newdoc`` and the next."""
    chunk, sentence, comments = _Chunk(), list[_Row](), dict[str, tuple[int, str]]()
    for number, raw in read_lines_all(path):
        line = decode(raw, path).rstrip("\r\n")
        if line.startswith("#"):
            match = _COMMENT.fullmatch(line)
            name = match[1] if match else ""
            if name.startswith("newdoc") and (chunk.sentences or chunk.error):
                yield chunk
                chunk = _Chunk()
            comments[name] = (number, (match[2] or "") if match else "")
        elif line.strip():
            try:
                sentence.append(_row(line, number, path))
            except FormatError as error:
                chunk.error = chunk.error or error
        if not line.strip() and (sentence or comments):
            _close(chunk, sentence, comments)
            sentence, comments = [], {}
    _close(chunk, sentence, comments)
    if chunk.sentences or chunk.error or chunk.comments:
        yield chunk


def _close(chunk: _Chunk, sentence: list[_Row], comments: dict[str, tuple[int, str]]) -> None:
    if CARRIED in comments:
        chunk.comment_line = comments[CARRIED][0]
    for name, (_, value) in comments.items():
        chunk.comments.setdefault(name, value)
    if any(name.startswith("newpar") for name in comments):
        chunk.paragraphs.add(len(chunk.sentences))
    if sentence:
        chunk.sentences.append(sentence)


def _row(line: str, number: int, path: Path) -> _Row:
    columns = line.split("\t")
    if len(columns) != 10 or not re.fullmatch(r"[0-9]+(?:[-.][0-9]+)?", columns[0]):
        raise FormatError(
            f"not a line of CoNLL-U, which has a number first and ten columns with tabs between: {line[:80]!r}",
            source=str(path),
            line=number,
        )
    pairs = (part.partition("=") for part in columns[9].split("|")) if columns[9] != "_" else ()
    return _Row(number, columns[0], columns[1], {name: value for name, _, value in pairs})


class _Text:
    """Puts the text together again and remembers where each word stands."""

    def __init__(self, chunk: _Chunk) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.token = (0, 0)
        self.places: dict[int, tuple[int, int]] = {}  # by the line of the file
        for index, sentence in enumerate(chunk.sentences):
            if index in chunk.paragraphs and index and self.parts[-1:] == [" "]:
                self.parts[-1] = "\n"
            self._add_sentence(sentence)
        text = "".join(self.parts)
        # Files of others do not say what follows the last word.
        self.text = text if CARRIED in chunk.comments else text.rstrip()

    def _add_sentence(self, sentence: list[_Row]) -> None:
        covered = 0
        for row in sentence:
            first, _, last = row.id.partition("-")
            if "." in row.id:
                continue
            if not last and int(first) <= covered:
                # A word of a token that stood on the line before: its place is that of the token.
                self.places[row.line] = self.token
                continue
            covered = int(last) if last else covered
            self._add(unescape(row.misc.get("SpacesBefore", "")))
            self.token = (self.size, self.size + len(row.form))
            self.places[row.line] = self.token
            self._add(row.form)
            self._add(_space_after(row))

    def _add(self, piece: str) -> None:
        if piece:
            self.parts.append(piece)
            self.size += len(piece)


def _space_after(row: _Row) -> str:
    if row.misc.get("SpaceAfter") == "No":
        return ""
    return unescape(row.misc["SpacesAfter"]) if "SpacesAfter" in row.misc else " "


def unescape(space: str) -> str:
    r"""Return the white space that stands in MISC.

    Examples
    --------
    >>> unescape(r"\r\n\u00a0") == "\r\n\u00a0"
    True
    """

    def sign(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if len(code) == 5 else _UNESCAPED.get(code, match[0])

    return _ESCAPE.sub(sign, space)


def _document(chunk: _Chunk, fields: list[str], losses: Losses, source: str) -> Document:
    text = _Text(chunk)
    packed = chunk.comments.get(CARRIED)
    if packed is None:
        names: dict[str, str | None] = {}
        base = bare(text.text, losses.document)
        shown = Markup()
    else:
        base = unpack(packed, text.text, source, chunk.comment_line or None)
        shown = drawn(base)
        entity_of = {mark.id: mark.entity for mark in shown.mentions}
        names = {name: entity_of[mark] for mark, name in entity_names(base, shown).items()}
    marks = tuple(_Brackets(chunk.sentences, fields, text, names, losses, source).marks())
    return merge(Markup(mentions=marks), base, shown, losses)


@dataclass
class _Open:
    """A mention that has begun."""

    start: int
    label: str
    word: str


class _Brackets:
    """Reads ``Entity=`` of every word."""

    def __init__(
        self,
        sentences: Iterable[list[_Row]],
        fields: list[str],
        text: _Text,
        names: dict[str, str | None],
        losses: Losses,
        source: str,
    ) -> None:
        self.sentences, self.fields, self.text = sentences, fields, text
        self.names, self.losses, self.source = names, losses, source
        self.open: dict[str, list[_Open]] = {}
        self.count = 0

    def marks(self) -> Iterator[Mark]:
        """Yield the mentions, each when it closes."""
        for row in (row for sentence in self.sentences for row in sentence):
            for part in _CHUNK.findall(row.misc.get("Entity", "")):
                if row.line not in self.text.places:
                    self.losses.add("mention", part, "it stands on a word that the text does not have")
                else:
                    yield from self._part(part, row)
        left = [opened for stack in self.open.values() for opened in stack]
        for opened in left:
            self.losses.add("mention", opened.word, "its bracket is never closed")

    def _part(self, part: str, row: _Row) -> Iterator[Mark]:
        start, end = self.text.places[row.line]
        attributes = dict(zip(self.fields, part.strip("()").split("-"), strict=False))
        name = attributes.get("eid") or attributes.get("GRP") or ""
        if part.startswith("("):
            opened = _Open(start, self._label(attributes, row), row.form)
            if not part.endswith(")"):
                self.open.setdefault(name, []).append(opened)
                return
        else:
            name = part.strip("()")
            if not self.open.get(name):
                raise FormatError(f"{part!r} closes what was never opened", source=self.source, line=row.line)
            opened = self.open[name].pop()
        yield from self._mark(name, opened, end)

    def _label(self, attributes: dict[str, str], row: _Row) -> str:
        other = dict(pair.partition(":")[::2] for pair in attributes.get("other", "").split(","))
        kind = attributes.get("etype") or attributes.get("entity") or ""
        label = other.get("label") or _LABEL_OF.get(kind, "")
        # An edited type counts more than the label that stands beside it from before.
        if label in TYPES and kind not in ("", TYPES[label], *self._kinds(label)):
            label = _LABEL_OF.get(kind, "")
        if label not in LABELS:
            self.losses.add("mention", f"{kind or 'no type'}: {row.form}", "its type is none of our labels")
            return ""
        return label

    @staticmethod
    def _kinds(label: str) -> tuple[str, ...]:
        """Types that an entity may have whose mention has this label."""
        return ("person",) if label == "TITLE" else ("abstract",) if label == "PERSON" else ()

    def _mark(self, name: str, opened: _Open, end: int) -> Iterator[Mark]:
        entity, _, part = name.partition("[")
        if part:
            self.losses.add("mention", opened.word, "a mention has no gaps: each of its parts is one by itself")
        if opened.label:
            self.count += 1
            own = re.sub(r"^d[0-9]+\.", "", entity)
            yield Mark(f"\0{self.count}", opened.start, end, opened.label, self.names.get(own, own))


annotation_format("conllu", ".conllu", ".conll", read=read_conllu, write=write_conllu, trees=True)
