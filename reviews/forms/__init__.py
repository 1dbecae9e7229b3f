"""Forms of the reviews."""
