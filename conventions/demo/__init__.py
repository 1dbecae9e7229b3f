"""The conventions of the demonstration: real verbs, fictitious people."""
