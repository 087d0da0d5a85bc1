"""Objects by their ids, as many as one likes, from one running `git cat-file --batch`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from subprocess import Popen

from kamctl.errors import HistoryError
from kamctl.gitrepo.process import Git, stop

_AT_ONCE = 500
"""Requests that are sent before an answer is read: with their line ends less than the least pipe holds."""

_PIECE = 1 << 16


class Objects:
    """A running `git cat-file --batch`; it is started when first asked and must be closed."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: Popen[bytes] | None = None

    def read(self, ids: Iterable[str], largest: int | None = None) -> Iterator[tuple[str, bytes]]:
        """Each id with the bytes of its object; of one that is larger than `largest` one byte more than that.

        HistoryError where an object is missing.
        """
        waiting = iter(ids)
        while asked := list(islice(waiting, _AT_ONCE)):
            answers = self._ask(asked)
            done = False
            try:
                for id_ in asked:
                    yield id_, self._answer(answers, id_, largest)
                done = True
            finally:
                if not done:
                    self.close()  # answers that nobody has read would be taken for those of the next question

    def _ask(self, ids: list[str]) -> Popen[bytes]:
        if self._process is None:
            self._process = self._git.start("cat-file", "--batch", deaf=True)
        process = self._process
        assert process.stdin is not None
        try:
            process.stdin.write("".join(f"{id_}\n" for id_ in ids).encode("ascii"))
            process.stdin.flush()
        except OSError as error:
            self.close()
            raise _broken(ids[0]) from error
        return process

    def _answer(self, process: Popen[bytes], id_: str, largest: int | None) -> bytes:
        assert process.stdout is not None
        head = process.stdout.readline().split()
        if len(head) != 3 or head[0] != id_.encode("ascii"):
            raise _broken(id_)
        size = int(head[2])
        kept = size if largest is None else min(size, largest + 1)
        data = process.stdout.read(kept)
        left = size - kept + 1  # and the line end behind it
        while left and (piece := process.stdout.read(min(left, _PIECE))):
            left -= len(piece)
        if len(data) != kept or left:
            raise _broken(id_)
        return data

    def close(self) -> None:
        """End the process; it is started again when asked again."""
        if self._process is not None:
            stop(self._process)
            self._process = None


def _broken(id_: str) -> HistoryError:
    return HistoryError(
        "The history is not whole: git has no object {id}.",
        "A partial clone leaves objects out; clone without --filter, or see what is wrong with: git fsck",
        id=id_,
    )
