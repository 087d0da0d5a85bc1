"""History: what changed in meaning, when and by whom; pure functions of versions."""
