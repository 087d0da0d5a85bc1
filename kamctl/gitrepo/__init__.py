"""Git: the only place that runs it."""
