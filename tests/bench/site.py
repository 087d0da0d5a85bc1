"""The web site of many plans: made once, made again, and opened."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from tests.bench.timing import timed
from tests.peers import MissingPeerError
from tests.peers.browser import Chromium, chromium

OPENINGS = 5
# The page is laid out and painted twice by the time that both are called back.
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


def bench(repository: Path, made: Path, kamctl: list[str], what: str) -> None:
    """Make the site of a repository twice, and print what that took, how large it is and how soon it is seen."""
    shutil.rmtree(made, ignore_errors=True)
    print(f"\nthe web site of {what} (under 60 seconds and 100 MB; its first page opens in under 2 seconds)")
    first, memory = timed([*kamctl, "site", "-o", str(made)], repository)
    files = _files(made)
    print(f"  kamctl site                     {first:9.3f} s {memory:7.0f} MiB")
    again, memory = timed([*kamctl, "site", "-o", str(made)], repository)
    written = sum(files[path] != facts for path, facts in _files(made).items())
    print(f"  the same again                  {again:9.3f} s {memory:7.0f} MiB, {written} files written")
    size = sum(length for _, length in files.values()) / 1e6
    first_page = (made / "index.html").stat().st_size / 1e6
    print(f"  its size                        {size:9.1f} MB in {len(files)} files, the first page {first_page:.1f} MB")
    try:
        with chromium() as browser:
            took = [_opened(browser, made) for _ in range(OPENINGS)]
    except MissingPeerError as error:
        print(f"  {error}")
    else:
        print(f"  its first page in Chromium      {min(took):9.3f} s, at most {max(took):.3f} s of {OPENINGS} times")


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """When each file was last written, and its length."""
    return {
        path: (path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def _opened(browser: Chromium, folder: Path) -> float:
    """Seconds until the first page is painted, in a window that knows nothing of it."""
    with browser.tab(folder) as tab:
        begun = time.perf_counter()
        tab.open("index.html").evaluate(_PAINTED)
        return time.perf_counter() - begun
