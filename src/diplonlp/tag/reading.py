"""One passage being read: tokens, the model's names, the tables' matches, and the questions rules ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from diplonlp.knowledge.known import facts_of
from diplonlp.lang.inflection import is_common_word
from diplonlp.passages import is_possessive
from diplonlp.tag.lexicon import WITH_OWNER, Entry, Kind
from diplonlp.tag.phrases import Match, longest, starts_with_capital

# The names other pipelines give the same things: spaCy's OntoNotes models, natasha, CoNLL.
MODEL_LABELS = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "STATE": "LOC",
    "EVENT": "EVENT", "EVT": "EVENT", "NORP": "NORP",
}  # fmt: skip
_OPENING, _CLOSING = '«“„"', '»”“"'
_LONGEST_QUOTE = 8  # tokens of a party's or company's name between quotation marks
_NEAREST_HEAD = 12  # tokens from a complement back to the head it may hang on
_NOMINAL = {"NOUN", "PROPN", "ADJ"}


class Reading:
    """A tokenised passage with what model and tables say of it.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Tokens with POS, lemmas and ``ents``.
    lang : str
        "ru" or "en".
    matches : list of Match
        Every phrase of the tables in the passage.
    dates : iterable of Span
        Its dates, which end any complement.
    """

    def __init__(self, doc: Doc, lang: str, matches: list[Match[Entry]], dates: Iterable[Span] = ()) -> None:
        self._dates = frozenset(covered(dates))
        self.doc = doc
        self.lang = lang
        self.facts = facts_of(doc)
        matches = [match for match in matches if match.payload.role != WITH_OWNER]
        self._by_kind: dict[str, list[Match[Entry]]] = defaultdict(list)
        for match in matches:
            if not match.payload.capital or starts_with_capital(doc[match.start : match.end]):
                self._by_kind[match.payload.kind].append(match)
        self.model: list[Span] = [
            Span(doc, ent.start, ent.end, label=MODEL_LABELS[ent.label_])
            for ent in doc.ents
            if ent.label_ in MODEL_LABELS and not _is_menu_word(ent, lang)
        ]
        self._model_at = {i: span for span in self.model for i in range(span.start, span.end)}
        self._starting: dict[int, list[Match[Entry]]] = defaultdict(list)
        for match in matches:
            self._starting[match.start].append(match)

    def matches(self, *kinds: Kind) -> list[Match[Entry]]:
        """The matches of some kinds; of those that overlap, the longest."""
        return longest([match for kind in kinds for match in self._by_kind[kind]])

    def all_matches(self, kind: Kind) -> list[Match[Entry]]:
        """Every match of a kind, nested ones too."""
        return self._by_kind[kind]

    def cues(self, role: str) -> list[Match[Entry]]:
        """The cues with a job, by their start."""
        return [match for match in self._by_kind["cue"] if match.payload.role == role]

    def starting(self, token: int, kind: Kind, role: str = "") -> Match[Entry] | None:
        """The longest match of a kind that begins at a token."""
        found = [m for m in self._starting[token] if m.payload.kind == kind and role in ("", m.payload.role)]
        return max(found, key=lambda m: m.end, default=None)

    def ending(self, token: int, kind: Kind, role: str = "") -> Match[Entry] | None:
        """The longest match of a kind whose last token stands just before *token*."""
        found = [m for m in self._by_kind[kind] if m.end == token and role in ("", m.payload.role)]
        return min(found, key=lambda m: m.start, default=None)

    def model_at(self, token: int) -> Span | None:
        """The model's name that covers a token."""
        return self._model_at.get(token)

    def model_label(self, start: int, end: int) -> str:
        """The label of the model's name that overlaps a range, or ""."""
        for i in range(start, end):
            if i in self._model_at:
                return str(self._model_at[i].label_)
        return ""

    # -- noun phrases ---------------------------------------------------------------------------------------------

    def complement_end(self, start: int, known: dict[int, int], stop: frozenset[int], named_links: bool = True) -> int:
        """Where the words end that complete a title or body whose head ends before token *start*.

        English takes them after a preposition ("of the Federation Council of …"), Russian in the genitive, or after a
        preposition («по международным делам»).

        Parameters
        ----------
        start : int
            The first token after the head.
        known : dict of int to int
            Start to end of states, organisations and places: a complement takes them whole.
        stop : frozenset of int
            Tokens of people's names, which end any complement.
        named_links : bool
            Whether prepositions before a known name count: "ambassador in Ankara" is one title, "the summit in
            Ankara" is a summit and its place.
        """
        end = start
        while True:
            longer = self._one_complement(start, end, known, stop, named_links)
            if longer == end:
                return end
            end = longer

    def _one_complement(
        self, first: int, start: int, known: dict[int, int], stop: frozenset[int], named_links: bool
    ) -> int:
        if start >= len(self.doc) or self.doc[start].is_sent_start:
            return start
        joined = self._joined_state(first, start, known)
        if joined:
            return joined
        quoted = self._quoted_end(start)
        if quoted:
            return quoted
        link = self.starting(start, "cue", "title-link")
        if link is not None:
            end = self._phrase_end(link.end, known, stop, case="")
            named = any(i in known for i in range(link.end, end))
            attached = self.lang == "en" or self._hangs_on(link.end, end, first)
            capital = self.doc[link.end : end].text.removeprefix("the ")[:1].isupper()
            meant = attached and (link.payload.value == "any" or (link.payload.value == "capital" and capital))
            if self._goes_somewhere(link.end, end):
                return start  # «визит министра в Ташкент»: where to, not where
            return end if end > link.end and (meant or (named_links and named and attached)) else start
        if self.lang != "ru":
            return start
        # After a name that is complete only another name goes on: «главы ФБР республиканца» ends with the Bureau.
        after_name = start > first and start in known.values()
        if after_name and start not in known:
            return start
        return self._phrase_end(start, known, stop, case="Gen")

    def _goes_somewhere(self, start: int, end: int) -> bool:
        """Whether a Russian phrase after a preposition is in the accusative of direction."""
        return self.lang == "ru" and end > start and "Acc" in self.doc[start:end].root.morph.get("Case", [])

    def _joined_state(self, first: int, start: int, known: dict[int, int]) -> int:
        """Where the next of several owners ends: "ministers of Greece and Moldova"; 0 where one office is meant."""
        doc = self.doc
        plural = first > 0 and "Plur" in doc[first - 1].morph.get("Number", [])
        joins = start > first and (doc[start].pos_ == "CCONJ" or doc[start].text == ",") and start in known.values()
        sure = joins and any(self.starting(start + 1, kind) for kind in ("state", "norp", "org"))
        return known.get(start + 1, 0) if plural and sure else 0

    def _hangs_on(self, start: int, end: int, first: int) -> bool:
        """Whether a phrase after a preposition hangs, in the tree, on what stands before the preposition."""
        head = self.doc[start:end].root.head if end > start else None
        return head is not None and first - _NEAREST_HEAD <= head.i < start and head.pos_ in _NOMINAL

    def _quoted_end(self, start: int) -> int:
        """Where a name in quotation marks right here ends, the marks included; 0 when there is none."""
        doc = self.doc
        if doc[start].text not in _OPENING or start == 0:
            return 0
        for i in range(start + 1, min(start + _LONGEST_QUOTE, len(doc))):
            if doc[i].text in _CLOSING:
                return i + 1 if doc[start + 1].text[:1].isupper() else 0
            if doc[i].is_sent_start:
                return 0
        return 0

    def _phrase_end(self, start: int, known: dict[int, int], stop: frozenset[int], case: str) -> int:
        """Where one noun phrase ends; *start* itself when none begins there or it has no noun."""
        doc, i, last_noun = self.doc, start, start
        while i < len(doc) and i not in stop:
            token = doc[i]
            if (i > start and token.is_sent_start) or i in self._dates:
                break
            if i in known and (not case or in_case(doc[i : known[i]].root, case)):
                return known[i]
            if self._state_noun(i) and (not case or in_case(token, case)):
                return i + 1
            if i > start and i in self._titles and last_noun == i:
                break  # «главой штаба телеведущей»: the next person's own title
            if token.pos_ in _NOMINAL and (not case or in_case(token, case)):
                if token.pos_ != "ADJ":
                    last_noun = i + 1
            elif not (
                self._joins(i, start, last_noun, case) or (token.pos_ == "DET" and i == start and self.lang == "en")
            ):
                break
            i += 1
        return last_noun

    def _state_noun(self, i: int) -> bool:
        """Whether a token means the state in question: "the republic", «страны»."""
        found = self.starting(i, "cue", "state-noun")
        follows = self.starting(i + 1, "cue", "title-link") if i + 1 < len(self.doc) else None
        return found is not None and (follows is None or self.lang == "ru")

    def _joins(self, i: int, start: int, last_noun: int, case: str) -> bool:
        """Whether a token holds a phrase together: "and" between two nouns, a hyphen inside a word, "'s", a quote."""
        doc, token = self.doc, self.doc[i]
        if i == start or i + 1 >= len(doc):
            return False
        following = doc[i + 1]
        if token.text in "-–‑" and not token.whitespace_ and not doc[i - 1].whitespace_:
            return True
        if token.pos_ == "CCONJ":
            return (
                last_noun == i
                and following.pos_ in _NOMINAL
                and (not case or in_case(following, case))
                and (following.text[:1].isupper() == doc[i - 1].text[:1].isupper())
                and i + 1 not in self._titles
            )
        return is_possessive(token)

    @cached_property
    def _titles(self) -> set[int]:
        """Tokens where a title begins: "the president and prime minister" is two titles."""
        return {match.start for match in self._by_kind["title"]}


def _is_menu_word(span: Span, lang: str) -> bool:
    """Whether a "name" is one common word that begins a line or is shouted: «Новости», «СРОЧНО», «ФОТО»."""
    if lang != "ru" or len(span) != 1 or not (span[0].is_sent_start or span[0].is_upper):
        return False
    return is_common_word(span.text)


def in_case(token: Token, case: str) -> bool:
    """Whether a Russian token can stand in a case; a word without case marks (an acronym, a foreign name) can."""
    return not token.morph.get("Case", []) or case in token.morph.get("Case", [])


def covered(spans: Iterable[Span]) -> dict[int, Span]:
    """Token to the span that covers it."""
    return {i: span for span in spans for i in range(span.start, span.end)}
