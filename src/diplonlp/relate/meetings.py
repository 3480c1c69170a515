"""Contacts to meetings: what several sentences say of one contact is one meeting, with its topics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span

from diplonlp.passages import Passage
from diplonlp.records import Status
from diplonlp.relate.actors import Actor
from diplonlp.relate.clauses import Contact
from diplonlp.relate.cues import Signs
from diplonlp.relate.status import contact_tense
from diplonlp.relate.topics import TopicSpan
from diplonlp.tag.date_values import Tense

# A visit, a call and a session are different contacts even between the same people on the same day.
_KINDS = {"gathering": "gathering", "attendance": "gathering", "agreement": "agreement"}


@dataclass(slots=True, eq=False)
class Draft:
    """A meeting in the making.

    ``people`` are participants' entity ids in the order of the text; ``evidence`` the sentences that tell it.
    """

    contact: Contact
    passage: Passage
    people: list[str]
    frames: list[str]
    parties: list[str]
    place: str
    place_state: str
    date: str | None
    date_text: str | None
    mode: str
    status: Status
    evidence: list[tuple[int, int]] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Whether it is a session, an agreement, a call or a meeting."""
        if self.frames and self.contact.row.pattern == "event":
            return "gathering"  # "the meeting of the Inter-Parliamentary Assembly"
        return _KINDS.get(self.contact.row.pattern, "phone" if self.mode in ("phone", "video") else "meeting")

    @property
    def is_visit(self) -> bool:
        """Whether the text tells a journey, whose talks may be told apart."""
        return self.contact.row.mode == "visit"


@dataclass(frozen=True, slots=True)
class Resolver:
    """What the meetings ask of the rest of the document.

    Parameters
    ----------
    state_of : callable
        Entity id to the code of the state it stands for, or "".
    label_of : callable
        Entity id to its label.
    place_of : callable
        Entity id of a place to the code of its state, or "".
    is_international : callable
        Entity id to whether it is an international organisation the tables know, or a body of one.
    date_of : callable
        (words, language, tense) to ISO 8601, or None.
    """

    state_of: Callable[[str], str]
    label_of: Callable[[str], str]
    place_of: Callable[[str], str]
    is_international: Callable[[str], bool]
    date_of: Callable[[str, str, Tense], str | None]


def draft_meetings(passages: Sequence[tuple[Passage, Sequence[Contact]]], resolver: Resolver) -> list[Draft]:
    """Return the meetings of a document, contacts of the same meeting joined.

    Parameters
    ----------
    passages : sequence of (Passage, contacts)
        What the triggers of every passage say.
    resolver : Resolver
        States, labels and dates.
    """
    drafts: list[Draft] = []
    for passage, contacts in passages:
        for contact in contacts:
            _add(_draft(contact, passage, resolver), drafts, resolver)
    return _absorb_visits(drafts, resolver)


def _add(draft: Draft, drafts: list[Draft], resolver: Resolver) -> None:
    """Join a draft to the meeting it tells again, or list it as a new one."""
    if draft.contact.row.pattern == "attendance":
        sessions = [d for d in drafts if d.kind == "gathering" and _dates_agree(d.date, draft.date)]
        if sessions and draft.status == sessions[-1].status:
            _merge(sessions[-1], draft, resolver)
        return
    if draft.contact.sides and len(draft.people) < 2:
        told = next((d for d in reversed(drafts) if len(d.people) > 1), None)
        draft.people += [p for p in told.people if p not in draft.people] if told is not None else []
        _settle(draft, resolver)
    elif len(draft.people) == 1 and draft.contact.others and draft.contact.row.pattern in ("event", "mutual"):
        draft.people = [*(p for p in draft.contact.before if p not in draft.people), *draft.people]
        _settle(draft, resolver)
    earlier = _same_meeting(draft, drafts, resolver)
    if earlier is not None:
        _merge(earlier, draft, resolver)
    elif _is_meeting(draft, resolver):
        drafts.append(draft)


def _draft(contact: Contact, passage: Passage, resolver: Resolver) -> Draft:
    people = list(dict.fromkeys(entity for actor in contact.actors for entity in actor.entities))
    frames = list(dict.fromkeys(entity for actor in contact.frames for entity in actor.entities))
    place = contact.place.entity if contact.place is not None else ""
    tense = contact_tense(contact.status)
    date = date_text = None
    if contact.date is not None:
        date_text = contact.date.text
        date = resolver.date_of(date_text, passage.lang, tense)
        if date is not None and _is_period(date):
            date = date_text = None  # "a programme for 2024-2026" dates no meeting
    parties = list(contact.parties)
    if contact.place is not None and contact.row.mode == "visit":
        if contact.place.label == "STATE" and place not in people:
            people.append(place)  # a visit to a state is a contact with it
        elif resolver.place_of(place):
            parties.append(resolver.place_of(place))
    sentence = contact.trigger.sent
    start = passage.start + sentence.start_char
    draft = Draft(
        contact=contact, passage=passage, people=people, frames=frames, parties=parties, place=place,
        place_state=resolver.place_of(place) if place else "", date=date, date_text=date_text, mode=contact.mode,
        status=contact.status, evidence=[(start, start + len(sentence.text.rstrip()))],
    )  # fmt: skip
    _settle(draft, resolver)
    return draft


def _is_period(date: str) -> bool:
    """Whether a date is an interval that begins and ends in different years, months apart."""
    start, _, end = date.partition("/")
    return bool(end) and int(end[:4]) - int(start[:4]) >= 1 and start[:4] + "-12" != start[:7]


def _settle(draft: Draft, resolver: Resolver) -> None:
    """Keep people before what they stand for, and collect the states."""
    named = [p for p in draft.people if resolver.label_of(p) == "PERSON"]
    stood_for = {resolver.state_of(p) for p in named}
    draft.people = [
        p
        for p in draft.people
        if resolver.label_of(p) == "PERSON" or not resolver.state_of(p) or resolver.state_of(p) not in stood_for
    ]
    for entity in draft.people:
        state = resolver.state_of(entity)
        if state and state not in draft.parties:
            draft.parties.append(state)
    draft.parties = list(dict.fromkeys(draft.parties))


def _is_meeting(draft: Draft, resolver: Resolver) -> bool:
    """Whether enough is known: two sides, or a body that meets with somebody named, or a traveller and where to."""
    sides = len(draft.people) + len([p for p in draft.parties if p not in {resolver.state_of(e) for e in draft.people}])
    if draft.kind == "gathering":
        known_body = any(resolver.is_international(frame) for frame in draft.frames)
        told = bool(draft.people) or (known_body and bool(draft.place or draft.date_text))
        return (told and bool(draft.frames)) or len(draft.people) > 1
    if draft.contact.row.pattern == "arrival":
        homes = {resolver.state_of(p) for p in draft.people if resolver.label_of(p) == "PERSON"} - {""}
        return bool(homes) and bool(draft.place_state) and draft.place_state not in homes
    if draft.is_visit:
        travellers = [p for p in draft.people if p != draft.place]
        return bool(travellers) and (sides > 1 or bool(draft.place))
    return sides > 1


def _same_meeting(draft: Draft, drafts: list[Draft], resolver: Resolver) -> Draft | None:
    """The meeting already told that a contact tells again: the last one that nothing contradicts."""
    for earlier in reversed(drafts):
        if earlier.kind != draft.kind or not _dates_agree(earlier.date, draft.date):
            continue
        if not _statuses_agree(earlier, draft):
            continue
        if draft.place and earlier.place and draft.place != earlier.place and draft.place_state != earlier.place_state:
            continue
        ours, theirs = _comparable(draft, earlier, resolver), set(earlier.people)
        people_known = bool(ours) and (ours <= theirs or (theirs <= ours) or len(ours & theirs) >= 2)
        if people_known and (len(ours & theirs) >= 2 or draft.contact.definite or len(ours) < 2):
            return earlier
        parties = set(draft.parties)
        if not ours and draft.contact.definite and parties <= set(earlier.parties):
            return earlier
        if (
            not ours - {e for e in ours if resolver.label_of(e) == "STATE"}
            and len(parties) > 1
            and parties <= set(earlier.parties)
        ):
            return earlier
    return None


def _comparable(draft: Draft, earlier: Draft, resolver: Resolver) -> set[str]:
    """A draft's participants as the earlier meeting names them: the person of a state for the state."""
    people = {resolver.state_of(p): p for p in reversed(earlier.people) if resolver.state_of(p)}
    found = set()
    for entity in draft.people:
        other = people.get(resolver.state_of(entity), entity)
        unnamed = "STATE" in (resolver.label_of(entity), resolver.label_of(other))
        found.add(other if entity not in earlier.people and unnamed else entity)
    return found


def _dates_agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b or a.startswith(b) or b.startswith(a)


def _statuses_agree(earlier: Draft, draft: Draft) -> bool:
    """Whether two statuses can be of one meeting; "planned" and then "cancelled" can, "held" and "planned" cannot."""
    if earlier.status == draft.status:
        return True
    pair = {earlier.status, draft.status}
    return (
        pair <= {"planned", "cancelled"}
        or pair <= {"proposed", "denied"}
        or (draft.contact.definite and not draft.date)
    )


def _merge(earlier: Draft, draft: Draft, resolver: Resolver) -> None:
    """Add what a later sentence knows more."""
    earlier.people += [p for p in draft.people if p not in earlier.people]
    earlier.frames += [f for f in draft.frames if f not in earlier.frames]
    earlier.parties += [s for s in draft.parties if s not in earlier.parties]
    if not earlier.place:
        earlier.place, earlier.place_state = draft.place, draft.place_state
    if earlier.date is None and draft.date_text is not None:
        earlier.date, earlier.date_text = draft.date, draft.date_text
    earlier.mode = earlier.mode or draft.mode
    if draft.status == "cancelled":
        earlier.status = "cancelled"
    earlier.evidence += [e for e in draft.evidence if e not in earlier.evidence]
    _settle(earlier, resolver)


def _absorb_visits(drafts: list[Draft], resolver: Resolver) -> list[Draft]:
    """A visit whose talks are told apart is one contact with them: the talks take its mode and place."""
    kept = []
    for visit in drafts:
        talks = [
            d
            for d in drafts
            if d is not visit
            and not d.is_visit
            and d.kind == "meeting"
            and d.status == visit.status
            and set(visit.people) & set(d.people)
            and _dates_agree(visit.date, d.date)
            and set(visit.parties) <= set(d.parties)
        ]
        if visit.is_visit and visit.kind == "meeting" and len(talks) == 1:
            _merge(talks[0], visit, resolver)
            talks[0].mode = "visit"
        else:
            kept.append(visit)
    return kept


def meeting_mode(draft: Draft) -> str | None:
    """Return how the sides met, in PLOVER's words; null where the text does not tell.

    A mode the words give stays. Else more than two states, or a session of a body, are multilateral; a place in
    one of the states is a visit; a place in a third one is third-party.
    """
    if draft.mode in ("phone", "video", "visit", "host", "multilateral"):
        return draft.mode
    if len(set(draft.parties)) > 2 or (draft.kind == "gathering" and draft.frames):
        return "multilateral"
    if draft.place_state and len(set(draft.parties)) == 2:
        return "visit" if draft.place_state in draft.parties else "third-party"
    return None


def assign_topics(
    passage: Passage,
    topics: Sequence[TopicSpan],
    first_topic: int,
    drafts: Sequence[Draft],
    actors: Sequence[Actor],
    signs: Signs,
    focus: Draft | None,
) -> Draft | None:
    """Give every topic of a passage to the meeting its sentence is about.

    A sentence with a trigger is about that meeting. A later one is, too, while a participant speaks, the sides are
    named, or a quotation runs on; a speaker who did not take part ends it.

    Parameters
    ----------
    passage : Passage
        The passage.
    topics : sequence of TopicSpan
        Its topics; *first_topic* is the number of the first of them in the document.
    drafts : sequence of Draft
        The meetings of the document.
    actors : sequence of Actor
        The passage's actors.
    signs : Signs
        The passage's cues.
    focus : Draft or None
        The meeting the text before was about; the one at the end is returned.
    """
    for sentence in passage.doc.sents:
        told = _told_in(passage, sentence, drafts)
        focus = told[-1] if told else _continued(sentence, actors, signs, drafts, focus)
        for number, topic in enumerate(topics, first_topic):
            if sentence.start <= topic.span.start < sentence.end:
                for draft in _fitting(told, topic) or ([focus] if focus is not None else []):
                    draft.topics.append(number)
    return focus


def _told_in(passage: Passage, sentence: Span, drafts: Sequence[Draft]) -> list[Draft]:
    start = passage.start + sentence.start_char
    return [
        draft
        for draft in drafts
        if any(evidence[0] == start for evidence in draft.evidence) and not draft.contact.spoken_of
    ]


def _fitting(told: list[Draft], topic: TopicSpan) -> list[Draft]:
    """Of the meetings one sentence tells, those of the trigger nearest before the topic."""
    if len(told) < 2:
        return told
    before = [d for d in told if d.contact.trigger.doc is topic.span.doc and d.contact.trigger.start < topic.span.start]
    return [max(before, key=lambda d: d.contact.trigger.start)] if before else told[:1]


def _continued(
    sentence: Span, actors: Sequence[Actor], signs: Signs, drafts: Sequence[Draft], focus: Draft | None
) -> Draft | None:
    """The meeting a sentence without a trigger goes on telling."""
    inside = [a for a in actors if sentence.start <= a.start < sentence.end and a.label == "PERSON"]
    speakers = {
        e
        for a in inside
        for e in a.entities
        if a.head.dep_ in ("nsubj", "nsubj:pass", "obl", "obl:agent", "conj", "appos")
    }
    if not speakers:
        return focus
    if focus is not None and speakers & set(focus.people):
        return focus
    reported = any(signs.of(job, sentence.start, sentence.end) for job in ("report", "discuss"))
    meetings = [d for d in drafts if speakers & set(d.people) and d.status == "held"]
    if reported and meetings:
        return meetings[0]
    return None if reported else focus
