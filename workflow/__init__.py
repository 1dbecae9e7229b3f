"""How anything changes: the engine, the journal, immutability. Knows no object of the field."""
