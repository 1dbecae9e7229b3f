"""What is asked: the call, the dossier, its sections, its eligibility, its filing."""
