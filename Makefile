# skms: needs Python 3.11 or later and make; everything else is installed into .venv/ from locks with hashes.
#   make site PYTHON=python3.12        another interpreter
#   make bench SIZES="1000 10000"      a shorter benchmark

PYTHON ?= python3
VENV   ?= .venv
SIZES  ?= 1000 10000 100000
PYTEST_ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# uv writes the same lock on every machine; no addresses and no headers, so that a lock says only what it pins.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links --no-annotate $(LOCK_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

##@ Use

site: $(VENV)/.run ## Check the records and build the site into site/
	$(BIN)/skms build

serve: $(VENV)/.run ## Show the site while you edit; findings appear in the page
	$(BIN)/skms serve

real: $(VENV)/.run ## Import five real registries into build/real/ and check that nothing is lost
	$(BIN)/python tests/real/run.py

##@ Work on it

test: $(VENV)/.dev chromium rsync editor ## Every test, browser tests included (PYTEST_ARGS=… to choose)
	$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

check: $(VENV)/.dev ## Linters, types, layers, records, and what is generated is up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/skms check
	$(BIN)/python -m pytest --quiet tests/test_golden.py

fix: $(VENV)/.dev ## Mend what a machine can mend
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

golden: $(VENV)/.dev ## Renew the reviewed pages and the gallery of messages; read the diff before you commit it
	$(BIN)/python -m pytest --quiet tests/test_golden.py --renew

bench: $(VENV)/.dev ## Time skms beside its peers and write benchmarks/README.md (SIZES=…)
	$(BIN)/python benchmarks/run.py $(SIZES)

wheel: $(VENV)/.dev ## The wheel and the source archive, in dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .

lock: $(BIN)/python ## Renew requirements/*.txt (LOCK_ARGS=--upgrade for the newest versions)
	@test -x $(BIN)/uv || $(PIP) install uv
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) --group build -c requirements/run.txt -o requirements/build.txt
	$(LOCK) pyproject.toml --group build --group dev -c requirements/run.txt -c requirements/build.txt -o requirements/dev.txt

clean: ## Remove everything that was made, the virtual environment too
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .hypothesis .pytest_cache .import_linter_cache

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

# The environments: one stamp for what users need, one for what contributors need on top.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "skms needs Python 3.11 or later; say which: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# What some tests need from elsewhere. Where it cannot be had they are skipped, and one line says so; CI takes no excuse.

APT := sudo=; [ "$$(id -u)" = 0 ] || sudo='sudo -n'; command -v apt-get >/dev/null && $$sudo true 2>/dev/null && \
       $$sudo apt-get -qq update && DEBIAN_FRONTEND=noninteractive $$sudo apt-get -qq -y install --no-install-recommends

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { $(APT) chromium >/dev/null && echo 'Installed Chromium for the browser tests.'; } || { \
	  echo 'No Chromium here and none can be installed: the browser tests are skipped.'; [ -z "$$CI" ]; }

rsync:
	@command -v rsync >/dev/null || { $(APT) rsync >/dev/null && echo 'Installed rsync for the GitLab pipeline.'; } || { \
	  echo 'No rsync here and none can be installed: the GitLab pipeline is not run.'; [ -z "$$CI" ]; }

editor: tests/editor/node_modules/.package-lock.json

tests/editor/node_modules/.package-lock.json: tests/editor/package-lock.json
	@(cd tests/editor && npm ci --silent --no-audit --no-fund) || { \
	  echo 'No npm here, or it cannot install: tests of the editor schema, the pipelines and Backstage are skipped.'; [ -z "$$CI" ]; }

.PHONY: site serve real test check fix golden bench wheel lock clean help chromium rsync editor
