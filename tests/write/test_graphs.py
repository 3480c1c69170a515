from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from diplonlp.errors import FormatError, InputError, OutputError, UnknownNameError
from diplonlp.write import read_graphml, write_csv, write_graph, write_graphml, write_json
from diplonlp.write.graphs import exporter, find_exporter, known_exporters

EVIDENCE = {
    "document": "d1",
    "start": 0,
    "end": 4,
    "sentence": "Лия & «Ору» <met>\x00\n\ufffe",
    "score": 0.5,
    "date": None,
}


@pytest.fixture
def graph() -> Any:
    graph = nx.MultiDiGraph()
    graph.add_node("person:lia", kind="person", label="Лия \x00Варо\x1b\ud800", aliases=["Lia", "Лия"], state="KGZ")
    graph.add_node("document:a\x00b", kind="document", label="д")
    graph.add_node("meeting:1", kind="meeting", label="talks", date=None, parties=["KGZ"], status="held")
    graph.add_edge("person:lia", "meeting:1", key="PARTICIPATED_IN", evidence=[EVIDENCE, EVIDENCE])
    graph.add_edge("person:lia", "meeting:1", key="HOLDS_TITLE", evidence=[EVIDENCE])
    graph.add_edge("meeting:1", "document:a\x00b", key="REPORTED_BY", evidence=[])
    return graph


@pytest.fixture
def clean_graph() -> Any:
    graph = nx.MultiDiGraph()
    graph.add_node("person:лия", kind="person", label="Лия Варо", aliases=["Lia"])
    graph.add_node("meeting:1", kind="meeting", label="talks", parties=["KGZ"], organizations=[], status="held")
    graph.add_edge("person:лия", "meeting:1", key="PARTICIPATED_IN", evidence=[EVIDENCE | {"sentence": "A\x00\n«б»"}])
    graph.add_edge("person:лия", "meeting:1", key="HOLDS_TITLE", evidence=[])
    return graph


def test_graphml_comes_back_as_it_was(tmp_path: Path, clean_graph: Any) -> None:
    write_graphml(clean_graph, tmp_path / "g.graphml")
    back = read_graphml(tmp_path / "g.graphml")
    assert dict(back.nodes(data=True)) == dict(clean_graph.nodes(data=True))
    assert list(back.edges(keys=True, data=True)) == list(clean_graph.edges(keys=True, data=True))


def test_graphml_parses_whatever_the_text_holds(tmp_path: Path, graph: Any) -> None:
    write_graphml(graph, tmp_path / "g.graphml")
    root = ElementTree.parse(tmp_path / "g.graphml").getroot()
    ids = [edge.get("id") for edge in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert len(set(ids)) == 3
    back = read_graphml(tmp_path / "g.graphml")
    assert back.nodes["person:lia"]["label"] == r"Лия \u0000Варо\u001b\ud800"
    assert "date" not in back.nodes["meeting:1"]
    assert back.edges["person:lia", "meeting:1", "PARTICIPATED_IN"]["evidence"] == [EVIDENCE, EVIDENCE]
    assert r"document:a\u0000b" in back


def test_graphml_weighs_edges_by_their_evidence(tmp_path: Path, graph: Any) -> None:
    write_graphml(graph, tmp_path / "g.graphml")
    edges = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True).edges(data=True)
    assert {data["relation"]: data["weight"] for *_, data in edges} == {
        "PARTICIPATED_IN": 2,
        "HOLDS_TITLE": 1,
        "REPORTED_BY": 0,
    }


def test_an_empty_graph(tmp_path: Path) -> None:
    write_graphml(nx.MultiDiGraph(), tmp_path / "g.graphml")
    assert len(read_graphml(tmp_path / "g.graphml")) == 0


def test_json_is_node_link(tmp_path: Path, clean_graph: Any) -> None:
    write_json(clean_graph, tmp_path / "g.json")
    data = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    back = nx.node_link_graph(data, edges="edges")
    assert isinstance(back, nx.MultiDiGraph)
    assert dict(back.nodes(data=True)) == dict(clean_graph.nodes(data=True))
    assert list(back.edges(keys=True, data=True)) == list(clean_graph.edges(keys=True, data=True))


def test_json_takes_half_characters(tmp_path: Path, graph: Any) -> None:
    write_json(graph, tmp_path / "g.json")
    assert json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["nodes"][0]["id"] == "person:lia"


def test_csv_has_a_row_for_each_node_and_edge(tmp_path: Path, graph: Any) -> None:
    write_csv(graph, tmp_path / "new" / "folder")
    with (tmp_path / "new" / "folder" / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
        nodes = list(csv.DictReader(file))
    with (tmp_path / "new" / "folder" / "edges.csv").open(encoding="utf-8-sig", newline="") as file:
        edges = list(csv.DictReader(file))
    assert [node["key"] for node in nodes] == ["person:lia", r"document:a\u0000b", "meeting:1"]
    assert json.loads(nodes[0]["aliases"]) == ["Lia", "Лия"]
    assert [(edge["source"], edge["relation"], edge["weight"]) for edge in edges][:2] == [
        ("person:lia", "PARTICIPATED_IN", "2"),
        ("person:lia", "HOLDS_TITLE", "1"),
    ]
    assert json.loads(edges[1]["evidence"]) == [EVIDENCE]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("g.graphml", "graphml"),
        ("G.GRAPHML", "graphml"),
        ("g.json", "json"),
        ("folder", "csv"),
        ("g.csv", "csv"),
        ("a.b/c", "csv"),
    ],
)
def test_the_ending_tells_the_format(path: str, name: str) -> None:
    assert find_exporter(path).name == name


def test_an_unknown_format_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"'gexf'; known: csv, graphml, json"):
        find_exporter("g.graphml", "gexf")
    with pytest.raises(UnknownNameError, match=r"'\.gexf'; known: .*\.graphml, \.json"):
        write_graph(nx.MultiDiGraph(), tmp_path / "g.gexf")


def test_a_format_can_be_added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, graph: Any) -> None:
    from diplonlp.write import graphs

    monkeypatch.setattr(graphs, "_exporters", dict(graphs._exporters))

    @exporter("count", ".count")
    def write_count(graph: Any, path: str | Path) -> None:
        Path(path).write_text(str(len(graph)))

    write_graph(graph, tmp_path / "g.count")
    assert (tmp_path / "g.count").read_text() == "3"
    assert "count" in [known.name for known in known_exporters()]


@pytest.mark.parametrize("name", ["g.graphml", "g.json", "folder"])
def test_where_nothing_can_be_written_is_named(tmp_path: Path, graph: Any, name: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match=name):
        write_graph(graph, tmp_path / "file" / name)


def test_what_is_no_graphml_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.graphml").write_text("<not")
    with pytest.raises(FormatError, match=r"x\.graphml"):
        read_graphml(tmp_path / "x.graphml")
    with pytest.raises(InputError, match="cannot be read"):
        read_graphml(tmp_path / "missing.graphml")
