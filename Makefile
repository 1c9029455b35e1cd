# make run · make test · make check · make bench · make translations · make lock · make help
PYTHON := python3
BIN := .venv/bin
# The locks are complete: nothing is resolved, so a release of tomorrow cannot break a set-up
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes

.PHONY: run test check bench translations words lock help

# Everything from a fresh clone, then the product on http://127.0.0.1:8000
run: .venv/run words
	$(BIN)/flask --app app start

# Everything from a fresh clone, a real browser too, then every test, on two cores
test: .venv/test words
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Libraries, formatting, linting, types, import contracts, templates, translations
check: .venv/test words
	$(BIN)/python -m pip check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=platform:. $(BIN)/lint-imports --no-cache
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/python -m scripts.translation_check

# The forty hours at the size of Flanders, the planner, then the search engine: how good its answers
# are, and its speed beside alternatives, as ratios
bench: .venv/bench words
	$(BIN)/python -m bench.hours
	$(BIN)/python -m bench.planner
	$(BIN)/python -m bench $(ARGS)

# The catalogues, brought in line with the texts in the code: new messages wait for a translation
translations: .venv/test
	$(BIN)/python -m scripts.translations update

# The words as the product reads them; run, test and check do this themselves
words: .venv/run
	$(BIN)/python -m scripts.translations compile

# The pinned libraries, anew from the .in files (needs uv)
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --constraint requirements-dev.txt requirements-bench.in -o requirements-bench.txt

# This list
help:
	@awk '/^# /{note=substr($$0,3)} /^[a-z]+:/{sub(/:.*/,""); printf "  make %-12s %s\n", $$0, note}' Makefile

.venv/run: requirements.txt
	scripts/system-packages.sh run
	$(PYTHON) -m venv .venv
	$(PIP) -r $<
	touch $@

.venv/test: requirements-dev.txt
	scripts/system-packages.sh test
	$(PYTHON) -m venv .venv
	$(PIP) -r $<
	touch .venv/run $@

.venv/bench: requirements-bench.txt
	scripts/system-packages.sh bench
	$(PYTHON) -m venv .venv
	$(PIP) -r $<
	touch .venv/run .venv/test $@
