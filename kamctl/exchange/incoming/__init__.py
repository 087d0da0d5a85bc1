"""Actuals that come from another program: `delimited` reads its file, `actuals` understands it by a mapping.

`recording` makes edits of plans of them.
"""
