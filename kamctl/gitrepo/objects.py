"""Objects by their ids, as many as one likes, from one running `git cat-file --batch`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from subprocess import Popen

from kamctl.errors import HistoryError
from kamctl.gitrepo.process import Git, stop

_AT_ONCE = 60
"""Requests that are sent before an answer is read: with their line ends less than the least pipe holds (4 KiB), so
that git never waits for its reader while its reader waits for git."""

_PIECE = 1 << 16


class Objects:
    """A running `git cat-file --batch`; it is started when first asked and must be closed.

    Who reads holds the process until all it asked for has been read; another reader meanwhile gets one of its own.
    """

    def __init__(self, git: Git) -> None:
        self._git = git
        self._free: Popen[bytes] | None = None
        self._running: list[Popen[bytes]] = []

    def read(self, ids: Iterable[str], largest: int | None = None) -> Iterator[tuple[str, bytes]]:
        """Each id with the bytes of its object; of one that is larger than `largest` one byte more than that.

        HistoryError where an object is missing.
        """
        waiting = iter(ids)
        while asked := list(islice(waiting, _AT_ONCE)):
            process = self._take()
            done = False
            try:
                _ask(process, asked)
                for id_ in asked:
                    yield id_, _answer(process, id_, largest)
                done = True
            finally:
                self._give_back(process, sound=done)

    def _take(self) -> Popen[bytes]:
        process, self._free = self._free, None
        if process is None:
            process = self._git.start("cat-file", "--batch", deaf=True)
            self._running.append(process)
        return process

    def _give_back(self, process: Popen[bytes], sound: bool) -> None:
        """Keep a process for the next question, unless there are answers left in it that nobody has read."""
        if process not in self._running:
            return  # all has been closed meanwhile
        if sound and self._free is None:
            self._free = process
        else:
            self._running.remove(process)
            stop(process)

    def close(self) -> None:
        """End what is running; it is started again when asked again."""
        for process in self._running:
            stop(process)
        self._running, self._free = [], None


def _ask(process: Popen[bytes], ids: list[str]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write("".join(f"{id_}\n" for id_ in ids).encode("ascii"))
        process.stdin.flush()
    except OSError as error:
        raise broken(ids[0]) from error


def _answer(process: Popen[bytes], id_: str, largest: int | None) -> bytes:
    assert process.stdout is not None
    try:
        head = process.stdout.readline().split()
        if len(head) != 3 or head[0] != id_.encode("ascii"):
            raise broken(id_)
        size = int(head[2])
        kept = size if largest is None else min(size, largest + 1)
        data = process.stdout.read(kept)
        left = size - kept + 1  # and the line end behind it
        while left and (piece := process.stdout.read(min(left, _PIECE))):
            left -= len(piece)
    except ValueError as error:  # it was closed while this was being read
        raise broken(id_) from error
    if len(data) != kept or left:
        raise broken(id_)
    return data


def broken(id_: str) -> HistoryError:
    """An object that the history needs is not there, or not to be read."""
    return HistoryError(
        "The history is not whole: git has no object {id}.",
        "A partial clone leaves objects out; clone without --filter, or see what is wrong with: git fsck",
        id=id_,
    )
