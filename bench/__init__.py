"""The benchmark: each operation as a ratio to a floor measured in the same run (`make bench`).

Nothing of it runs in production: it has its own settings, addresses and WSGI application.
"""

# Of whatever is drawn at random.
SEED = 20240229
# What a run may be asked to measure, in this order.
GROUPS = {
    "form": "formulaire",
    "reviews": "instruction et comité",
    "papers": "documents",
    "load": "connexion et charge",
}
