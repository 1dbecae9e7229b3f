.PHONY: test
test:
	.venv/bin/python -W ignore -m limits_portal.servers .venv/bin/pytest -n 2 -q $(ARGS)
