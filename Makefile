# The two commands of the README are `make run` and `make test`; each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
# Compiled code is kept whatever the shell says: without it every start takes half as long again,
# and the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check format lint types imports lock bench prove-kill prove-codes clean

$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python >= 3.11 is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
ifdef UV
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
ifdef UV
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
endif
	touch $@

run: $(VENV)/.runtime
	$(BIN)/motcua db upgrade
	$(BIN)/motcua serve

test: $(VENV)/.dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: format lint imports types

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

imports: $(VENV)/.dev
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/mypy

bench: $(VENV)/.dev
	$(BIN)/python -m tests.benchmarks

# A million guessed check codes against a store of a hundred thousand.
prove-codes: $(VENV)/.dev
	$(BIN)/python -m tests.handlers.genuine.guessing

# Kills the whole program amid 50 chats and 500 notices, on both databases, and counts.
prove-kill: $(VENV)/.dev
	$(BIN)/python -m tests.telegram.killing --runs 200
	$(BIN)/python -m tests.telegram.killing --runs 200 --database postgresql
	$(BIN)/python -m tests.zalo_bot.killing --runs 50
	$(BIN)/python -m tests.zalo_bot.killing --runs 50 --database postgresql
	$(BIN)/python -m tests.zalo_oa.killing --runs 50
	$(BIN)/python -m tests.zalo_oa.killing --runs 50 --database postgresql
	$(BIN)/python -m tests.zalo_oa.token_killing --runs 10
	$(BIN)/python -m tests.zalo_oa.token_killing --runs 10 --database postgresql
	$(BIN)/python -m tests.bridge.killing --runs 50
	$(BIN)/python -m tests.bridge.killing --runs 50 --honours --database postgresql
	$(BIN)/python -m tests.telegram.broadcast_killing --runs 50
	$(BIN)/python -m tests.telegram.broadcast_killing --runs 50 --database sqlite
	$(BIN)/python -m tests.bot.queueing_killing --runs 20
	$(BIN)/python -m tests.bot.queueing_killing --runs 20 --database sqlite

# uv writes the locks; they name no index and install with plain pip. The tests' tools hold some
# versions back: what is run is what was tested.
lock:
	$(if $(UV),,$(error uv is needed to write the locks: pip install uv))
	$(UV) pip compile pyproject.toml --group build --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements-dev.lock -q
	$(UV) pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --constraint requirements-dev.lock -o requirements.lock -q

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
