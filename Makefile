# Everything that is done with the source tree. `make help` lists it.
SHELL := /bin/bash
PYTHON := .venv/bin/python
# Where `make demo` puts its schools.
DEMO := build/demo
SCHOOLS := 3

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow lint demo screenshots bench lock installer deb test-installer

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

setup: ## prepare .venv (program, tests and checks) from the hashed lock files
	@packaging/debian.sh python
	@packaging/setup.sh dev

run: ## open the window (a demo school where there is none yet); without a screen: demo, check, export
	@packaging/debian.sh python run
	@packaging/setup.sh run
	@packaging/run.sh

test: ## all checks and tests, as CI runs them
	@packaging/debian.sh python run test
	@packaging/setup.sh dev
	@packaging/lint.sh
	$(PYTHON) -m pytest -q -n 2 --dist loadfile

test-slow: ## the long tests too (big schools, long random sequences)
	@packaging/debian.sh python run test screenshots
	@packaging/setup.sh dev
	$(PYTHON) -m pytest -q -m "slow or not slow" --timeout=1800 --hypothesis-profile=long

lint: ## ruff, mypy and import-linter only
	@packaging/debian.sh python
	@packaging/setup.sh dev
	@packaging/lint.sh

demo: ## make SCHOOLS=3 demo schools with their workbooks in DEMO=build/demo
	@packaging/debian.sh python
	@packaging/setup.sh run
	@[ "$(DEMO)" != build/demo ] || rm -rf build/demo  # ours, made anew; another folder is left as it is
	@$(PYTHON) main.py demo --out $(DEMO) --schools $(SCHOOLS) --export

screenshots: ## take the pictures of docs/screenshots from the program
	@packaging/debian.sh python run screenshots
	@packaging/setup.sh run
	@QT_QPA_PLATFORM=offscreen PYTHONPATH=. $(PYTHON) docs/screenshots/make.py

bench: ## measure import, check, export and start-up
	@packaging/debian.sh python run test
	@packaging/setup.sh dev
	@$(PYTHON) -m bench

lock: ## renew the lock files from requirements.in and requirements-dev.in
	@packaging/debian.sh python
	@packaging/setup.sh dev
	@packaging/lock.sh

installer: ## the Windows installer and portable zip (through Wine and NSIS), the Linux .deb: into dist/, from the last commit
	@packaging/debian.sh python run installer
	@packaging/setup.sh dev
	@packaging/installer.sh

deb: ## the Linux .deb only
	@packaging/debian.sh python run installer
	@packaging/setup.sh dev
	@packaging/installer.sh linux

test-installer: ## install, run, upgrade and remove what `make installer` made, under Wine and here
	@packaging/debian.sh python run installer test-installer
	@packaging/setup.sh dev
	@[ -n "$$(ls dist/XCEdu-*-setup.exe dist/xcedu_*.deb 2>/dev/null)" ] || packaging/installer.sh
	@xvfb-run -a $(PYTHON) -m pytest -q packaging/tests
