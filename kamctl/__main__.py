"""`python -m kamctl`: refuses to run where the folder's own files would be imported as parts of the program."""

import os
import sys


def _shadowing(folder: str) -> str:
    """A file in `folder` that Python would import in the place of a module of the program; empty for none."""
    modules = {"yaml", "click", "rich", "pydantic", "pydantic_core", "git", "typing_extensions"}
    modules |= sys.stdlib_module_names
    for entry in sorted(os.listdir(folder)):
        stem, suffix = os.path.splitext(entry)
        is_package = not suffix and os.path.isfile(os.path.join(folder, entry, "__init__.py"))  # noqa: PTH113, PTH118
        if stem in modules and (suffix in (".py", ".pyc", ".so", ".pyd") or is_package):
            return entry
    return ""


if __name__ == "__main__":
    if not sys.flags.safe_path and (found := _shadowing(os.getcwd())):  # noqa: PTH109  # pathlib may be what is shadowed
        sys.stderr.write(
            f"error: {found!a} in this folder would be run as a part of kamctl. Use the command kamctl, or python -P -m kamctl.\n"
        )
        sys.exit(2)
    from kamctl.cli.main import main

    main()
