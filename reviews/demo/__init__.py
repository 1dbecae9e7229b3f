"""The reviews of the demonstration, made by the real verbs on the dossiers of `applications.demo`."""
