"""What in a text shows that two names are one body's or event's: brackets, the same owner, a common noun alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diplonlp.knowledge.facts import organizations, states
from diplonlp.link.known_names import known_ids
from diplonlp.link.scripts import fold
from diplonlp.link.term_words import term_name
from diplonlp.passages import Found, is_possessive, stands_before

_DEFINED = ("ORG", "EVENT", "STATE")
_QUOTES = '«»“”„"'
_CLOSING = (")", ",", ";")
_NOMINAL = ("NOUN", "PROPN", "ADJ")


def definitions(mentions: Sequence[Found]) -> Iterator[tuple[Found, Found]]:
    """Yield names with the short names that brackets give them: "the Eurasian Economic Union (EAEU)".

    Parameters
    ----------
    mentions : sequence of Found
        The mentions of a text, in its order.
    """
    ends: dict[tuple[int, int], Found] = {}
    for mention in mentions:
        if mention.label not in _DEFINED:
            continue
        long = ends.get((id(mention.passage), _bracket_before(mention)))
        if long is not None and long.label == mention.label and _is_short(mention, long):
            yield long, mention
        key = (id(mention.passage), _end(mention))
        if key not in ends or len(ends[key].span) < len(mention.span):
            ends[key] = mention


def _bracket_before(mention: Found) -> int:
    """Where the name ends that stands before the bracket which a mention opens; -1 where none does."""
    doc, i = mention.span.doc, mention.span.start
    while i > 0 and doc[i - 1].text in _QUOTES:
        i -= 1
    if i < 2 or doc[i - 1].text != "(":
        return -1
    i -= 1
    while i > 0 and doc[i - 1].text in _QUOTES:
        i -= 1
    return i


def _end(mention: Found) -> int:
    doc, i = mention.span.doc, mention.span.end
    while i > mention.span.start and doc[i - 1].text in _QUOTES:
        i -= 1
    return i


def _is_short(mention: Found, long: Found) -> bool:
    """Whether brackets hold a short name: in capitals, alone up to a bracket or comma, begun as the long one."""
    doc, end = mention.span.doc, mention.span.end
    while end < len(doc) and doc[end].text in _QUOTES:
        end += 1
    alone = end < len(doc) and doc[end].text in _CLOSING
    letters = [letter for letter in mention.text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    initials = {fold(t.text)[:1] for t in long.span if t.pos_ in _NOMINAL}
    return alone and " " not in mention.text and capitals >= 2 and fold(mention.text)[:1] in initials


def core(body: Found, mentions: Sequence[Found]) -> str:
    """Return the words of a body's name without the state it is of: «мид» for «МИД Турции».

    Parameters
    ----------
    body : Found
        The body.
    mentions : sequence of Found
        The mentions of its passage.
    """
    owners = {t.i for m in mentions if m.label in ("STATE", "NORP") and body.holds(m) for t in m.span}
    words = [_word(body, t.i) for t in body.span if t.i not in owners and t.pos_ in _NOMINAL and t.is_alpha]
    return fold(" ".join(words))


def _word(body: Found, i: int) -> str:
    token = body.span.doc[i]
    return token.lemma_ if body.passage.lang == "ru" else token.lower_


def owner(body: Found, mentions: Sequence[Found]) -> str:
    """Return the code of the state in a body's name or right before it, or "".

    Parameters
    ----------
    body : Found
        The body.
    mentions : sequence of Found
        The mentions of its passage.
    """
    for other in mentions:
        of_state = other.passage is body.passage and other.kb.startswith("state:")
        if of_state and other is not body and (body.holds(other) or stands_before(other, body)):
            return other.kb.removeprefix("state:")
    return ""


def known_body(body: Found, mentions: Sequence[Found]) -> str:
    """Return the id of the body of the tables that a name means with the state in it or right before it, or "".

    So «афганским МИД» is Afghanistan's ministry, and "Tajik Foreign Ministry" Tajikistan's, in whatever words.

    Parameters
    ----------
    body : Found
        The body.
    mentions : sequence of Found
        The mentions of its passage.
    """
    name = term_name(body.text)
    state = next((code.removeprefix("@") for code in name.codes if code.startswith("@")), "")
    if not state and (state := owner(body, mentions)):
        name = term_name(f"{body.text} {states()[state].name_en}")
    found = known_ids(name, "ORG")
    # A name without a state may be any state's, also of one whose body the tables do not have.
    meant = [key for key in found if organizations()[key].state == state]
    return f"org:{meant[0]}" if len(meant) == 1 == len(found) else ""


def is_bare(body: Found) -> bool:
    """Return whether a mention is a common noun alone, which means a body named before: "the Commission", «Комитет».

    Parameters
    ----------
    body : Found
        The mention.
    """
    words = [t for t in body.span if not (t.pos_ == "DET" or t.is_punct or is_possessive(t))]
    kind_of_body = body.kb.startswith("body:")  # МИД is a noun in capitals, НАТО is a name
    return len(words) == 1 and words[0].is_alpha and (kind_of_body or not words[0].text.isupper())


def head(body: Found) -> str:
    """Return the noun a body's name is built on, folded: "commission" of "the Venice Commission".

    Parameters
    ----------
    body : Found
        The body.
    """
    return fold(_word(body, body.span.root.i))
