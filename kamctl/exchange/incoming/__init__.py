"""Actuals that come from another program: `delimited` reads its file, `actuals` understands it by a mapping."""
