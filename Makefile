SHELL := /bin/bash
PYTHON := .venv/bin/python
PYTHON3 ?= python3

.PHONY: run migrations lint format
run:
	@$(PYTHON3) config/bootstrap.py demo
	@$(PYTHON) -m config.run

.PHONY: migrations lint format screens shapes
migrations:
	find oversight/migrations mission/migrations cases/migrations -name '[0-9]*.py' ! -name 0001_extensions.py -delete
	$(PYTHON) manage.py makemigrations oversight mission cases

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy

# Freeze the shapes of the API as they are now (tests/structure/test_shapes.py).
shapes:
	FREEZE_SHAPES=1 .venv/bin/pytest -q tests/structure/test_shapes.py

# Pictures of the main pages of a running site, and what is wrong with them.
screens:
	$(PYTHON) scripts/screens.py $(ARGS)
