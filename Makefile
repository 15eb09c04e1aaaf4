# Needs Python 3.11 or newer (with venv) and make; everything else is installed below this folder.
PYTHON := $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
UV := .tools/bin/uv
PY := .venv/bin/python

.PHONY: run test check check-web story casework crash contract lock clean
.DEFAULT_GOAL := run

run: .venv/ready          ## set up, migrate, load the demo world, serve
	$(PY) -m backend demo

test: .venv/ready         ## every test, on SQLite and on a real PostgreSQL
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/ready        ## lint, types, import contracts, migrations, drift of what is generated
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m pytest tests/migrations
	$(PY) -m backend contract --check
	$(PY) -m tests.trace --check

check-web: .venv/ready    ## what needs Node: generated TypeScript, the public audits, real JavaScript clients
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' && command -v npm >/dev/null \
		|| { echo "Node 20 or newer, with npm, is needed" >&2; exit 1; }
	cd frontend-contract && npm ci --no-audit --no-fund --no-update-notifier --loglevel=error && npm run check
	$(PY) -m tests.conformance

story: .venv/ready        ## tell Kate and Andrew's story against the demonstration that runs on PORT
	$(PY) -m tests.journeys.story http://127.0.0.1:$${PORT:-8000}

casework: .venv/ready     ## play the eleven decisions of child maintenance casework against the demonstration that runs on PORT
	$(PY) -m tests.journeys.casework http://127.0.0.1:$${PORT:-8000}

crash: .venv/ready        ## kill servers, workers and PostgreSQL while every act of the API is done; SEED=n replays
	$(PY) -m tests.crash $(if $(SEED),--seed $(SEED)) $(if $(RUNS),--runs $(RUNS))

contract: .venv/ready     ## write frontend-contract/ and the generated pages of docs/
	$(PY) -m backend contract
	$(PY) -m tests.trace --write

.venv/ready: requirements.lock | $(UV)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv
	VIRTUAL_ENV=.venv $(UV) pip sync --quiet --require-hashes requirements.lock
	@touch $@

$(UV):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer, with venv, is needed" >&2; exit 1; }
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

lock: $(UV)               ## resolve the versions anew after a change to pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--group test pyproject.toml -o requirements.lock

clean:
	rm -rf .tools .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
