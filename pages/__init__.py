"""The public face: home, simulator, example actions, guides, legal pages."""
