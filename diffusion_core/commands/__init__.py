"""One file a make target: arguments, printing, recording; nobody imports it."""
