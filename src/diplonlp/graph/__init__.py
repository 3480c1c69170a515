"""The graph of who met whom: :func:`build_graph`, and the questions asked of it in :mod:`diplonlp.graph.query`."""

from diplonlp.graph.build import build_graph
from diplonlp.graph.query import (
    contact_graph,
    find_actor,
    meetings_between,
    meetings_of,
    topics_of,
    who_met,
)

__all__ = [
    "build_graph",
    "contact_graph",
    "find_actor",
    "meetings_between",
    "meetings_of",
    "topics_of",
    "who_met",
]
