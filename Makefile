# Every target is one line of work; `make help` lists them.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
AS_OF ?=

.PHONY: help refresh build test soak check bench serve clean
help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.ready: requirements.lock
	@echo "making $(VENV) from requirements.lock (once; a minute or two) …"
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

refresh: $(VENV)/.ready  ## fetch, parse, normalise, validate, publish
	@$(RUN) -m pipeline refresh $(if $(AS_OF),--as-of $(AS_OF))

build: $(VENV)/.ready  ## the same from raw/ alone, without a network
	@$(RUN) -m pipeline refresh --offline $(if $(AS_OF),--as-of $(AS_OF))

test: $(VENV)/.ready  ## all tests (under five minutes on two cores, no network)
	@$(RUN) -m pytest -n 2 -m "not soak"

soak: $(VENV)/.ready  ## the long campaigns: more kills, more mutations, more examples
	@$(RUN) -m pytest -n 2 -m soak

check: $(VENV)/.ready  ## style, types, import rules, docs
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m mypy && $(VENV)/bin/lint-imports

bench: $(VENV)/.ready  ## speed and accuracy against peers, in an environment of the benchmark's own
	@$(RUN) benchmarks/run.py

serve: $(VENV)/.ready  ## open the review page
	@$(RUN) -m pipeline serve

clean:  ## remove what was built here (never raw/ or normalized/)
	rm -rf $(VENV) build *.egg-info
