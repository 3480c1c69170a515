"""The names and title words of the knowledge tables, compiled for one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec
from spacy.tokens import Doc

from diplonlp.knowledge.schema import BodyWord, CueWord, Organization, Place, State, TitleModifier, TitleWord
from diplonlp.knowledge.tables import read_table
from diplonlp.lang.inflection import is_common_word
from diplonlp.tag.phrases import PhraseIndex, is_acronym

if TYPE_CHECKING:
    from diplonlp.knowledge.known import Facts

Kind = Literal["state", "capital", "seat", "norp", "org", "place", "body", "title", "modifier", "cue"]

_NAME_CUES = (
    "title-link",
    "state-noun",
    "agent",
    "between",
    "event-noun",
    "stance",
    "genitive",
)  # the small words that decide about names
# The role of an own organisation's name that is a common word too: it counts where the network finds an organisation.
COMMON_WORD = "common-word"
# The roles of a body's name that begins with its state, and of what is left: the state stands beside the body, so that
# the whole name is for the network only, and the rest counts where its state is named.
WITH_OWNER, OWNED = "with-owner", "owned"
_STATE_BODIES = ("parliament", "chamber", "ministry")  # kinds of bodies that every state has
STATE_KB, ORG_KB, PLACE_KB, OFFICE_KB, BODY_KB = "state:", "org:", "place:", "office:", "body:"


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What the tables say of a phrase.

    ``kb`` is the id of the fact ("state:KGZ", "org:cis", "place:almaty", "office:speaker"); ``capital`` says that the
    phrase counts only where it is written with a capital; ``role`` is a modifier's or a cue's job, or a body's kind.
    """

    kind: Kind
    kb: str
    ambiguous: bool = False
    capital: bool = True
    role: str = ""
    value: str = ""


def name_index(lang: str, tokenize: Callable[[str], Doc]) -> PhraseIndex[Entry]:
    """Compile states, organisations, places, body words, titles and their modifiers for one language."""
    index: PhraseIndex[Entry] = PhraseIndex(lang, tokenize)
    _add_states(index, lang)
    _add_organizations(index, lang)
    _add_places(index, lang)
    for body in read_table("body_words", BodyWord):
        if body.lang == lang:
            proper = body.proper == "yes"
            entry = Entry("body", BODY_KB + body.kind, ambiguous=not proper, capital=False, role=body.kind)
            index.add(body.word, entry, name=is_acronym(body.word))
    for title in read_table("titles", TitleWord):
        if title.lang == lang:
            entry = Entry(
                "title", OFFICE_KB + title.office, title.ambiguous != "no", capital=False, role=title.ambiguous
            )
            for word in dict.fromkeys((title.word, *title.plural, *title.feminine)):
                index.add(word, entry, name=is_acronym(word))
    for modifier in read_table("title_modifiers", TitleModifier):
        if modifier.lang == lang:
            entry = Entry("modifier", "", capital=False, role=modifier.role, value=modifier.meaning)
            index.add(modifier.word, entry, name=is_acronym(modifier.word))
            if modifier.word.endswith("-") and modifier.role == "status":
                index.add_prefix(modifier.word)
    for cue in read_table("cues", CueWord):
        if cue.lang == lang and cue.job in _NAME_CUES:
            index.add(cue.word, Entry("cue", "", capital=False, role=cue.job, value=cue.value), name=False)
    return index


def own_index(facts: Facts, lang: str, tokenize: Callable[[str], Doc]) -> PhraseIndex[Entry]:
    """Compile the names of an analyst's organisations and states for one language.

    A name that the package's tables have for something else, or two organisations share, is ambiguous; so is a common
    word.

    Parameters
    ----------
    facts : Facts
        The tables with what was brought.
    lang : str
        "ru" or "en".
    tokenize : callable
        The pipeline's tokenizer.
    """
    index: PhraseIndex[Entry] = PhraseIndex(lang, tokenize)
    names: dict[str, set[str]] = defaultdict(set)
    for org in facts.knowledge.organizations:
        for word in _in(facts.organizations[org.id], ("name", "acronyms", "aliases"), lang):
            names[word].add(org.id)
    taken = _built_in_names(lang)
    for word, owners in names.items():
        for owner in sorted(owners):
            kb = ORG_KB + owner
            if taken.get(word) == {kb}:
                continue
            row = facts.organizations[owner]
            shared = len(owners) > 1 or bool(taken.get(word, set()) - {kb}) or word in row.ambiguous
            common = not shared and _is_common_word(word, lang)
            index.add(word, Entry("org", kb, shared or common, role=COMMON_WORD if common else ""), name=True)
    for state in facts.knowledge.states:
        for word in _in(state, ("aliases",), lang):
            index.add(word, Entry("state", STATE_KB + state.code, word in taken), name=True)
    return index


@cache
def _built_in_names(lang: str) -> dict[str, set[str]]:
    """What the package's tables have of a name: of states, their capitals, organisations and places."""
    found: dict[str, set[str]] = defaultdict(set)
    for state in read_table("states", State):
        for word in _in(state, ("name", "official", "aliases", "capital", "seats", "adjectives", "demonyms"), lang):
            found[word].add(STATE_KB + state.code)
    for org in (*read_table("organizations", Organization), *read_table("institutions", Organization)):
        for word in _in(org, ("name", "acronyms", "aliases"), lang):
            found[word].add(ORG_KB + org.id)
    for place in read_table("places", Place):
        for word in _in(place, ("name", "aliases"), lang):
            found[word].add(PLACE_KB + place.id)
    for body in read_table("body_words", BodyWord):
        if body.lang == lang:
            found[body.word].add(BODY_KB + body.kind)
    return dict(found)


def _is_common_word(name: str, lang: str) -> bool:
    """Whether a name of one word is a word of the dictionary: "Shell", «Родина»."""
    if " " in name or is_acronym(name):
        return False
    if lang == "ru":
        return is_common_word(name)
    from lemminflect import getAllLemmas

    return bool(getAllLemmas(name.lower()))


def _add_states(index: PhraseIndex[Entry], lang: str) -> None:
    for state in read_table("states", State):
        kb = STATE_KB + state.code
        for word in _in(state, ("name", "official", "aliases"), lang):
            index.add(word, Entry("state", kb, word in state.ambiguous), name=True)
        for word in _in(state, ("capital",), lang):
            index.add(word, Entry("capital", kb, word in state.ambiguous), name=True)
        for word in _in(state, ("seats",), lang):
            index.add(word, Entry("seat", kb, word in state.ambiguous), name=True)
        for word in _in(state, ("adjectives", "demonyms"), lang):
            # Russian writes «казахстанский» and «казахстанец» small; English writes "Kazakh" large.
            index.add(word, Entry("norp", kb, word in state.ambiguous, capital=lang == "en"), name=lang == "en")


def _add_organizations(index: PhraseIndex[Entry], lang: str) -> None:
    states = {state.code: state for state in read_table("states", State)} if lang == "en" else {}
    for org in (*read_table("organizations", Organization), *read_table("institutions", Organization)):
        names = _in(org, ("name", "acronyms", "aliases"), lang)
        owned = _owned_names(names, org, states[org.state]) if org.state in states else {}
        for word in names:
            role = WITH_OWNER if word in owned else ""
            index.add(word, Entry("org", ORG_KB + org.id, word in org.ambiguous, role=role), name=True)
        for rest in sorted(set(owned.values()) - set(names)):
            index.add(rest, Entry("org", ORG_KB + org.id, ambiguous=True, role=OWNED), name=True)


def _owned_names(names: Iterable[str], org: Organization, state: State) -> dict[str, str]:
    """A body's names that begin with its state, and what is left: "Norwegian Foreign Ministry", "US Senate".

    An official name keeps its adjective ("Russian Academy of Sciences"), and an agency a state's name ("Israel
    Defence Forces").
    """
    owners: tuple[str, ...] = ()
    if org.kind in (*_STATE_BODIES, "agency"):
        owners += state.adjectives_en
    if org.kind in _STATE_BODIES:
        owners += (state.name_en, *state.aliases_en)
    found = {}
    for name in names:
        owner = next((word for word in owners if name.startswith(word + " ")), "")
        rest = name[len(owner) :].lstrip()
        official = name == org.name_en and owner in state.adjectives_en
        if owner and not official and rest[:1].isupper():
            found[name] = rest
    return found


def _add_places(index: PhraseIndex[Entry], lang: str) -> None:
    for place in read_table("places", Place):
        for word in _in(place, ("name", "aliases"), lang):
            index.add(word, Entry("place", PLACE_KB + place.id, word in place.ambiguous), name=True)


def _in(row: object, columns: Iterable[str], lang: str) -> list[str]:
    """The words of some columns of a row in one language, each once."""
    words: dict[str, None] = {}
    for column in columns:
        value = getattr(row, f"{column}_{lang}")
        words.update(dict.fromkeys((value,) if isinstance(value, str) else value))
    words.pop("", None)
    return list(words)
