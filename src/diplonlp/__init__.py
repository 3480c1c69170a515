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
    from diplonlp.knowledge.files import read_knowledge, write_knowledge
    from diplonlp.knowledge.importers.importing import import_knowledge
    from diplonlp.knowledge.records import HeldOffice, Knowledge, KnownOrganization, KnownPerson, MemberOf, StateNames
    from diplonlp.link.across import resolve
    from diplonlp.link.names import compare_names
    from diplonlp.link.store.entity_store import EntityStore
    from diplonlp.pipeline import Pipeline, load
    from diplonlp.read.documents import read_documents
    from diplonlp.read.sources import make_source
    from diplonlp.score.evaluation import Evaluation, evaluate
    from diplonlp.validation import Problem, validate
    from diplonlp.write.jsonl import read_jsonl, write_jsonl

_LAZY = {
    "EntityStore": "diplonlp.link.store.entity_store",
    "Evaluation": "diplonlp.score.evaluation",
    "HeldOffice": "diplonlp.knowledge.records",
    "Knowledge": "diplonlp.knowledge.records",
    "KnownOrganization": "diplonlp.knowledge.records",
    "KnownPerson": "diplonlp.knowledge.records",
    "MemberOf": "diplonlp.knowledge.records",
    "Pipeline": "diplonlp.pipeline",
    "Problem": "diplonlp.validation",
    "StateNames": "diplonlp.knowledge.records",
    "build_graph": "diplonlp.graph.build",
    "compare_names": "diplonlp.link.names",
    "evaluate": "diplonlp.score.evaluation",
    "import_knowledge": "diplonlp.knowledge.importers.importing",
    "load": "diplonlp.pipeline",
    "make_source": "diplonlp.read.sources",
    "read_documents": "diplonlp.read.documents",
    "read_jsonl": "diplonlp.write.jsonl",
    "read_knowledge": "diplonlp.knowledge.files",
    "resolve": "diplonlp.link.across",
    "validate": "diplonlp.validation",
    "write_jsonl": "diplonlp.write.jsonl",
    "write_knowledge": "diplonlp.knowledge.files",
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
    "EntityStore",
    "Evaluation",
    "Failure",
    "FormatError",
    "HeldOffice",
    "InputError",
    "Knowledge",
    "KnowledgeError",
    "KnownOrganization",
    "KnownPerson",
    "Meeting",
    "MemberOf",
    "Mention",
    "MissingExtraError",
    "ModelError",
    "OutputError",
    "Pipeline",
    "Problem",
    "Relation",
    "Source",
    "StateNames",
    "Topic",
    "Trigger",
    "UnknownNameError",
    "build_graph",
    "compare_names",
    "evaluate",
    "import_knowledge",
    "load",
    "make_source",
    "read_documents",
    "read_jsonl",
    "read_knowledge",
    "resolve",
    "validate",
    "write_jsonl",
    "write_knowledge",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'diplonlp' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
