"""An editor that speaks to yaml-language-server: as much of the Language Server Protocol as the tests need."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.peers import LANGUAGE_SERVER, peer

PATIENCE = 60
"""Seconds to wait for an answer; a busy machine starts Node slowly."""

SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}}

Message = dict[str, Any]


class Editor:
    """One conversation with a language server."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self.process = process
        self.inbox: queue.Queue[Message] = queue.Queue()
        self.numbers = iter(range(1, 10**6))
        threading.Thread(target=self._listen, daemon=True).start()
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": _CAPABILITIES})
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": SETTINGS}})

    def diagnostics(self, path: Path) -> list[Message]:
        """What the editor underlines in a file."""
        self._open(path)
        while True:
            message = self._next()
            params = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == path.as_uri():
                return list(params["diagnostics"])

    def completions(self, path: Path, line: int, column: int) -> list[Message]:
        """What the editor offers at a place (both from 0)."""
        self.diagnostics(path)
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}
        answer = self.ask("textDocument/completion", place)
        return list(answer["items"] if isinstance(answer, dict) else answer)

    def ask(self, method: str, params: Message) -> Any:
        """The answer to a request."""
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _open(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def _next(self) -> Message:
        """The next message for us; the server's own questions are answered on the way."""
        while True:
            message = self.inbox.get(timeout=PATIENCE)
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": _answer(message)})
            else:
                return message

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.partition(b":")[2])
            while stream.readline() not in (b"\r\n", b""):
                pass
            self.inbox.put(json.loads(stream.read(length)))


_CAPABILITIES = {"workspace": {"configuration": True}, "textDocument": {"publishDiagnostics": {}}}


def _answer(question: Message) -> Any:
    if question["method"] == "workspace/configuration":
        return [SETTINGS.get(item.get("section", ""), {}) for item in question["params"]["items"]]
    return None


@contextmanager
def editor(root: Path) -> Iterator[Editor]:
    """An editor with a folder open in it."""
    process = subprocess.Popen(
        peer(LANGUAGE_SERVER), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root
    )
    try:
        yield Editor(process, root)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()
