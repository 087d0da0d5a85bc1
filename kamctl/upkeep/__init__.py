"""What keeps a plan up to date, as edits of its file: pure functions of a plan, the schema, a day and answers."""
