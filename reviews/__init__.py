"""What we think of a dossier: instruction, opinions, scores, session, decision."""
