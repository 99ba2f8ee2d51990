# Lightwell: make demo | make test | make check | make bench | make assets | make pins
#
# Needs python3 (3.11 or newer) with venv, and a package registry. uv is used for installing where it is on PATH; nothing
# asks for it. Every package is pinned with its hashes in requirements/, the one that builds Lightwell itself included,
# so the last step of the installation (--no-index) downloads nothing.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
COMPILE = uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11

.PHONY: help demo test check bench assets pins tour translations

help:
	@echo "make demo     try Lightwell out: http://127.0.0.1:8000 (PORT=8001 make demo for another port)"
	@echo "make test     run the tests (journeys need Chromium)"
	@echo "make check    lint, types, storeys, translations, migrations, assets, pins"
	@echo "make bench    measure"
	@echo "make assets   build CSS and JavaScript anew (needs Node)"
	@echo "make tour     make docs/tour.md and its pictures (needs Chromium)"
	@echo "make pins     resolve requirements/*.txt anew (needs uv)"

demo: $(RUN)
	@exec $(BIN)/lightwell demo

test: $(DEV)
	@$(BIN)/pytest $(ARGS)

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>&1 | tail -n 20
	$(BIN)/python -m lightwell.translations check
	$(BIN)/python -m lightwell.operations.pins
	$(BIN)/python assets/check.py
	$(BIN)/pytest -q tests/house --ignore=tests/house/test_house_walk.py

bench: $(DEV)
	@$(BIN)/python benchmarks/run.py $(ARGS)

assets:
	@command -v npm >/dev/null || { echo "make assets needs Node with npm; the compiled files are in the repository."; exit 2; }
	cd assets && npm install --no-audit --no-fund && npm run build

pins: $(DEV)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(COMPILE) $(ARGS) pyproject.toml -o requirements/run.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(COMPILE) $(ARGS) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(COMPILE) $(ARGS) requirements/build.in -c requirements/dev.txt -o requirements/build.txt

tour: $(DEV)
	$(BIN)/python tests/tour.py

translations: $(DEV)
	$(BIN)/python -m lightwell.translations update
	$(BIN)/python -m lightwell.translations compile

# -- the environment -------------------------------------------------------------------------------------------------

$(VENV)/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). On Debian: apt install python3-venv"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Lightwell needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Name another one: make demo PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || command -v uv >/dev/null || { \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian: apt install python3-venv"; exit 2; }
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv --clear $(VENV); else uv venv --python $(PYTHON) $(VENV); fi

$(RUN): requirements/run.txt requirements/build.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing Lightwell into $(VENV) …"
	@$(call install,--require-hashes -r requirements/run.txt -r requirements/build.txt)
	@$(call install,--no-deps --no-index --no-build-isolation --editable .)
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@$(call install,--require-hashes -r requirements/dev.txt)
	@touch $@

# pip where the environment has it, else uv
define install
if [ -x $(BIN)/pip ]; then $(BIN)/python -m pip install --quiet --disable-pip-version-check $(1); \
elif command -v uv >/dev/null; then uv pip install --quiet --python $(BIN)/python $(1); \
else echo "$(VENV) has no pip and uv is not on PATH: remove $(VENV) and try again."; exit 2; fi
endef
