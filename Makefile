# Every target sets itself up; `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-peers/.ready
NODE_PEERS := .node-peers/.ready

# What is misspelt on the command line would be passed over in silence. Known is what `make help` names.
GIVEN := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
ifneq ($(GIVEN),)
HELP := $(subst ],,$(subst [,,$(shell grep -oE '\[[A-Z][A-Z_]*=[^]]*\]' $(firstword $(MAKEFILE_LIST)))))
KNOWN := $(sort PYTHON PYTHONDONTWRITEBYTECODE $(foreach word,$(HELP),$(firstword $(subst =, ,$(word)))))
UNKNOWN := $(firstword $(filter-out $(KNOWN),$(GIVEN)))
NEAREST = $(shell $(PYTHON) -c 'import difflib, sys; print(*difflib.get_close_matches(sys.argv[1].upper(), sys.argv[2:], 1))' \
  '$(subst ','\'',$(UNKNOWN))' $(KNOWN) 2>/dev/null)
$(if $(UNKNOWN),$(error $(UNKNOWN) is no variable of this Makefile$(if $(NEAREST),: is $(NEAREST) meant?,.) It has $(KNOWN)))
endif

# Tools that leave a cache behind are told not to, or keep it where git does not look.
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help setup lock peers generate check-generated contract compare changes test drill lint bench build clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Install everything into .venv, pinned by hash

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or later is needed; name it: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV); the first time takes about a minute" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock: ## Pin again what requirements-dev.in and the peers ask for (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	  --custom-compile-command "make lock" contract_tests/benchmarks/peers.in -o contract_tests/benchmarks/peers.txt
	@$(MAKE) --no-print-directory setup
	@$(BIN)/python -m contract_tests.document.peers lock

generate: $(READY) ## Generate generated/, and the table in openapi/README.md, from openapi/ntropy-v3.yaml
	@$(BIN)/python openapi/generate.py

check-generated: $(READY) ## Fail with a diff when generated/, or the table in openapi/README.md, is stale
	@$(BIN)/python openapi/generate.py --check

contract: $(READY) ## Check a server [BASE_URL= PROFILE= CREDITS= WEBHOOK_URL= ALLOW_ACCOUNT_WIDE=1 FAIL_ON= ACCEPT= OUT= SEED= ARGS=]
	@$(BIN)/python openapi/generate.py --check >/dev/null 2>&1 \
	  || { echo "could not run: generated/ or openapi/README.md is not what openapi/ntropy-v3.yaml gives; make generate first" >&2; exit 2; }
	@$(BIN)/python -m contract_tests $(if $(BASE_URL),--base-url "$(BASE_URL)") $(if $(PROFILE),--profile "$(PROFILE)") \
	  $(if $(CREDITS),--credits "$(CREDITS)") $(if $(WEBHOOK_URL),--webhook-url "$(WEBHOOK_URL)") \
	  $(if $(filter-out 0 1,$(ALLOW_ACCOUNT_WIDE)),$(error ALLOW_ACCOUNT_WIDE is 1, or is left out)) \
	  $(if $(filter 1,$(ALLOW_ACCOUNT_WIDE)),--allow-account-wide) $(if $(FAIL_ON),--fail-on "$(FAIL_ON)") \
	  $(if $(ACCEPT),--accept "$(ACCEPT)") \
	  $(if $(OUT),--out "$(OUT)") $(if $(SEED),--seed "$(SEED)") $(ARGS)

compare: $(READY) ## Hold the document against another OpenAPI file [DOCUMENT= OURS= FAIL_ON= JSON=]
	@test -n "$(DOCUMENT)" || { echo "name the other document: make compare DOCUMENT=provider.json" >&2; exit 2; }
	@$(BIN)/python -m contract_tests.compare "$(DOCUMENT)" $(if $(OURS),--ours "$(OURS)") \
	  $(if $(FAIL_ON),--fail-on "$(FAIL_ON)") $(if $(JSON),--json "$(JSON)")

changes: $(READY) ## Tell what a release would break for users, and the version it needs [SINCE=]
	@test -n "$(SINCE)" || { echo "name the release before: make changes SINCE=v1.4.0" >&2; exit 2; }
	@$(BIN)/python -m contract_tests.changes $(if $(CHECK),--check) -- "$(SINCE)"

test: $(READY) $(PEERS) ## Run every test [ARGS=]
	@$(MAKE) --no-print-directory $(NODE_PEERS) \
	  || echo "the readers that run on Node could not be installed: their tests are skipped" >&2
	@$(BIN)/python -m pytest -q --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

drill: $(READY) ## Show that the contract check catches seeded defects
	@$(BIN)/python -m contract_tests.power

lint: $(READY) ## Formatting, lint, types and the document
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --no-cache --check .
	@$(BIN)/mypy
	@$(BIN)/pyright
	@$(BIN)/python openapi/generate.py --lint

$(PEERS): contract_tests/benchmarks/peers.txt
	@echo "Setting up .venv-peers, the clients and readers to compare with" >&2
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(NODE_PEERS): contract_tests/document/peers/package.json contract_tests/document/peers/package-lock.json | $(READY)
	@echo "Setting up .node-peers, the readers of the document that run on Node" >&2
	@$(BIN)/python -m contract_tests.document.peers install
	@touch $@

peers: $(PEERS) $(NODE_PEERS) ## Install what others wrote and the tests compare with

bench: $(READY) $(PEERS) ## Measure beside peers [CHECK=1 QUICK=1]
	@$(BIN)/python -m contract_tests.benchmarks $(if $(QUICK),--quick) $(if $(CHECK),--check)

build: $(READY) ## Build the wheel and the sdist into dist/
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean: ## Remove what the other targets made
	rm -rf .venv .venv-peers .node-peers dist report .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find openapi generated overrides contract_tests -name __pycache__ -type d -prune -exec rm -rf {} +
