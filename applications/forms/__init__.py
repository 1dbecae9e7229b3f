"""Forms of the applications app."""
