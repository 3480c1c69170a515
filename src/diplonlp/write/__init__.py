"""Results as files: JSON Lines of documents, and the graph in several formats."""

from diplonlp.write.graphs import exporter, read_graphml, write_csv, write_graph, write_graphml, write_json
from diplonlp.write.jsonl import encode_line, read_jsonl, write_jsonl

__all__ = [
    "encode_line",
    "exporter",
    "read_graphml",
    "read_jsonl",
    "write_csv",
    "write_graph",
    "write_graphml",
    "write_json",
    "write_jsonl",
]
