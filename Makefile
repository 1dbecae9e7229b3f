# The portal's commands. `make help` lists them.
PORT ?= 8000
ARGS ?=
export PORT

.DEFAULT_GOAL := help
.PHONY: bench chaos-mail growth help journey run test check reset setup

help: ## Liste les commandes
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

run: setup ## Lance le portail de démonstration (PORT=8000), Ctrl-C l'arrête
	@exec .venv/bin/python -m limits_portal.run

test: ## Lance tous les tests (ARGS="tests/accounts -k invitation" en choisit)
	@tools/setup.sh tests
	@exec .venv/bin/python -m limits_portal.servers --throwaway .venv/bin/pytest -n 2 --dist loadfile $(ARGS)

journey: ## Joue une édition entière de 115 dossiers, par les pages et au navigateur (15 minutes au plus)
	@tools/setup.sh tests
	@JOURNEY=whole exec .venv/bin/python -m limits_portal.servers --throwaway .venv/bin/pytest tests/journeys tests/browser/test_edition.py --durations=4 $(ARGS)

check: setup ## Vérifie le style, les types, les gabarits, l'escalier et les migrations
	@exec tools/check.sh

reset: ## Efface la base, les fichiers et les comptes de la démonstration
	@exec tools/reset.sh

bench: setup ## Mesure le portail (10 minutes au plus ; ARGS=form, reviews, papers ou load en choisit une part) et écrit docs/performance.md
	@exec .venv/bin/python -W ignore -m bench $(ARGS)

growth: setup ## Vérifie qu'aucune page ne ralentit quand les dossiers s'accumulent
	@exec .venv/bin/python -W ignore -m bench growth

chaos-mail: setup ## Éprouve les courriels : ouvriers tués, Redis arrêté, serveur capricieux (ARGS="--events 1000")
	@exec .venv/bin/python -W ignore -m chaos $(ARGS)

setup: ## Installe ce qu'il faut (les autres commandes le font d'elles-mêmes)
	@tools/setup.sh
