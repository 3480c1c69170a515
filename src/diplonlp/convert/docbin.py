"""The .spacy files of spaCy: mentions, topics and triggers as span groups, the rest of the document as user data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from diplonlp.convert.carried import bare, pack, unpack
from diplonlp.convert.check import check_spans
from diplonlp.convert.files import read_bytes, writing
from diplonlp.convert.formats import annotation_format
from diplonlp.convert.markup import SAME, Mark, Markup, Shows, draw
from diplonlp.convert.merge import merge
from diplonlp.convert.report import Ledger, Losses
from diplonlp.convert.tokens import blank, tokenize
from diplonlp.errors import FormatError, InputError
from diplonlp.records import LABELS, Document

if TYPE_CHECKING:
    from spacy.tokens import Doc, DocBin, Span

    from diplonlp.pipeline import Pipeline

MENTIONS, TOPICS, TRIGGERS = "mentions", "topics", "triggers"
KEY = "diplonlp"
SHOWS = Shows()


def make_doc(document: Document) -> Doc:
    """Return a document as a spaCy Doc.

    ``doc.spans["mentions"]`` has the mentions: label, ``kb_id_`` what the knowledge tables know them as, ``id_`` the
    entity. Tokens are cut at the borders of mentions, so that none is lost. No model is needed.

    Parameters
    ----------
    document : Document
        An annotated document.

    Raises
    ------
    FormatError
        When its offsets do not fit its text.

    Examples
    --------
    >>> from diplonlp import Mention
    >>> riga = Mention(id="m1", start=0, end=4, text="Riga", label="LOC", lemma="Riga")
    >>> doc = make_doc(Document(id="d", lang="en", text="Riga.", mentions=(riga,)))
    >>> [(span.text, span.label_) for span in doc.spans["mentions"]]
    [('Riga', 'LOC')]
    """
    from spacy.tokens import Doc

    check_spans(document)
    packed = pack(document)
    places = [(m.start, m.end) for m in document.mentions] + [(t.start, t.end) for t in document.topics]
    places += [(meeting.trigger.start, meeting.trigger.end) for meeting in document.meetings]
    tokens = tokenize(document, places)
    words = [document.text[token.start : token.end] for token in tokens]
    doc = Doc(blank(document.lang).vocab, words=words, spaces=[token.space for token in tokens])
    _group_spans(doc, document)
    doc.user_data[KEY] = packed
    return doc


def _group_spans(doc: Doc, document: Document) -> None:
    known = {entity.id: entity.kb or "" for entity in document.entities}

    def span(start: int, end: int, label: str, kb: str = "", name: str = "") -> Span:
        found = doc.char_span(start, end, label=label, kb_id=kb, span_id=name)
        if found is None:  # tokens were cut at every border
            raise FormatError(f"no tokens from {start} to {end}; report it with the text", source=document.id)
        return found

    doc.spans[MENTIONS] = [
        span(m.start, m.end, m.label, known.get(m.entity or "", ""), m.entity or "") for m in document.mentions
    ]
    doc.spans[TOPICS] = [span(topic.start, topic.end, topic.code, name=topic.id) for topic in document.topics]
    doc.spans[TRIGGERS] = [span(m.trigger.start, m.trigger.end, m.event, name=m.id) for m in document.meetings]


def write_docbin(documents: Iterable[Document], path: Path, ledger: Ledger, trees: Pipeline | None = None) -> None:
    """Write a .spacy file, which ``spacy train`` and ``DocBin`` read."""
    from spacy.tokens import DocBin

    docbin = DocBin(store_user_data=True)
    for document in documents:
        try:
            docbin.add(make_doc(document))
        except FormatError as error:
            ledger.fail(error)
        else:
            ledger.close(Losses(document.id))
    with writing(path) as file:
        file.write(docbin.to_bytes())


def read_docbin(path: Path, ledger: Ledger) -> Iterator[Document]:
    """Yield the documents of a .spacy file, ours or others'."""
    for number, doc in enumerate(_docs(path), start=1):
        losses = Losses(f"{path.stem}-{number}")
        try:
            document = _document(doc, losses, str(path))
        except InputError as error:
            ledger.fail(error)
        else:
            losses.document = document.id
            ledger.close(losses)
            yield document


def _docs(path: Path) -> Iterator[Doc]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    content = read_bytes(path)
    try:
        yield from _unpacked(DocBin(store_user_data=True), content).get_docs(Vocab())
    except Exception as error:  # zlib, msgpack, numpy and spaCy each raise their own
        reason = str(error).partition("\n")[0]
        raise FormatError(
            f"not a file that this spaCy's DocBin reads ({reason}); "
            "write it again with DocBin(store_user_data=True).to_disk() of spaCy 3",
            source=str(path),
        ) from error


def _unpacked(docbin: DocBin, content: bytes) -> DocBin:
    return docbin.from_bytes(content)


def _document(doc: Doc, losses: Losses, source: str) -> Document:
    packed = doc.user_data.get(KEY)
    read = Markup(mentions=tuple(_marks(doc, losses)))
    if not isinstance(packed, str):
        return merge(read, bare(doc.text, losses.document), Markup(), losses)
    base = unpack(packed, doc.text, source)
    _note_untaken(doc, base, losses)
    return merge(read, base, draw(base, SHOWS), losses)


def _note_untaken(doc: Doc, base: Document, losses: Losses) -> None:
    """Report changes of topics and triggers, which stand in the file to be seen: a span alone makes no meeting."""
    shown: dict[str, set[tuple[int, int, str]]] = {
        TOPICS: {(topic.start, topic.end, topic.code) for topic in base.topics},
        TRIGGERS: {(m.trigger.start, m.trigger.end, m.event) for m in base.meetings},
    }
    for group, spans in shown.items():
        now = {(span.start_char, span.end_char, span.label_) for span in doc.spans.get(group, ())}
        for start, end, label in sorted(now ^ spans if group in doc.spans else ()):
            losses.add(group, f"{label} {doc.text[start:end]}", "not taken: change them in brat or Label Studio")


def _marks(doc: Doc, losses: Losses) -> Iterator[Mark]:
    """The mentions: our group, or spaCy's usual one, or the flat names."""
    groups = [doc.spans[key] for key in (MENTIONS, "sc") if key in doc.spans]
    for number, span in enumerate(groups[0] if groups else doc.ents):
        if span.label_ in LABELS and span.start_char < span.end_char:
            yield Mark(f"\0{number}", span.start_char, span.end_char, span.label_, span.id_ or SAME)
        else:
            losses.add("mention", f"{span.label_} {span.text}", "it is none of our labels")


annotation_format("spacy", ".spacy", read=read_docbin, write=write_docbin)
