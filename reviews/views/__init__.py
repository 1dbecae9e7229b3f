"""Screens of the reviews."""
