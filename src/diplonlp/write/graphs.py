"""The graph as files that other programs open: GraphML, node-link JSON, CSV tables.

A new format is a function ``write_x(graph, path)`` under :func:`exporter`; the command line lists it by itself.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from diplonlp.errors import FormatError, InputError, OutputError, UnknownNameError

if TYPE_CHECKING:
    from diplonlp.graph.build import Graph

Writer: TypeAlias = "Callable[[Graph, str | Path], None]"

# Attributes whose values are lists: files that hold plain strings and numbers only carry them as JSON.
_NESTED = frozenset({"evidence", "aliases", "parties", "organizations"})
# What GraphML's edges have besides the graph's own attributes.
_ONLY_IN_FILE = frozenset({"relation", "weight", "id"})
# What XML 1.0 cannot hold in any form, not even as a character reference.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Exporter(NamedTuple):
    """A format: its name, the endings of its files ("" for a folder), and the function that writes it."""

    name: str
    suffixes: tuple[str, ...]
    write: Writer


_exporters: dict[str, Exporter] = {}


def exporter(name: str, *suffixes: str) -> Callable[[Writer], Writer]:
    r"""Register a function that writes the graph in some format.

    Parameters
    ----------
    name : str
        What users call the format.
    *suffixes : str
        Endings of file names that mean this format, with their dot.

    Examples
    --------
    >>> @exporter("names", ".names")
    ... def write_names(graph, path):
    ...     Path(path).write_text("\n".join(graph))
    >>> find_exporter("out.names").name
    'names'
    >>> _ = _exporters.pop("names")
    """

    def register(write: Writer) -> Writer:
        _exporters[name] = Exporter(name, suffixes, write)
        return write

    return register


def known_exporters() -> list[Exporter]:
    """Return the registered formats, by name."""
    return [_exporters[name] for name in sorted(_exporters)]


def find_exporter(path: str | Path, format: str | None = None) -> Exporter:  # noqa: A002
    """Return the format asked for by name or, without one, the format the ending of the path stands for.

    Parameters
    ----------
    path : str or Path
        Where the graph is to be written.
    format : str, optional
        The name of a format.

    Raises
    ------
    UnknownNameError
        When nobody registered such a format; the message lists the known ones.

    Examples
    --------
    >>> find_exporter("who-met-whom.graphml").name, find_exporter("folder").name
    ('graphml', 'csv')
    """
    if format is not None:
        if format not in _exporters:
            raise UnknownNameError("graph format", format, _exporters)
        return _exporters[format]
    suffix = Path(path).suffix.lower()
    for candidate in known_exporters():
        if suffix in candidate.suffixes:
            return candidate
    endings = {ending or "(a folder)" for candidate in known_exporters() for ending in candidate.suffixes}
    raise UnknownNameError("graph file ending", suffix, endings)


def write_graph(graph: Graph, path: str | Path, format: str | None = None) -> None:  # noqa: A002
    """Write the graph in the format that the path's ending, or ``format``, names.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`diplonlp.graph.build_graph` makes it.
    path : str or Path
        A file, or a folder for CSV.
    format : str, optional
        The name of a format.

    Raises
    ------
    UnknownNameError
        When nobody registered such a format.
    OutputError
        When the path cannot be written.
    """
    find_exporter(path, format).write(graph, path)


@exporter("graphml", ".graphml")
def write_graphml(graph: Graph, path: str | Path) -> None:
    r"""Write the graph as GraphML, for Gephi, yEd, Cytoscape and others.

    Lists such as the evidence become JSON strings; an edge's ``relation`` is its key and ``weight`` counts its
    evidence. Characters that XML cannot hold are written as ``\u0000``.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`diplonlp.graph.build_graph` makes it.
    path : str or Path
        The file.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    import networkx as nx

    flat: Graph = nx.MultiDiGraph()
    for key, data in graph.nodes(data=True):
        flat.add_node(_xml_text(key), **_xml_attributes(data))
    for number, (source, target, relation, data) in enumerate(graph.edges(keys=True, data=True)):
        attributes = {"relation": relation, "weight": len(data.get("evidence", ())), **_xml_attributes(data)}
        # The edge's id in the file is its key here, and must differ from all others'.
        flat.add_edge(_xml_text(source), _xml_text(target), key=f"e{number}", **attributes)
    try:
        nx.write_graphml(flat, str(path))
    except OSError as error:
        raise _output_error(path, error) from error


def read_graphml(path: str | Path) -> Graph:
    """Read back a graph that :func:`write_graphml` wrote, evidence restored.

    Parameters
    ----------
    path : str or Path
        The file.

    Raises
    ------
    InputError
        When the file cannot be opened.
    FormatError
        When it is not GraphML.
    """
    import networkx as nx

    try:
        flat = nx.read_graphml(str(path), force_multigraph=True)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(path)) from error
    except (SyntaxError, nx.NetworkXError) as error:
        raise FormatError(f"not GraphML ({error})", source=str(path)) from error
    graph: Graph = nx.MultiDiGraph()
    for key, data in flat.nodes(data=True):
        graph.add_node(key, **_restored(data))
    for source, target, data in flat.edges(data=True):
        attributes = {name: value for name, value in _restored(data).items() if name not in _ONLY_IN_FILE}
        graph.add_edge(source, target, key=data.get("relation"), **attributes)
    return graph


@exporter("json", ".json")
def write_json(graph: Graph, path: str | Path) -> None:
    """Write the graph as node-link JSON, which D3 and ``networkx.node_link_graph(data, edges="edges")`` read.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`diplonlp.graph.build_graph` makes it.
    path : str or Path
        The file.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    import networkx as nx

    data = nx.node_link_data(graph, edges="edges")
    try:
        with Path(path).open("w", encoding="utf-8", errors="backslashreplace") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
    except OSError as error:
        raise _output_error(path, error) from error


@exporter("csv", "", ".csv")
def write_csv(graph: Graph, folder: str | Path) -> None:
    """Write the graph as two tables, ``nodes.csv`` and ``edges.csv``, in a folder.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As :func:`diplonlp.graph.build_graph` makes it.
    folder : str or Path
        Made if it does not exist.

    Raises
    ------
    OutputError
        When the folder cannot be made or written.
    """
    nodes = [{"key": key, **data} for key, data in graph.nodes(data=True)]
    edges = [
        {"source": source, "target": target, "relation": relation, "weight": len(data.get("evidence", ())), **data}
        for source, target, relation, data in graph.edges(keys=True, data=True)
    ]
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        _write_table(Path(folder) / "nodes.csv", nodes, first=("key", "kind", "label"))
        _write_table(Path(folder) / "edges.csv", edges, first=("source", "target", "relation", "weight"))
    except OSError as error:
        raise _output_error(folder, error) from error


def _write_table(path: Path, rows: list[dict[str, Any]], first: Iterable[str]) -> None:
    columns = list(dict.fromkeys([*first, *sorted({name for row in rows for name in row})]))
    # utf-8-sig: without the mark Excel shows Cyrillic as mojibake.
    with path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False)
    # csv before Python 3.13 cannot read back a NUL.
    return value.replace("\0", "\\u0000") if isinstance(value, str) else value


def _xml_attributes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as GraphML can hold them; None means that there is no such attribute."""
    return {name: _xml_value(value) for name, value in data.items() if value is not None}


def _xml_value(value: Any) -> Any:
    if isinstance(value, (list, tuple, dict)):
        value = json.dumps(value, ensure_ascii=False)
    return _xml_text(value) if isinstance(value, str) else value


def _xml_text(text: str) -> str:
    return _NOT_IN_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _restored(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.loads(value) if name in _NESTED else value for name, value in data.items()}


def _output_error(path: str | Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror or error}); choose another place")
