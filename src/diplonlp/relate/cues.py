"""The small words that tell what a sentence says of a meeting: triggers, statuses, verbs of saying, prepositions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from diplonlp.knowledge.schema import CueWord, TitleModifier, TopicEntry, TriggerWord
from diplonlp.knowledge.tables import read_table
from diplonlp.tag.phrases import Match, PhraseIndex, longest

TRIGGER, TOPIC_WORD = "trigger", "topic-word"


@dataclass(frozen=True, slots=True)
class Sign:
    """What a cue table says of a phrase: its job, the value it gives, and the row itself where more is needed."""

    job: str
    value: str = ""
    row: TriggerWord | TopicEntry | None = None


def cue_index(lang: str, tokenize: Callable[[str], Doc]) -> PhraseIndex[Sign]:
    """Compile cues, triggers, title modifiers and topics for one language."""
    index: PhraseIndex[Sign] = PhraseIndex(lang, tokenize)
    for cue in read_table("cues", CueWord):
        if cue.lang == lang:
            index.add(cue.word, Sign(cue.job, cue.value), name=False)
    for trigger in read_table("triggers", TriggerWord):
        if trigger.lang == lang:
            index.add(trigger.word, Sign(TRIGGER, trigger.pattern, trigger), name=False)
    for modifier in read_table("title_modifiers", TitleModifier):
        if modifier.lang == lang:
            index.add(modifier.word, Sign(f"title-{modifier.role}", modifier.meaning), name=False)
    for topic in read_table("topics", TopicEntry):
        sign = Sign(TOPIC_WORD, topic.code, topic)
        for word in topic.words_en if lang == "en" else topic.words_ru:
            index.add(word, sign, name=False)
    return index


@cache
def status_prefixes(lang: str) -> dict[str, str]:
    """The prefixes that set a title's status («экс-»), with what they mean."""
    rows = read_table("title_modifiers", TitleModifier)
    return {
        row.word: row.meaning for row in rows if row.lang == lang and row.role == "status" and row.word.endswith("-")
    }


class Signs:
    """The cues of one passage, by their job and by the token they stand on.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The passage.
    matches : list of Match
        Every phrase of the cue index in it.
    """

    def __init__(self, doc: Doc, matches: list[Match[Sign]]) -> None:
        self.doc = doc
        self._by_job: dict[str, list[Match[Sign]]] = defaultdict(list)
        self._at: dict[int, list[Sign]] = defaultdict(list)
        for match in matches:
            self._by_job[match.payload.job].append(match)
            for i in range(match.start, match.end):
                self._at[i].append(match.payload)
        self._ends: dict[int, list[Match[Sign]]] = defaultdict(list)
        for match in matches:
            self._ends[match.end].append(match)

    def of(self, job: str, start: int = 0, end: int | None = None) -> list[Match[Sign]]:
        """The phrases with a job between two tokens, by their start."""
        last = len(self.doc) if end is None else end
        return [match for match in self._by_job[job] if start <= match.start and match.end <= last]

    def longest_of(self, job: str, keep: Callable[[Match[Sign]], bool] = lambda match: True) -> list[Match[Sign]]:
        """The phrases with a job that pass a test; of those that overlap, the longest."""
        return longest([match for match in self._by_job[job] if keep(match)])

    def value(self, token: Token, job: str) -> str | None:
        """The value of a job on a token; None where the token has not that job."""
        return next((sign.value for sign in self._at.get(token.i, ()) if sign.job == job), None)

    def has(self, token: Token, *jobs: str) -> bool:
        """Whether a token has one of some jobs."""
        return any(sign.job in jobs for sign in self._at.get(token.i, ()))

    def case_job(self, token: Token, *jobs: str) -> bool:
        """Whether a preposition of a noun, one word or several, has one of some jobs."""
        return any(
            match.payload.job in jobs
            for child in token.children
            if child.dep_ in ("case", "mark") and child.i < token.i
            for match in self._ends[child.i + 1]
        )

    def before(self, i: int, *jobs: str) -> Match[Sign] | None:
        """The phrase with one of some jobs that ends right before token *i*."""
        found = [match for match in self._ends[i] if match.payload.job in jobs]
        return min(found, key=lambda match: match.start, default=None)

    def title_status(self, title: Span) -> str:
        """The meaning of "former", "acting", "elect" right before a title, or ""."""
        prefix = title[0].lower_.partition("-")[0] + "-"
        joined = status_prefixes(title.doc.lang_).get(prefix)
        if joined is not None and "-" in title[0].text:
            return joined
        i, doc = title.start, title.doc
        while i > 0:
            found = self.before(i, "title-status")
            if found is not None:
                return found.payload.value
            if doc[i - 1].pos_ not in ("ADJ", "PROPN", "PUNCT") or doc[i - 1].text == ",":
                return ""
            i -= 1
        return ""
