"""One file a format: what attune knows, in the form that other tools read."""
