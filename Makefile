# Needs Python 3.11 or newer with pip, and nothing else.
#   make demo    set up, then show the main job on the examples
#   make serve   set up, then open the same in a browser, on this machine alone
#   make test    set up, then run the tests
#   make check   types and style      make docs   the documentation      make bench   the benchmarks
#   make lock    pin the dependencies anew

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
RUN = $(VENV)-run
BIN = $(VENV)/bin
PIP = -m pip install --quiet --disable-pip-version-check
INSTALL_SELF = $(PIP) --no-deps --no-build-isolation --editable .
WHERE = --extra tables --extra plot --extra duckdb --extra forms --extra store --extra documents --extra outcomes --extra web
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --quiet --upgrade

.PHONY: demo serve test check docs bench lock clean

demo: $(RUN)/.ready
	@bash examples/demo.sh $(RUN)/bin/brightline
	@printf '\nThe same without a terminal: \033[1mmake serve\033[0m opens it in your browser.\n'

serve: $(RUN)/.ready
	@$(RUN)/bin/brightline serve

test: $(VENV)/.ready
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python

docs: $(VENV)/.ready
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

bench: $(VENV)/.ready
	$(BIN)/python bench/run.py

$(RUN)/.ready: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	@echo "Setting up $(RUN) (once) ..."
	@$(PYTHON) -m venv $(RUN)
	@$(RUN)/bin/python $(PIP) --require-hashes --only-binary :all: -r requirements/run.txt
	@$(RUN)/bin/python $(INSTALL_SELF)
	@touch $@

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP) --require-hashes --only-binary :all: -r requirements/dev.txt
	@$(BIN)/python $(INSTALL_SELF)
	@touch $@

lock: $(VENV)/.ready
	$(BIN)/python $(PIP) uv
	$(COMPILE) $(WHERE) --group build -o requirements/run.txt
	$(COMPILE) $(WHERE) --extra compiled --group test --group check --group docs --group build -o requirements/dev.txt
	$(COMPILE) $(WHERE) --extra spark --group test --group build -o requirements/spark.txt

clean:
	rm -rf $(VENV) $(RUN) $(VENV)-spark docs/_build docs/generated .pytest_cache .ruff_cache
