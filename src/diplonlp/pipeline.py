"""The way from a text to its record: :func:`load` joins the stages, :class:`Pipeline` runs them."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from diplonlp.errors import DiplonlpError, UnknownNameError
from diplonlp.records import Block, Document, Failure, Source

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from diplonlp.knowledge.files import PathLike
    from diplonlp.knowledge.known import Facts
    from diplonlp.knowledge.records import Knowledge
    from diplonlp.passages import Passage
    from diplonlp.relate.cues import Sign, Signs
    from diplonlp.tag.phrases import PhraseIndex

# Control characters are read as spaces, one for one, so that offsets stay; the document keeps them.
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), " ")
_NEEDED = {"SENT_START": "sentences", "POS": "parts of speech", "LEMMA": "lemmas", "DEP": "dependency tree"}

Loader = Callable[[], "Language"]


def _load_russian(guidelines: str) -> Language:
    from diplonlp.lang.russian import russian

    return russian(guidelines)


def _load_english(guidelines: str) -> Language:
    from diplonlp.lang.english import english

    return english(guidelines)


# A language is one module under lang/ and its rows in the tables; nothing else names languages.
LANGUAGES: dict[str, Callable[[str], Language]] = {"ru": _load_russian, "en": _load_english}
# Whose annotation guidelines the networks can follow: the corpora they learned from differ in what a mention is.
GUIDELINES = ("house", "nerel", "gmb", "gum", "re3d", "wiki")


def load(
    *,
    russian: Language | None = None,
    english: Language | None = None,
    guidelines: str = "house",
    knowledge: PathLike | Sequence[PathLike] | Knowledge | None = None,
) -> Pipeline:
    """Make the pipeline that reads diplomatic news; its models are loaded at the first text of their language.

    Parameters
    ----------
    russian, english : spacy.language.Language, optional
        A pipeline of your own for that language: tokens, sentences, POS, lemmas, a Universal Dependencies tree and
        ``doc.ents`` (PERSON, ORG, GPE or LOC …). The mention tagger is added at its end unless it is there.
    guidelines : str
        Whose idea of a mention to follow: "house", this project's (``data/annotations/GUIDELINES.md``), or that of a
        corpus, to be compared with others on it: "nerel" (Russian), "gmb", "gum", "re3d", "wiki" (English). A language
        that the corpus has no texts in keeps the house's.
    knowledge : path, sequence of paths or Knowledge, optional
        What you know beside the package's tables: people, organisations, who held which office when, as
        ``diplonlp knowledge import`` writes it. Another pipeline is not touched by it.

    Returns
    -------
    Pipeline
        Call it with a text, or give ``pipe`` many.

    Raises
    ------
    UnknownNameError
        For guidelines no network knows.
    KnowledgeError
        When the knowledge cannot be read, or breaks a rule.
    ModelError
        At the first text, when a model is missing or damaged.

    Examples
    --------
    >>> import diplonlp
    >>> nlp = diplonlp.load()
    >>> doc = nlp(
    ...     "President of Kazakhstan Daulet Seitkali met Turkish Foreign Minister Kemal Aydin in Astana on Tuesday.",
    ...     date="2024-05-16",
    ... )
    >>> [entity.name for entity in doc.people]
    ['Daulet Seitkali', 'Kemal Aydin']
    >>> [(meeting.status, meeting.date, meeting.parties) for meeting in doc.meetings]
    [('held', '2024-05-14', ('KAZ', 'TUR'))]
    """
    if guidelines not in GUIDELINES:
        raise UnknownNameError("guidelines", guidelines, GUIDELINES)
    given = {"ru": russian, "en": english}
    loaders: dict[str, Loader] = {lang: partial(loader, guidelines) for lang, loader in LANGUAGES.items()}
    for lang, language in given.items():
        if language is not None:
            loaders[lang] = _constant(language)
    return Pipeline(loaders, _facts(knowledge))


def _facts(knowledge: PathLike | Sequence[PathLike] | Knowledge | None) -> Facts | None:
    """What an analyst brought, read and checked; the tables alone are looked up when the first text comes."""
    if knowledge is None:
        return None
    from diplonlp.knowledge.files import check_knowledge, read_knowledge
    from diplonlp.knowledge.known import Facts
    from diplonlp.knowledge.records import Knowledge

    if isinstance(knowledge, Knowledge):
        check_knowledge(knowledge)
        return Facts(knowledge)
    return Facts(read_knowledge(knowledge))


def _constant(language: Language) -> Loader:
    return lambda: language


class Pipeline:
    """Reads texts in every language it has a spaCy ``Language`` for.

    Parameters
    ----------
    loaders : dict of str to callable
        Language code to a function that makes its ``Language``; called once, at the first text that needs it.
    facts : Facts, optional
        The tables with an analyst's knowledge; the tables alone where it is not given.
    """

    def __init__(self, loaders: dict[str, Loader], facts: Facts | None = None) -> None:
        self._loaders = loaders
        self._facts = facts
        self._languages: dict[str, Language] = {}
        self._cues: dict[str, PhraseIndex[Sign]] = {}

    def __repr__(self) -> str:
        loaded = ", ".join(self._languages) or "none yet"
        return f"<diplonlp.Pipeline for {', '.join(self._loaders)}; loaded: {loaded}>"

    def language(self, lang: str) -> Language:
        """Return the spaCy ``Language`` of "ru" or "en", loaded if it was not.

        Raises
        ------
        UnknownNameError
            For a language the pipeline has not.
        """
        if lang not in self._loaders:
            raise UnknownNameError("language", lang, self._loaders)
        if lang not in self._languages:
            self._languages[lang] = self._prepared(lang)
        return self._languages[lang]

    def _prepared(self, lang: str) -> Language:
        import diplonlp.tag.component  # noqa: F401  registers the factory

        language = self._loaders[lang]()
        language.max_length = max(language.max_length, 10_000_000)
        self._check(language, lang)
        if "diplonlp_mentions" not in language.pipe_names:
            language.add_pipe("diplonlp_mentions", last=True, config={"language": lang})
        return language

    @staticmethod
    def _check(language: Language, lang: str) -> None:
        """Warn of what a pipeline does not annotate, and of what will be missing for it."""
        doc = language("Sofia met Ivan.")
        lacking = [meaning for name, meaning in _NEEDED.items() if not doc.has_annotation(name)]
        if lacking:
            warnings.warn(
                f"the pipeline given for {lang!r} sets no {', no '.join(lacking)}: titles and meetings will be missed; "
                "add components that set them, Universal Dependencies for the tree",
                stacklevel=4,
            )

    def __call__(
        self,
        text: str | Source,
        *,
        date: str | datetime.date | None = None,
        id: str | None = None,  # noqa: A002  the schema's own name
        title: str | None = None,
        url: str | None = None,
        meta: dict[str, Any] | None = None,
    ) -> Document:
        """Read one text.

        Parameters
        ----------
        text : str or Source
            The text; a :class:`~diplonlp.Source` brings its own date, id and title.
        date : str or datetime.date, optional
            Publication date, which "on Tuesday" counts from. Without it, a date in the head of the text is taken.
        id, title, url : str, optional
            As the source has them. A title is read in front of the text.
        meta : dict, optional
            Given back unchanged.

        Raises
        ------
        DateFormatError
            When *date* is not a date.

        Examples
        --------
        >>> import diplonlp
        >>> diplonlp.load()("", id="empty").mentions
        ()
        """
        from diplonlp.read import make_source

        if isinstance(text, Source):
            return self._annotate(text)
        return self._annotate(make_source(text, id=id, date=date, title=title, url=url, meta=meta))

    def pipe(
        self, texts: Iterable[str | Source], *, on_failure: Callable[[Failure], None] | None = None
    ) -> Iterator[Document]:
        """Read many texts, one after the other, lazily and in order.

        Parameters
        ----------
        texts : iterable of str or Source
            The texts.
        on_failure : callable, optional
            Called with a :class:`~diplonlp.Failure` for a document that could not be read; the others go on.
            Without it the error is raised.

        Yields
        ------
        Document

        Examples
        --------
        >>> import diplonlp
        >>> [doc.lang for doc in diplonlp.load().pipe(["Moscow.", "Президент прибыл в Бишкек."])]
        ['en', 'ru']
        """
        for text in texts:
            try:
                document = self(text)
            except Exception as error:
                if on_failure is None or (isinstance(error, DiplonlpError) and _is_fatal(error)):
                    raise
                name = text.id if isinstance(text, Source) else "text"
                on_failure(Failure(source=name, error=type(error).__name__, message=_reason(error)))
            else:
                yield document

    def _annotate(self, source: Source) -> Document:
        from diplonlp.analysis import Analysis
        from diplonlp.knowledge.known import built_in
        from diplonlp.read import full_text, head_date, main_language, split_blocks

        text = full_text(source)
        if source.date is None:
            source = msgspec.structs.replace(source, date=head_date(text))
        blocks = split_blocks(text)
        facts = self._facts or built_in()
        passages = [
            passage for block in blocks if block.lang in self._loaders for passage in self._passages(text, block, facts)
        ]
        return Analysis(source, text, blocks, main_language(blocks), passages, self._signs, facts).document()

    def _passages(self, text: str, block: Block, facts: Facts) -> Iterator[Passage]:
        from diplonlp.knowledge.known import give_facts
        from diplonlp.passages import Passage, cut_block
        from diplonlp.read.letters import one_alphabet

        language = self.language(block.lang)
        for start, piece in cut_block(text, block):
            words = language.make_doc(one_alphabet(piece.translate(_CONTROLS), block.lang))
            give_facts(words, facts)
            doc: Doc = language(words)
            yield Passage(start=start, lang=block.lang, doc=doc, facts=facts)

    def _signs(self, passage: Passage) -> Signs:
        from diplonlp.relate.cues import Signs, cue_index

        if passage.lang not in self._cues:
            self._cues[passage.lang] = cue_index(passage.lang, self.language(passage.lang).make_doc)
        return Signs(passage.doc, list(self._cues[passage.lang].find(passage.doc)))


def _is_fatal(error: DiplonlpError) -> bool:
    """Whether every further document would fail the same way."""
    from diplonlp.errors import KnowledgeError, ModelError

    return isinstance(error, (ModelError, KnowledgeError))


def _reason(error: Exception) -> str:
    if isinstance(error, DiplonlpError):
        return str(error)
    return f"{error} ({type(error).__name__}); please report it with the text at hand"
