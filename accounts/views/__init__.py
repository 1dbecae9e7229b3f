"""Views of the accounts, one module by subject."""
