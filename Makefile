# Two commands do all: `make demo` shows the main job offline, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := contoh-kantor

.PHONY: help demo test check format lint types layers messages bench eval noise servers clean

help:
	@echo "make demo     show the main job on an offline sample"
	@echo "make test     run the tests"
	@echo "make check    format, lint, types, layers, tests"
	@echo "make bench    benchmarks, each beside its peer"
	@echo "make eval     accuracy on the gold data (skips where it is absent)"
	@echo "make servers  install the real servers that some tests talk to"
	@echo "make messages bring the Indonesian catalogue up to date"
	@echo "make format   bring the code into shape"

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "jempol-netral needs Python 3.11 or newer; %s is %d.%d. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" % (sys.executable, v[0], v[1]))'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

demo: $(VENV)/.ready
	@rm -rf $(DEMO)
	@$(BIN)/jempol demo $(DEMO)
	@echo "(jempol is $(BIN)/jempol here; . $(BIN)/activate makes it jempol)"

test: $(VENV)/.ready
	$(BIN)/python -m pytest

check: lint types layers test

format: $(VENV)/.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.ready
	$(BIN)/mypy

layers: $(VENV)/.ready
	$(BIN)/lint-imports

messages: $(VENV)/.ready
	$(BIN)/python -m tools.messages

bench: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m benchmarks

eval: $(VENV)/.ready
	$(BIN)/python -m benchmarks.evaluate

servers:
	tests/servers/install.sh

clean:
	rm -rf $(VENV) $(DEMO) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
