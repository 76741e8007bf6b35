# Everything one does with Secondments; `make help` lists it.
# Relative paths only: make cannot name a file in a folder with a space in its name.
.DEFAULT_GOAL := help
.NOTPARALLEL:
# Compiled files make every start faster; the machine may have switched them off.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: run test lint check bench lock sbom audit help

NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
FOUND := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
PYTHON ?= $(or $(FOUND),python3)
OURS = .venv/bin/python

define install
@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	echo "Secondments needs Python 3.11 or newer, and $(PYTHON) is not: install it, or name it, make $@ PYTHON=/path/to/python3.12" >&2; \
	exit 1; }
@"$(PYTHON)" install.py
endef

run: ## install what is missing, then start everything at http://localhost:8000 (PORT=8001, HOST=0.0.0.0)
	$(install) run
	@exec $(OURS) -m secondments

# The journeys and `make run` start whole services of their own: two at a time, after the others.
SERVICES = tests/journeys tests/test_make_run.py
test: ## run the tests (ARGS="-k approve" chooses)
	$(install) test
	@$(OURS) -m pytest -n 2 --dist loadfile $(SERVICES:%=--ignore=%) $(ARGS) || [ $$? -eq 5 ]
	@$(OURS) -m pytest -n 2 --dist loadscope $(SERVICES) $(ARGS) || [ $$? -eq 5 ]

lint: ## formatting, house rules, types and layers
	$(install) test
	$(OURS) -m ruff format --check
	$(OURS) -m ruff check
	$(OURS) -m mypy
	.venv/bin/lint-imports

check: lint test ## lint and test: what has to pass before a commit

bench: ## measure, and write bench/README.md
	$(install) test
	@$(OURS) -m bench $(ARGS)

lock: ## choose versions anew (ARGS=--upgrade for the newest) and pin them by hash
	$(install) test
	@$(OURS) -m pip install --quiet uv
	$(compile) pyproject.toml -o requirements.lock
	$(compile) --group dev pyproject.toml -o requirements-dev.lock
	$(compile) --group pyproject.toml:node -o requirements-node.lock
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

sbom: ## what the service is made of, as CycloneDX JSON on stdout
	@$(OURS) supply.py sbom

audit: ## ask for known vulnerabilities; 0 none, 1 some, 3 no feed was reached
	-@$(OURS) -m pip install --quiet pip-audit
	@$(OURS) supply.py audit

compile = $(OURS) -m uv pip compile -q $(ARGS) --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile
