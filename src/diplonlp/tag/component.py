"""The spaCy component that joins the model's names and the knowledge tables into ``doc.spans["mentions"]``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from diplonlp.neural.decode import HOUSE
from diplonlp.neural.doc import Tables, followed_guidelines, found_spans
from diplonlp.tag.dates import find_dates
from diplonlp.tag.identify import identify, with_own_names
from diplonlp.tag.names import find_names, repeated_people, without_rivals
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
        self._tables = Tables(lang, tokenize)

    def __call__(self, doc: Doc) -> Doc:
        if not doc.has_annotation("SENT_START"):
            for token in doc:  # a pipeline that finds no sentences is read as one
                token.is_sent_start = token.i == 0
        found = found_spans(doc)
        reading = Reading(doc, self.lang, self._tables.matches(doc), self._dates(doc) if found is None else ())
        if found is None:
            spans = self._by_rule(reading)
        else:
            house = followed_guidelines(doc) == HOUSE
            spans = identify(reading, with_own_names(reading, found), house)
        scores = {"scores": [spans[span] for span in spans]}
        doc.spans[MENTIONS] = SpanGroup(doc, name=MENTIONS, spans=list(spans), attrs=scores)
        return doc

    def _by_rule(self, reading: Reading) -> dict[Span, float | None]:
        """The mentions of a text that no network of ours has read: names of its model, settled with the tables."""
        dates = self._dates(reading.doc)
        names = find_names(reading)
        titles, holders = find_titles(reading, names)
        holders += repeated_people(reading, [*holders, *(s for s in names if s.label_ == "PERSON")])
        names = without_rivals(names, holders)
        found = {(s.start, s.end, s.label_): s for s in (*titles, *holders, *names, *dates)}.values()
        return dict.fromkeys(sorted(found, key=lambda span: (span.start, -span.end, span.label_)))

    def _dates(self, doc: Doc) -> list[Span]:
        found = (
            doc.char_span(date.start, date.end, label="DATE", alignment_mode="expand")
            for date in find_dates(doc.text, self.lang)
        )
        return [span for span in found if span is not None]
