"""Demonstration dossiers: fictitious projects in real collectivités, made by the real verbs."""
