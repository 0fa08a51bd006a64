# Two commands matter: `make run` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

# options of a command below: make train ARGS="--pictures 300000"
ARGS ?=

# threads of torch that spin while they wait are up to forty times slower on a busy machine (docs/decisions/common.md)
export OMP_WAIT_POLICY ?= passive

.PHONY: run test test-all lint audit lock screenshots fonts handouts bench hostile fuzz clean train evaluate distil evaluate-few noisy-reader average-reader index guidance claims skips \
    rounding fewer-words snapshots average-picture record-watched record-memory record-clip answer-key cluster cluster-test

run: $(VENV)/run.stamp
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

# two files at a time; ARGS="-n 0 -x -k ..." for one by one
test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# with those that look at more windows of the same kind
test-all: export THOROUGH = 1
test-all: test

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy diffusion_core
	$(BIN)/lint-imports
	$(BIN)/python -m tests.audit

# whether anything in requirements.lock is known to be unsafe
audit: $(VENV)/dev.stamp
	$(BIN)/python -m tests.audit

LOCKED := $(BIN)/uv pip compile - --quiet --generate-hashes --universal --python-version 3.11 --no-annotate --no-header --output-file

# what a server, and an engine, installs besides torch, each file by its hash (deploy/README.md)
lock: $(VENV)/dev.stamp
	{ grep -v '^torch==' requirements.txt; grep '^psycopg' requirements-dev.txt; } | $(LOCKED) requirements.lock
	{ grep -v '^torch==' requirements.txt; grep '^ray' requirements-cluster.txt; } | $(LOCKED) requirements-cluster.lock

screenshots: $(VENV)/dev.stamp
	$(BIN)/python -m tests.browser.screenshots
	$(BIN)/python -m tests.browser.readme_pictures

answer-key: $(VENV)/dev.stamp
	$(BIN)/python -m tests.pages.classroom.gather

fonts: $(VENV)/dev.stamp
	$(BIN)/python -m tests.fonts

handouts: $(VENV)/dev.stamp
	$(BIN)/python -m tests.handouts $(ARGS)

train: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.train $(ARGS)

evaluate: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.evaluate $(ARGS)

distil: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.distil $(ARGS)

evaluate-few: $(VENV)/run.stamp
	for steps in 4 2 1; do $(BIN)/python -m diffusion_core.commands.evaluate --weights assets/few_steps.safetensors --steps $$steps --sampler ddim --guidance 1 --no-clip; done

noisy-reader: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.noisy_reader $(ARGS)

average-reader: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.average_reader $(ARGS)

index: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.index $(ARGS)

guidance: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.guidance $(ARGS)

claims: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.claims $(ARGS)

skips: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.skips $(ARGS)

rounding: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.rounding $(ARGS)

fewer-words: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.fewer_words $(ARGS)

snapshots: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.snapshots $(ARGS)

average-picture: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.average_picture $(ARGS)

record-watched: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.record_watched $(ARGS)

record-memory: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.record_memory $(ARGS)

record-clip: $(VENV)/run.stamp
	$(BIN)/python -m diffusion_core.commands.record_clip $(ARGS)

bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.bench $(ARGS)

hostile: $(VENV)/dev.stamp
	$(BIN)/python -m tests.hostile $(ARGS)

fuzz: $(VENV)/dev.stamp
	$(BIN)/python -m tests.fuzz $(ARGS)

# engines that draw for other processes, here or on several machines (docs/scale.md)
cluster: $(VENV)/cluster.stamp
	$(BIN)/python -m diffusion_core.commands.cluster $(ARGS)

# needs haproxy and openssl besides
cluster-test: $(VENV)/cluster.stamp $(VENV)/dev.stamp
	$(BIN)/python -m tests.cluster $(ARGS)

# torch first and alone: an exact version is what keeps other packages from drawing in another build of it
$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -c "import sys; sys.exit('Python 3.11 or newer is needed, this is ' + sys.version) if sys.version_info < (3, 11) else None"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $$(grep '^torch==' requirements.txt)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/cluster.stamp: $(VENV)/run.stamp requirements-cluster.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-cluster.txt
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
