# kamctl. `make` alone lists the targets. Each sets up what it needs: git, make and python3 (3.11 or newer, with venv).

PYTHON ?= python3
TODAY ?= 2026-11-23
UPGRADE ?=
FUZZED ?= tests/test_broken_inputs.py tests/plan tests/lint tests/insight tests/edit tests/history/test_replay.py

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
KAMCTL := $(BIN)/kamctl --today $(TODAY)
# All cores; a core that has nothing left to do takes over tests that wait for another.
PYTEST := $(BIN)/pytest -n auto --dist worksteal --cov --cov-report= --cov-fail-under=0
# Says that all tests passed on what there is now, so that `make check` behind `make test` does not run them again.
TESTED := .venv/tested.stamp
SOURCES := pyproject.toml $(shell find kamctl tests plans schema -type f -not -name '*.pyc')
# The stamps say what .venv holds; both are gone, and made again, when a lock or pyproject.toml is newer.
RUNTIME := .venv/runtime.stamp
DEVELOPMENT := .venv/development.stamp

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check format bench fuzz lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUNTIME) ## check the plans of this repository, then show how their KPIs stand and what may go wrong
	@echo "make run: the plans in plans/ against schema/, as of $(TODAY)"
	$(KAMCTL) lint
	$(KAMCTL) status
	$(KAMCTL) risks

test: $(DEVELOPMENT) ## run all tests
	@echo "make test: all tests, in tests/"
	@rm -f $(TESTED)
	$(PYTEST)
	@touch $(TESTED)

check: $(DEVELOPMENT) $(TESTED) ## ruff, mypy --strict, the tests, and how much of the code they reach
	@echo "make check: lint and format of the code, types, branch coverage of the tests"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/coverage report

$(TESTED): $(SOURCES) | $(DEVELOPMENT)
	@$(MAKE) --no-print-directory test

format: $(DEVELOPMENT) ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEVELOPMENT) ## time lint and the history of 1,000 generated plans against their peers
	@echo "make bench: lint of 1,000 plans, and of one, against yaml.load, yamllint and check-jsonschema;"
	@echo "their history of 10,000 commits against git log, git diff and git blame; their web site in a browser"
	$(BIN)/python tests/bench/bench.py

fuzz: $(DEVELOPMENT) ## the tests that make up their own inputs, with many times as many of them
	@echo "make fuzz: broken plans, mutants, properties and generated histories, as many as an hour takes"
	KAMCTL_TEST_PROFILE=fuzz $(BIN)/pytest $(FUZZED)

lock: .venv/uv.stamp ## write .lock/ anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@echo "make lock: exact versions and hashes into .lock/"
	.venv/uv/bin/uv $(COMPILE) --group build -o .lock/run.txt
	.venv/uv/bin/uv $(COMPILE) --group build --group test --group check -c .lock/run.txt -o .lock/all.txt

COMPILE := --no-config -q pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

clean: ## remove .venv and everything else that make made
	rm -rf .venv .bench .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist

$(RUNTIME): .lock/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "kamctl needs Python 3.11 or newer; name one: make PYTHON=python3.13 …"; exit 1; }
	@echo "setting up .venv: what kamctl needs to run"
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) install --no-deps --require-hashes -r .lock/run.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(DEVELOPMENT): $(RUNTIME) .lock/all.txt
	@echo "setting up .venv: what the tests and checks need"
	@$(PIP) install --no-deps --require-hashes -r .lock/all.txt
	@touch $@

.venv/uv.stamp:
	@$(PYTHON) -m venv .venv/uv
	@.venv/uv/bin/python -m pip --disable-pip-version-check -qq install uv==0.13.9
	@touch $@
