"""`python -m kamctl`: refuses to run where the folder's own files would be imported as parts of the program."""

import os
import sys
from pathlib import Path
from typing import NoReturn


def _shadowing(folder: str) -> str:
    """A file in `folder` that Python would import in the place of a module of the program; empty for none."""
    modules = {"yaml", "click", "rich", "pydantic", "pydantic_core", "git", "typing_extensions"}
    modules |= sys.stdlib_module_names
    for entry in sorted(Path(folder).iterdir()):
        stem, suffix = entry.stem, entry.suffix
        is_package = not suffix and (entry / "__init__.py").is_file()
        if stem in modules and (suffix in (".py", ".pyc", ".so", ".pyd") or is_package):
            return entry.name
    return ""


def start() -> NoReturn:
    """Run the program, which may be interrupted while it is still being loaded."""
    try:
        from kamctl.cli.main import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    if not sys.flags.safe_path and (found := _shadowing(os.curdir)):
        sys.stderr.write(
            f"error: {found!a} in this folder would be run as a part of kamctl. "
            "Use the command kamctl, or python -P -m kamctl.\n"
        )
        sys.exit(2)
    start()
