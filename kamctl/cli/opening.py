"""Shows a page to whoever sits at this machine, by `$BROWSER` or whatever the system opens addresses with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# In a process of its own: a browser may write to the terminal, or stay in the foreground for as long as it is open.
# Isolated (-I), because a file webbrowser.py in the current folder is nobody's to run.
_PROGRAM = [sys.executable, "-I", "-c", "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"]


def shown(page: Path, patience: float = 5) -> bool:
    """Open a page in a browser; False where there is none, or it fails.

    A browser that has not come back after `patience` seconds is at work, and left to it: nobody waits for its end.
    """
    try:
        run = subprocess.run(
            [*_PROGRAM, page.resolve().as_uri()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # ^C in the terminal is not for it
            timeout=patience,
        )
    except subprocess.TimeoutExpired:  # which ends Python, and not the browser that it started
        return True
    except OSError:
        return False
    return run.returncode == 0
