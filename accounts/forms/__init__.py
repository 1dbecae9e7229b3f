"""Forms of the account pages, one module by subject."""
