"""The lint rules, one a file, each named for its idea; nothing else lives here."""
