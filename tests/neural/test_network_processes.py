"""The pipelines in processes and threads of any number: the same answers, no foreign imports, no network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from diplonlp.lang.english import english
from diplonlp.lang.russian import russian
from diplonlp.neural.doc import found_spans
from diplonlp.pipeline import Pipeline
from diplonlp.records import Document

TEXTS = [
    "President of Kazakhstan Daulet Seitkali met Sigrid Halvorsen in Astana on Tuesday. They discussed trade.",
    "Президент Казахстана Даулет Сейткали встретился с Сигрид Халворсен в Астане во вторник. Он был рад.",
    "The Norwegian foreign minister, Kemal Aydin, left Oslo.\n\nГлава МИД Норвегии Кемаль Айдын покинул Осло.",
    "",
    "👍🏽",
]
SCRIPT = """
import json, sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import diplonlp

nlp = None

def read(text):
    global nlp
    nlp = nlp or diplonlp.load()
    return [[m.start, m.end, m.label, m.value, m.score] for m in nlp(text, id="t").mentions]

if __name__ == "__main__":
    texts = json.load(open(sys.argv[1], encoding="utf-8"))
    with ProcessPoolExecutor(2, mp_context=get_context(sys.argv[2])) as pool:
        print(json.dumps(list(pool.map(read, texts))))
"""


def mentions(document: Document) -> list[list[object]]:
    return [[m.start, m.end, m.label, m.value, m.score] for m in document.mentions]


def run(code: str, *arguments: str, **environment: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_a_pool_of_processes_says_the_same(nlp: Pipeline, tmp_path: Path, method: str) -> None:
    (tmp_path / "texts.json").write_text(json.dumps(TEXTS), encoding="utf-8")
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "script.py", "texts.json", method], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == [mentions(nlp(text)) for text in TEXTS]


@pytest.mark.parametrize("environment", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "77", "OMP_NUM_THREADS": "7"}])
def test_every_process_says_the_same(nlp: Pipeline, environment: dict[str, str]) -> None:
    code = """
import json, sys, diplonlp
nlp = diplonlp.load()
texts = json.loads(sys.argv[1])
print(json.dumps([[[m.start, m.end, m.label, m.value, m.score] for m in nlp(t).mentions] for t in texts]))
"""
    said = json.loads(run(code, json.dumps(TEXTS), **environment))
    assert said == [mentions(nlp(text)) for text in TEXTS]


def said(doc: Doc) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    spans = [(span.start, span.end, span.label_, score) for span, score in found_spans(doc) or ()]
    return spans, [(token.pos_, token.lemma_, token.head.i, token.dep_) for token in doc]


@pytest.mark.parametrize("make", [english, russian])
def test_threads_share_a_pipeline(make: Callable[[], Language]) -> None:
    """A web service reads in threads; the first texts come before anything is worked out."""
    texts = [f"{text} {number}" for number, text in enumerate(TEXTS * 3)]
    nlp = make()
    expected = [said(nlp(text)) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(map(said, pool.map(make(), texts))) == expected


def test_no_foreign_package_and_no_network() -> None:
    """Nothing is downloaded, and none of the packages the models were trained with is needed to run them."""
    code = """
import socket, sys

def refused(*args, **kwargs):
    raise AssertionError("a network call")

for name in ("connect", "connect_ex", "bind", "sendto"):
    setattr(socket.socket, name, refused)
for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, refused)
import diplonlp

nlp = diplonlp.load()
loaded = {name.partition(".")[0] for name in sys.modules}
early = loaded & {"spacy", "onnxruntime", "slovnet", "navec", "pymorphy3"}
assert not early, f"{early} before the first text"
for text in ("The president of Kazakhstan arrived in Baku.", "Президент Казахстана прибыл в Баку."):
    assert nlp(text, date="2024-05-16").mentions
loaded = {name.partition(".")[0] for name in sys.modules}
foreign = loaded & {"torch", "transformers", "natasha", "tokenizers", "onnx", "tensorflow", "jax", "sklearn"}
assert not foreign, foreign
assert "onnxruntime" in loaded
"""
    run(code)
