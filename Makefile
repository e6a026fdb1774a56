# `make` sets up .venv and turns raw/ into curated/; CI runs these same targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RAW ?= raw
OUT ?= curated
SARIF_PACKAGE ?= @microsoft/sarif-multitool-ts@5.7.0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run setup lock test test-quick sarif lint types bench docs golden clean
.DEFAULT_GOAL := run

run: setup ## turn RAW into OUT
	$(BIN)/quiver run "$(RAW)" --out "$(OUT)"

setup: $(VENV)/.ready ## make .venv from the lock file

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Quiver needs Python 3.11 or later: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

lock: ## pin the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --output-file requirements.lock

test: setup ## run the tests: as many processes as processors, with one thread each
	POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile

test-quick: setup ## the tests but those of whole runs, of commands and of the docs: less than a third of the time
	POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -n auto --dist loadfile $(addprefix tests/,extract transform references rules load report schemas)

sarif: setup ## hold the SARIF format against the standard's JSON schema, fetched with npm
	mkdir -p $(VENV)/sarif
	cd $(VENV)/sarif && tar -xzf "$$(npm pack --silent $(SARIF_PACKAGE))"
	SARIF_SCHEMA=$(VENV)/sarif/package/assets/sarif-2.1.0.schema.json $(BIN)/python -m pytest tests/report -k sarif -rs

lint: setup ## ruff: style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## mypy, strict
	$(BIN)/mypy

bench: setup ## measure every stage, the whole run, the floor and the peer
	$(BIN)/python -m benchmarks $(BENCH)

docs: setup ## make the generated pages of docs/reference anew
	$(BIN)/python docs/reference/generate.py

golden: setup ## make the golden reports of the tests anew, to be read before they are committed
	$(BIN)/python -m tests.report.make_golden

clean: ## remove what was made; what else lies in OUT stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	test ! -d "$(OUT)" || find "$(OUT)" -maxdepth 1 -lname '.snapshots/*' -delete
	rm -rf "$(OUT)/.snapshots"
