SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
PYTHON := .venv/bin/python
# The first Python of this machine that is new enough.
PYTHON3 ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: run test bench lint format docs production proofs screens shapes access messages migrations \
	requirements

# Try the product: http://127.0.0.1:8000 (PORT and VAR_DIR override, DEMO=0 starts empty).
run:
	@$(or $(PYTHON3),python3) config/bootstrap.py demo
	@$(PYTHON) -m config.run

# Everything; ends with pytest's summary.
test:
	@$(or $(PYTHON3),python3) config/bootstrap.py test
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check .
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/mypy
	@.venv/bin/pytest -q -n $(or $(WORKERS),2) --dist loadgroup $(ARGS)

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/mypy

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# Pictures of the main pages of a running site, and what is wrong with them.
screens:
	@$(or $(PYTHON3),python3) config/bootstrap.py test
	$(PYTHON) scripts/screens.py $(ARGS)

# The documentation as pages in build/docs; needs the extra "docs" of pyproject.toml, and no network.
docs:
	@$(PYTHON) -c 'import mkdocs' 2>/dev/null || { echo 'pip install mkdocs first (extra "docs").'; exit 1; }
	$(PYTHON) -m mkdocs build --quiet

# The whole production stack on loopback from deploy/, killed, restarted, backed up and restored; writes
# benchmarks/PRODUCTION.md. Needs Debian's postgresql, redis-server and nginx.
production:
	$(PYTHON) -m scripts.production

# Slow: kills, hostile files, ten thousand calls; writes benchmarks/PROOFS.md. ARGS names some of them.
proofs:
	@$(or $(PYTHON3),python3) config/bootstrap.py test
	@$(PYTHON) -m benchmarks.proofs $(ARGS)

# Freeze the shapes of the API as they are now (tests/structure/test_shapes.py).
shapes:
	FREEZE_SHAPES=1 .venv/bin/pytest -q tests/structure/test_shapes.py

# Rows that tests/tables/access.csv lacks, for somebody to judge (tests/structure/matrix/checks.py).
access:
	-@PROPOSE_ACCESS=1 .venv/bin/pytest -q -s --no-header tests/structure/test_matrix_*.py -k in_the_table \
		| sed -n '/^# to be judged/,/^F\|^\.\|^=/p'

# Collect the sentences of the code into locale/, and compile what is translated.
messages:
	$(PYTHON) manage.py makemessages --locale fr --locale ht --no-obsolete --no-location \
		--ignore 'var/*' --ignore 'tests/*' --ignore 'locale-vendor/*' --ignore '.venv*'
	for language in fr ht; do \
		msgfmt --check-format -o locale/$$language/LC_MESSAGES/django.mo \
			locale/$$language/LC_MESSAGES/django.po; done

migrations:
	$(PYTHON) manage.py makemigrations oversight mission cases

# Pin again, with hashes and without addresses.
requirements:
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header \
		--output-file requirements/app.txt pyproject.toml
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header \
		--extra demo --constraint requirements/app.txt --output-file requirements/demo.txt pyproject.toml
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header \
		--extra demo --extra test --constraint requirements/demo.txt \
		--output-file requirements/test.txt pyproject.toml

# How fast it is, each figure beside its floor (docs/speed.md): make bench ARGS="--rows 1000000 --only list,search"
bench:
	@$(or $(PYTHON3),python3) config/bootstrap.py test
	@$(PYTHON) -m benchmarks $(ARGS)
