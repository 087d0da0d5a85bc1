"""kamctl: plans-as-code for key account management."""
