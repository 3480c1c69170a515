"""Organisations: those the tables know, those a common noun and its complement name, and the model's."""

from __future__ import annotations

from spacy.tokens import Span

from diplonlp.passages import is_possessive
from diplonlp.tag.lexicon import COMMON_WORD, ORG_KB, Entry, Kind
from diplonlp.tag.phrases import Match, is_acronym, starts_with_capital
from diplonlp.tag.reading import Reading, covered

# Bodies a state has one of, so that the noun in small letters with a complement already names one.
_STATE_BODIES = {"parliament", "chamber", "ministry", "government"}


def find_organizations(reading: Reading, states: list[Span], people: list[Span]) -> list[Span]:
    """Return the organisations of a passage; a body inside another's name is a mention of its own.

    Parameters
    ----------
    reading : Reading
        The passage.
    states, people : list of Span
        States that a complement takes whole ("Ministry of Foreign Affairs of Kazakhstan"), people that end one.
    """
    stop = frozenset(covered(people))
    listed = _listed(reading, stop, states)
    cities = [
        Span(reading.doc, match.start, match.end, label="LOC")
        for match in reading.matches("place", "capital")
        if match.start not in stop
    ]
    known = known_ends([*cities, *states, *listed])
    headed = _headed(reading, known, stop, frozenset(covered(states)))
    model = [
        _without_tail(trimmed, [*listed, *headed])
        for span in reading.model
        if span.label_ == "ORG"
        and not _is_shouted(span)
        and (trimmed := _trim(reading, span)) is not None
        and not _only_place(trimmed, [*states, *cities])
    ]
    return _settle([*listed, *headed, *model], sure={(s.start, s.end) for s in (*listed, *headed)})


def known_ends(spans: list[Span]) -> dict[int, int]:
    """Start to end of spans, the longest where several begin at one token."""
    ends: dict[int, int] = {}
    for span in spans:
        ends[span.start] = max(span.end, ends.get(span.start, 0))
    return ends


def _without_tail(span: Span, sure: list[Span]) -> Span:
    """The model's organisation without a name it has swallowed: cut to a known one of the same start."""
    for known in sorted((k for k in sure if k.start == span.start and k.end < span.end), key=lambda k: -k.end):
        if span.doc[known.end].pos_ in ("PROPN", "NOUN", "X") and span.doc[known.end].text[:1].isupper():
            return Span(span.doc, span.start, known.end, label="ORG")
    return span


def _listed(reading: Reading, stop: frozenset[int], states: list[Span]) -> list[Span]:
    """Organisations of the tables; an ambiguous name needs the model, or the state it belongs to beside it."""
    beside = {span.start: span.kb_id_ for span in states}
    found: dict[tuple[int, int], Span] = {}
    sure = [m for m in reading.all_matches("org") if not m.payload.ambiguous]
    for match in sorted(reading.all_matches("org"), key=lambda m: m.payload.ambiguous):
        key = (match.start, match.end)
        if match.start in stop or key in found:
            continue
        if match.payload.ambiguous and any(m.start <= match.start and match.end <= m.end for m in sure):
            continue  # a part of a name that is not in doubt
        if match.payload.ambiguous:
            if is_sole_meaning(reading, match, beside):
                found[key] = Span(reading.doc, *key, label="ORG", kb_id=match.payload.kb)
        else:
            found[key] = Span(reading.doc, *key, label="ORG", kb_id=match.payload.kb)
    return list(found.values())


def is_sole_meaning(reading: Reading, match: Match[Entry], beside: dict[int, str], certain: bool = False) -> bool:
    """Whether an ambiguous organisation's state, or nationality, stands next to its name.

    *certain* says that the words are known to be an organisation: then one without a state or parent is meant.
    """
    row = reading.facts.organizations[match.payload.kb.removeprefix(ORG_KB)]
    state = row.state
    if match.payload.role == COMMON_WORD:
        return certain or reading.model_label(match.start, match.end) == "ORG"
    if row.parent:
        named = {m.payload.kb for m in reading.all_matches("org") if not m.payload.ambiguous}
        if ORG_KB + row.parent in named or not state:
            return ORG_KB + row.parent in named
    if not state:
        return certain or reading.model_label(match.start, match.end) == "ORG"
    following = beside.get(match.end) or beside.get(match.end + 1) or beside.get(match.end + 2)
    return f"state:{state}" in (following, *_owners_before(reading, match.start))


def _owners_before(reading: Reading, start: int) -> set[str]:
    """The nationality or state whose name ends before a body's: "Chilean Senate", "Chile's Senate"."""
    end = start - 1 if start and is_possessive(reading.doc[start - 1]) else start
    kinds: tuple[Kind, ...] = ("norp", "state")
    return {owner.payload.kb for kind in kinds if (owner := reading.ending(end, kind)) is not None}


def _headed(reading: Reading, known: dict[int, int], stop: frozenset[int], in_state: frozenset[int]) -> list[Span]:
    """Bodies named by a common noun with its complement: "Ministry of Finance of Uzbekistan", «МИД Турции»."""
    found = []
    for match in reading.matches("body"):
        if match.start in stop or match.start in in_state:  # the Federation of "Russian Federation" is no body
            continue
        start = _body_start(reading, match, stop)
        end = reading.complement_end(match.end, known, stop, named_links=False)
        span = Span(reading.doc, start, end, label="ORG", kb_id=match.payload.kb)
        if _names_a_body(reading, match, span):
            found.append(span)
    return found


def _body_start(reading: Reading, match: Match[Entry], stop: frozenset[int]) -> int:
    """The first word of a body's name: capitalised adjectives and nouns before its head belong to it."""
    doc, start = reading.doc, match.start
    sentence = doc[match.start].sent.start
    while start > sentence:
        word = doc[start - 1]
        lowest = reading.ending(start, "norp") or reading.ending(start, "state") or reading.ending(start, "title")
        if lowest is not None or start - 1 in stop:
            break
        step = 1
        if word.text in "-–‑" and not word.whitespace_:  # "Inter-Parliamentary" is three tokens
            word, step = doc[start - 2], 2
        if start - step < sentence or start - step in stop:
            break
        if not (word.pos_ in ("ADJ", "PROPN", "NOUN") and word.text[0].isupper()):
            break
        if reading.lang == "ru" and step == 1 and word.pos_ != "ADJ":
            break
        start -= step
    return start


def _names_a_body(reading: Reading, match: Match[Entry], span: Span) -> bool:
    """Whether a common noun with what stands around it names one body, not bodies in general."""
    head = reading.doc[match.start]
    completed = len(span) > match.end - match.start
    owner = reading.ending(span.start, "norp") or reading.ending(span.start, "state")
    if is_acronym(head.text) or not match.payload.ambiguous:
        return True
    if reading.model_label(match.start, match.end) == "ORG":
        return True
    if "Plur" in head.morph.get("Number", []) and head.text[0].islower():
        return False
    capital = starts_with_capital(span) and not span[0].is_sent_start
    if reading.lang == "en" and head.text[0].islower():
        # English writes a body's name with capitals; in small letters only "the parliament of X" names one.
        return match.payload.role in _STATE_BODIES - {"government"} and _holds_name(reading, match.end, span.end)
    if match.payload.role in _STATE_BODIES:
        return completed or owner is not None or capital
    if _holds_name(reading, match.end, span.end) and match.payload.role != "other":
        return True
    return (completed or owner is not None) and starts_with_capital(reading.doc[match.start : match.end])


def _holds_name(reading: Reading, start: int, end: int) -> bool:
    """Whether words hold a capital, or mean the state in question ("of the republic")."""
    return any(
        token.text[:1].isupper() or reading.starting(token.i, "cue", "state-noun") is not None
        for token in reading.doc[start:end]
    )


def _trim(reading: Reading, span: Span) -> Span | None:
    """Cut nationalities, articles, titles and marks off the ends of the model's organisation."""
    start, end = span.start, span.end
    while start < end and (span.doc[start].pos_ in ("DET", "PUNCT", "ADP") or not span.doc[start].text[0].isalnum()):
        start += 1
    office = next(
        (m for i in range(start, end) if (m := reading.starting(i, "title")) and not m.payload.ambiguous), None
    )
    if office is not None and start < office.start and "Plur" not in span.doc[office.end - 1].morph.get("Number", []):
        end = office.start  # "UN Special Envoy Emeka Adeyinka": the body, its envoy and his name
        while end > start and (modifier := reading.ending(end, "modifier")) is not None:
            end = modifier.start
    while end > start and (not span.doc[end - 1].text[-1].isalnum() and not is_acronym(span.doc[end - 1].text)):
        end -= 1
    while end > start and (is_possessive(span.doc[end - 1]) or span.doc[end - 1].pos_ in ("CCONJ", "ADP", "DET")):
        end -= 1
    if "«" in span.doc[start:end].text and end < len(span.doc) and span.doc[end].text == "»":
        end += 1  # the model leaves the closing mark out
    if start >= end or not any(c.isupper() for c in span.doc[start:end].text):
        return None
    head = reading.starting(start, "norp")
    if head is not None and head.end == end:
        return None
    return Span(span.doc, start, end, label="ORG")


def _only_place(span: Span, places: list[Span]) -> bool:
    """Whether what the model calls an organisation is a state or a city of the tables, or one with a name after it."""
    return any(
        (place.start <= span.start and span.end <= place.end)
        or (place.start == span.start and span.end > place.end and span.doc[place.end].pos_ == "PROPN")
        for place in places
    )


def _settle(spans: list[Span], sure: set[tuple[int, int]]) -> list[Span]:
    """Keep the longest of crossing spans; inside one, keep only what table or grammar knows, and no body twice."""
    best: dict[tuple[int, int], Span] = {}
    for span in spans:
        key = (span.start, span.end)
        if key not in best or _knows_more(span, best[key]):
            best[key] = span
    kept: list[Span] = []
    for span in sorted(best.values(), key=lambda s: (s.start - s.end, s.start)):
        over = [o for o in kept if span.start < o.end and o.start < span.end]
        inside = [o for o in over if o.start <= span.start and span.end <= o.end]
        if len(over) != len(inside):
            continue
        if inside and ((span.start, span.end) not in sure or _names_again(span, inside)):
            continue
        kept.append(span)
    return kept


def _knows_more(span: Span, other: Span) -> bool:
    """Whether a span of the same words is the better known: an organisation of the table, then a kind of body."""
    return bool(
        (span.kb_id_.startswith(ORG_KB), span.kb_id_ != "") > (other.kb_id_.startswith(ORG_KB), other.kb_id_ != "")
    )


def _is_shouted(span: Span) -> bool:
    """Whether a "name" is a headline's or menu's capitals: several words, all of them shouted."""
    return len([token for token in span if token.is_alpha]) > 1 and span.text.isupper()


def _names_again(span: Span, around: list[Span]) -> bool:
    """Whether a span inside another names the same body: its own short name, or the head of the longer one."""
    if span.kb_id_.startswith(ORG_KB):
        return any(span.kb_id_ == outer.kb_id_ for outer in around)
    return any(outer.start == span.start or outer.end == span.end for outer in around)
