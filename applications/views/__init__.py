"""Views of the applications app."""
