# One word, one job: make demo, make test. `make help` lists all.
# Another interpreter, beside the first: make test PYTHON=python3.12 VENV=.venv312
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OUT := out

.PHONY: demo test check format models benchmark clean help
.DEFAULT_GOAL := demo

# Debian and Ubuntu ship python3 without venv; say so instead of a stack trace.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "diplonlp needs Python 3.11 or newer; choose one: PYTHON=python3.12 make $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "this Python has no venv; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "installing into $(VENV); this takes a minute or two"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

demo: $(STAMP)  ## read the sample articles and show who met whom
	@mkdir -p $(OUT)
	$(BIN)/diplonlp annotate data/samples -o $(OUT)/samples.jsonl
	$(BIN)/diplonlp graph $(OUT)/samples.jsonl -o $(OUT)/samples.graphml
	$(BIN)/diplonlp show $(OUT)/samples.jsonl
	@echo "documents: $(OUT)/samples.jsonl   graph: $(OUT)/samples.graphml"

test: check  ## ruff, mypy and every test
	$(BIN)/python -m pytest --cov=diplonlp --cov-report=term:skip-covered

check: $(STAMP)  ## ruff and mypy alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

CORPORA ?= ../shared/corpora
MODELS ?= all

models: $(STAMP)  ## retrain both models from CORPORA and data/annotations (MODELS=open: without NEREL); hours
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	PATH="$(abspath $(BIN)):$$PATH" sh models/recipes/tagger/train.sh $(CORPORA) data/annotations build/models build/models/$(MODELS) $(MODELS)
	@echo "new models: build/models/$(MODELS); compare them, then copy them over models/"

benchmark: $(STAMP)  ## speed and memory beside natasha, in one run
	$(BIN)/python benchmarks/speed.py

clean:  ## remove the environment and everything that was made
	rm -rf $(VENV) $(OUT) build dist

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile
