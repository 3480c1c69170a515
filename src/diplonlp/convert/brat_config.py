"""The two files that tell brat what may be annotated and how it looks: annotation.conf and visual.conf."""

from __future__ import annotations

from collections.abc import Iterable

from diplonlp.convert.markup import CHOICES, DATE, ORGANIZATION, PARTICIPANT, PLACE, TOPIC
from diplonlp.records import LABELS
from diplonlp.validation import MAY_MEAN, RELATION_ENDS

MEETING = "Meeting"
TOPIC_TYPE = "Topic"
CODE = "Code"


def _marks_of(entities: Iterable[str]) -> str:
    """The labels of mentions that may mean such entities, as brat lists them: a title alone may mean a person."""
    wanted = set(entities)
    return "|".join(label for label in LABELS if label in wanted or MAY_MEAN.get(label) in wanted)


_ACTORS = _marks_of(["PERSON", "ORG", "STATE"])
_ROLES = {
    PARTICIPANT: ("*", _ACTORS),
    ORGANIZATION: ("*", _marks_of(["ORG"])),
    PLACE: ("?", _marks_of(["LOC", "STATE", "ORG"])),
    DATE: ("?", "DATE"),
    TOPIC: ("*", TOPIC_TYPE),
}
COLOURS = {
    "PERSON": "#ffccaa",
    "TITLE": "#ffe8b0",
    "STATE": "#7fe2ff",
    "NORP": "#b8efff",
    "ORG": "#8fb2ff",
    "LOC": "#6fdfbf",
    "EVENT": "#d7b8ff",
    "DATE": "#d0d0d0",
    TOPIC_TYPE: "#c8e89a",
    MEETING: "#ff9a9a",
}
_SHORT = {PARTICIPANT: "Part", ORGANIZATION: "Org", TOPIC: "About", "HOLDS_TITLE": "Holds", "REPRESENTS": "For"}


def annotation_conf(codes: list[str]) -> str:
    r"""Return annotation.conf: labels, relations, the meeting with its roles, what can be chosen.

    Parameters
    ----------
    codes : list of str
        The topics an annotator can choose.

    Examples
    --------
    >>> "HOLDS_TITLE\tArg1:PERSON|TITLE, Arg2:TITLE" in annotation_conf(["gas"])
    True
    """
    roles = ", ".join(f"{role}{count}:{labels}" for role, (count, labels) in _ROLES.items())
    relations = [
        f"{name}\tArg1:{_marks_of(source)}, Arg2:{_marks_of(target)}"
        for name, (source, target) in RELATION_ENDS.items()
    ]
    choices = [f"{name.capitalize()}\tArg:{MEETING}, Value:{'|'.join(values)}" for name, values in CHOICES.items()]
    sections = {
        "entities": [*LABELS, TOPIC_TYPE],
        "relations": [
            *relations,
            # Mentions of one entity, and leave to nest and overlap.
            "Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive",
            "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
        ],
        "events": [f"{MEETING}\t{roles}"],
        "attributes": [*choices, f"{CODE}\tArg:{TOPIC_TYPE}, Value:{'|'.join(codes)}"],
    }
    return _sections(sections)


def visual_conf() -> str:
    """Return visual.conf: short names for arcs, and a colour for each label.

    Examples
    --------
    >>> visual_conf().splitlines()[0]
    '[labels]'
    """
    labels = [f"{name} | {name} | {short}" for name, short in _SHORT.items()]
    colours = [f"{name}\tbgColor:{colour}" for name, colour in COLOURS.items()]
    drawing = [
        "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken",
        "ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5",
        "Equiv\tcolor:gray, dashArray:3-3, arrowHead:none",
        "ATTRIBUTE_DEFAULT\tglyph:*",
        *colours,
    ]
    return _sections({"labels": labels, "drawing": drawing})


def _sections(sections: dict[str, list[str]]) -> str:
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())
