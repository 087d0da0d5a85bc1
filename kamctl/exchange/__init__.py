"""The outside world's formats: documents, orders, workbooks and tables, figures that come in. Values in, values out.

Each has a room of its own; here is what they share. `trouble` says what is wrong with a file from elsewhere, `called`
what another program means by a name, and `taking` and `accepting` make edits of what a file wants of the plans.
"""
