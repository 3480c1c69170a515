"""The spaCy component that joins the model's names and the knowledge tables into ``doc.spans["mentions"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from diplonlp.tag.dates import find_dates
from diplonlp.tag.lexicon import Entry, name_index
from diplonlp.tag.names import find_names, repeated_people, without_rivals
from diplonlp.tag.phrases import PhraseIndex
from diplonlp.tag.reading import Reading
from diplonlp.tag.titles import find_titles

MENTIONS = "mentions"


@Language.factory(
    "diplonlp_mentions",
    requires=["doc.ents", "token.pos", "token.lemma"],
    assigns=["doc.spans"],
    default_config={"language": ""},
)
def create_mention_tagger(nlp: Language, name: str, language: str) -> MentionTagger:
    """Make the component for a pipeline; *language* defaults to the pipeline's own."""
    return MentionTagger(language or str(nlp.lang), nlp.make_doc)


class MentionTagger:
    """Writes the eight kinds of mention, nested, into ``doc.spans["mentions"]``.

    A span's ``label_`` is the schema's label, its ``kb_id_`` what the tables know it as: "state:KGZ", "org:cis",
    "place:almaty", "office:speaker".

    Parameters
    ----------
    lang : str
        "ru" or "en".
    tokenize : callable
        The pipeline's tokenizer, text to Doc.
    """

    def __init__(self, lang: str, tokenize: Callable[[str], Doc]) -> None:
        self.lang = lang
        self._tokenize = tokenize
        self._index: PhraseIndex[Entry] | None = None

    @property
    def index(self) -> PhraseIndex[Entry]:
        """The compiled tables; built at the first use."""
        if self._index is None:
            self._index = name_index(self.lang, self._tokenize)
        return self._index

    def __call__(self, doc: Doc) -> Doc:
        if not doc.has_annotation("SENT_START"):
            for token in doc:  # a pipeline that finds no sentences is read as one
                token.is_sent_start = token.i == 0
        dates = self._dates(doc)
        reading = Reading(doc, self.lang, list(self.index.find(doc)), dates)
        names = find_names(reading)
        titles, holders = find_titles(reading, names)
        holders += repeated_people(reading, [*holders, *(s for s in names if s.label_ == "PERSON")])
        names = without_rivals(names, holders)
        doc.spans[MENTIONS] = sorted(
            {(s.start, s.end, s.label_): s for s in (*titles, *holders, *names, *dates)}.values(),
            key=lambda span: (span.start, -span.end, span.label_),
        )
        return doc

    def _dates(self, doc: Doc) -> list[Span]:
        found = (
            doc.char_span(date.start, date.end, label="DATE", alignment_mode="expand")
            for date in find_dates(doc.text, self.lang)
        )
        return [span for span in found if span is not None]
