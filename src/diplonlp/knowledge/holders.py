"""Who holds an office on a day, as the records of offices tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from diplonlp.knowledge.partial_dates import Held, held_on
from diplonlp.knowledge.records import HeldOffice
from diplonlp.knowledge.schema import TitleWord
from diplonlp.knowledge.tables import read_table

if TYPE_CHECKING:
    from diplonlp.knowledge.schema import Organization
    from diplonlp.relate.office import Office

# A parliament's head is its speaker or its chairman, as the translator likes.
_SAME_OFFICE = {"speaker": "chair"}
# Bodies that add nothing to a state's office: the foreign minister is the foreign ministry's head.
_IMPLIED_KINDS = {"ministry", "government"}


class Holder(NamedTuple):
    """A person who has an office on a day for sure, or perhaps; ``office`` is the record that says so."""

    person: str
    held: Held
    office: HeldOffice


class _Place(NamedTuple):
    """Which office a record means: its code, its state, its body."""

    code: str
    state: str
    organization: str


class Offices:
    """The records of offices, to be asked by office and by person.

    Parameters
    ----------
    offices : sequence of HeldOffice
        The records.
    organizations : mapping of str to Organization
        The organisations they may be of, by id.
    """

    def __init__(self, offices: Sequence[HeldOffice], organizations: Mapping[str, Organization]) -> None:
        self._organizations = organizations
        self._by_code: dict[str, list[tuple[_Place, HeldOffice]]] = defaultdict(list)
        self._by_person: dict[str, list[tuple[_Place, HeldOffice]]] = defaultdict(list)
        for office in offices:
            place = self._place(office)
            if place.code:
                self._by_code[_plain(place.code)].append((place, office))
            self._by_person[office.person].append((place, office))

    def __bool__(self) -> bool:
        return bool(self._by_person)

    def _place(self, office: HeldOffice) -> _Place:
        """An office's code, state and body, read off its title where the record does not give them."""
        code, state, body = office.office, office.state, office.organization
        title = office.title_en or office.title_ru
        if not code and title:
            from diplonlp.knowledge.office_titles import read_title

            found = read_title(title)
            code, state, body = found.office, state or found.state, body or found.organization
        row = self._organizations.get(body)
        return _Place(code, state or (row.state if row is not None else ""), body)

    def holders(self, office: Office, date: str) -> list[Holder]:
        """Return who has, or may have, an office named in a text on a day; each person once, the sure ones first."""
        found: dict[str, Holder] = {}
        for place, record in self._by_code[_plain(_code(office))]:
            held = held_on(record.since, record.until, date)
            if held != "no" and self._is_of(place, office):
                known = found.get(record.person)
                if known is None or (held == "yes" and known.held != "yes"):
                    found[record.person] = Holder(record.person, held, record)
        return sorted(found.values(), key=lambda holder: (holder.held != "yes", holder.person))

    def held_by(self, person: str, office: Office, date: str | None) -> Held | None:
        """Say whether a person has an office on a day; None where no record gives the person such an office."""
        answers: list[Held] = [
            held_on(record.since, record.until, date) if date else "unsure"
            for place, record in self._by_person.get(person, ())
            if _plain(place.code) == _plain(_code(office)) and self._is_of(place, office)
        ]
        return min(answers, key=("yes", "unsure", "no").index, default=None)

    def states_of(self, person: str) -> Iterator[str]:
        """Yield the states whose offices a person ever held."""
        return (place.state for place, _ in self._by_person.get(person, ()) if place.state)

    def _is_of(self, place: _Place, office: Office) -> bool:
        """Whether a record's office is the one a text names: of the same body, or of the state and no other body."""
        bodies = {body.removeprefix("org:") for body in office.bodies if body.startswith("org:")}
        if place.organization:
            if bodies:
                return place.organization in bodies
            return bool(place.state) and office.states == {place.state} and self._is_unnamed(place, office)
        if not place.state or office.states != {place.state}:
            return False
        return all(self._kind(body) in _IMPLIED_KINDS for body in office.bodies)

    def _is_unnamed(self, place: _Place, office: Office) -> bool:
        """Whether a text names a state's body by its kind alone: "the Speaker of the Parliament of Kazakhstan"."""
        kinds = {body.removeprefix("body:") for body in office.bodies}
        return kinds == {self._kind(f"org:{place.organization}")}

    def _kind(self, body: str) -> str:
        row = self._organizations.get(body.removeprefix("org:"))
        return row.kind if row is not None else body.removeprefix("body:")


def _code(office: Office) -> str:
    return office.code.removeprefix("office:")


def _plain(code: str) -> str:
    return _SAME_OFFICE.get(code, code)


@cache
def words_of_office(code: str) -> frozenset[str]:
    """Return every word that the table of titles writes an office with, in small letters.

    Examples
    --------
    >>> "supreme" in words_of_office("supreme-leader"), "first" in words_of_office("president")
    (True, False)
    """
    rows = (row for row in read_table("titles", TitleWord) if row.office == code.removeprefix("office:"))
    return frozenset(word.lower() for row in rows for phrase in (row.word, *row.plural) for word in phrase.split())
