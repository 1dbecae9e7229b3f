"""The benchmark: each operation as a ratio to a floor measured in the same run (`make bench`).

Nothing of it runs in production: it has its own settings, addresses and WSGI application.
"""

# Of whatever is drawn at random.
SEED = 20240229
