"""Whatever is no safe workbook is refused by name, before anything reads it, in little time and memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kamctl.exchange.trouble import ForeignFileError
from kamctl.exchange.workbooks import reading
from tests.cli.command import environment
from tests.exchange.bombs import BOMBS, good

MOST_MEMORY = 300 * 1024**2

LIMITED = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
from kamctl.exchange.workbooks import reading
from kamctl.exchange.trouble import ForeignFileError
try:
    reading.read(open(sys.argv[1], "rb").read())
except ForeignFileError as error:
    print(error.message)
    # getrusage counts what the process held that started this one.
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def test_a_good_one_is_read() -> None:
    assert len(reading.read(good()).sheets) > 15


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_none_is_refused_by_name(name: str) -> None:
    make, said = BOMBS[name]
    with pytest.raises(ForeignFileError) as raised:
        reading.read(make())
    assert said in f"{raised.value.message} {raised.value.remedy or ''}"


@pytest.mark.parametrize(
    "name", ["200 MB in one part", "entities of entities", "half a million cells", "a cell far below"]
)
def test_it_costs_less_than_five_seconds_and_300_mb(name: str, tmp_path: Path) -> None:
    make, said = BOMBS[name]
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file)],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=120,
    )
    told, memory = run.stdout.splitlines()
    assert said in told
    assert int(memory) * 1024 < MOST_MEMORY
