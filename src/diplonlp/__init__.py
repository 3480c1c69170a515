"""diplonlp reads diplomatic news in Russian and English: who met whom, where, when, about what.

>>> import diplonlp
>>> nlp = diplonlp.load()
>>> doc = nlp("Министр иностранных дел Казахстана Данияр Оспанов встретился в Москве с Сергеем Ветровым.")
>>> [entity.name for entity in doc.people]
['Данияр Оспанов', 'Сергей Ветров']

Importing the package loads no model and no spaCy; each name below is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from diplonlp.errors import (
    DateFormatError,
    DiplonlpError,
    EncodingError,
    FormatError,
    InputError,
    KnowledgeError,
    MissingExtraError,
    ModelError,
    OutputError,
    UnknownNameError,
)
from diplonlp.records import (
    Block,
    Document,
    Entity,
    Failure,
    Meeting,
    Mention,
    Relation,
    Source,
    Topic,
    Trigger,
)

if TYPE_CHECKING:
    from diplonlp.graph.build import build_graph
    from diplonlp.link.across import resolve
    from diplonlp.link.names import compare_names
    from diplonlp.pipeline import Pipeline, load
    from diplonlp.read.documents import read_documents
    from diplonlp.read.sources import make_source
    from diplonlp.score.evaluation import Evaluation, evaluate
    from diplonlp.validation import Problem, validate
    from diplonlp.write.jsonl import read_jsonl, write_jsonl

_LAZY = {
    "Evaluation": "diplonlp.score.evaluation",
    "Pipeline": "diplonlp.pipeline",
    "Problem": "diplonlp.validation",
    "build_graph": "diplonlp.graph.build",
    "compare_names": "diplonlp.link.names",
    "evaluate": "diplonlp.score.evaluation",
    "load": "diplonlp.pipeline",
    "make_source": "diplonlp.read.sources",
    "read_documents": "diplonlp.read.documents",
    "read_jsonl": "diplonlp.write.jsonl",
    "resolve": "diplonlp.link.across",
    "validate": "diplonlp.validation",
    "write_jsonl": "diplonlp.write.jsonl",
}

try:
    __version__ = version("diplonlp")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0"

__all__ = [
    "Block",
    "DateFormatError",
    "DiplonlpError",
    "Document",
    "EncodingError",
    "Entity",
    "Evaluation",
    "Failure",
    "FormatError",
    "InputError",
    "KnowledgeError",
    "Meeting",
    "Mention",
    "MissingExtraError",
    "ModelError",
    "OutputError",
    "Pipeline",
    "Problem",
    "Relation",
    "Source",
    "Topic",
    "Trigger",
    "UnknownNameError",
    "build_graph",
    "compare_names",
    "evaluate",
    "load",
    "make_source",
    "read_documents",
    "read_jsonl",
    "resolve",
    "validate",
    "write_jsonl",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'diplonlp' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
