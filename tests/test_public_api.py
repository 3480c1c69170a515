"""The public names: exactly these, described, and cheap to import."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest

import diplonlp
import diplonlp.graph
from diplonlp import errors

FUNCTIONS = [
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
RECORDS = ["Block", "Document", "Entity", "Failure", "Meeting", "Mention", "Relation", "Source", "Topic", "Trigger"]
ERRORS = [
    "DateFormatError",
    "DiplonlpError",
    "EncodingError",
    "FormatError",
    "InputError",
    "KnowledgeError",
    "MissingExtraError",
    "ModelError",
    "OutputError",
    "UnknownNameError",
]
KNOWLEDGE = ["HeldOffice", "Knowledge", "KnownOrganization", "KnownPerson", "MemberOf", "StateNames"]
OTHERS = ["EntityStore", "Evaluation", "Pipeline", "Problem"]
QUESTIONS = ["contact_graph", "find_actor", "meetings_between", "meetings_of", "topics_of", "who_met"]
HEAVY = ["spacy", "thinc", "numpy", "scipy", "networkx", "pymorphy3", "slovnet", "navec", "dateparser", "rich", "typer"]


def test_public_names() -> None:
    assert sorted(diplonlp.__all__) == sorted([*FUNCTIONS, *RECORDS, *ERRORS, *KNOWLEDGE, *OTHERS])
    assert sorted(diplonlp.graph.__all__) == sorted([*QUESTIONS, "build_graph"])


@pytest.mark.parametrize("name", diplonlp.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(diplonlp, name).__name__ == name
    assert name in dir(diplonlp)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'anything'"):
        _ = diplonlp.anything  # type: ignore[attr-defined]


def test_version_is_the_installed_one() -> None:
    assert diplonlp.__version__ == version("diplonlp")


@pytest.mark.parametrize("module", ["diplonlp", "diplonlp.errors", "diplonlp.records"])
def test_import_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(sorted(set({HEAVY}) & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def public_functions() -> list[Any]:
    functions = [getattr(diplonlp, name) for name in FUNCTIONS]
    questions = [getattr(diplonlp.graph, name) for name in QUESTIONS]
    methods = [method for _, method in inspect.getmembers(diplonlp.Pipeline, inspect.isfunction)]
    return [*functions, *questions, *(m for m in methods if not m.__name__.startswith("_") or m.__name__ == "__call__")]


@pytest.mark.parametrize("function", public_functions(), ids=lambda function: function.__qualname__)
def test_function_is_described(function: Any) -> None:
    doc = inspect.getdoc(function) or ""
    assert doc.splitlines()[0].endswith(".")
    parameters = set(inspect.signature(function).parameters) - {"self"}
    for parameter in parameters if len(parameters) > 1 else ():  # the first sentence explains an only one
        assert re.search(rf"\b{parameter}\b", doc), f"{parameter} is not explained"


# A doctest in Examples is run by test_docs.py. A question that another one's example shows already needs none.
SHOWN_ELSEWHERE = {"meetings_between", "topics_of", "language"}


@pytest.mark.parametrize("function", public_functions(), ids=lambda function: function.__qualname__)
def test_function_has_an_example(function: Any) -> None:
    doc = inspect.getdoc(function) or ""
    assert ("\nExamples\n" in doc and ">>> " in doc) != (function.__name__ in SHOWN_ELSEWHERE)


@pytest.mark.parametrize("name", [*RECORDS, *ERRORS, *OTHERS])
def test_class_is_described(name: str) -> None:
    kind = getattr(diplonlp, name)
    assert kind.__doc__
    # Not the parent's words, nor a signature that a library put there.
    assert kind.__doc__ not in [parent.__doc__ for parent in kind.__mro__[1:]]


@pytest.mark.parametrize("name", RECORDS)
def test_record_is_immutable(name: str) -> None:
    assert getattr(diplonlp, name).__struct_config__.frozen


@pytest.mark.parametrize("name", RECORDS)
def test_record_takes_named_fields_only(name: str) -> None:
    with pytest.raises(TypeError, match="positional"):
        getattr(diplonlp, name)("d1")


def test_the_errors_are_one_tree() -> None:
    found = {name for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, Exception)}
    assert found == set(ERRORS)
    assert all(issubclass(getattr(errors, name), errors.DiplonlpError) for name in found)
