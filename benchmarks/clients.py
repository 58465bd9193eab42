"""A client that costs next to nothing: it keeps its connection and reads whole answers."""

import socket
import time

# gunicorn closes a connection that rests for two seconds.
RESTS = 1.0


class Client:
    """Requests of one person over one connection."""

    def __init__(self, port: int, **headers: str) -> None:
        self.port, self.sock = port, None
        lines = {"Host": f"127.0.0.1:{port}", "Accept-Language": "en"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        self.headers = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.used = 0.0
        self.status = 0
        self.answered = ""

    sock: socket.socket | None

    def ready(self) -> None:
        """Connect now, so that it is no part of what is measured."""
        if self.sock is None or time.monotonic() - self.used > RESTS:
            if self.sock:
                self.sock.close()
            self.sock = socket.create_connection(("127.0.0.1", self.port))
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        if self.sock:
            self.sock.close()
            self.sock = None

    def get(self, path: str, **headers: str) -> bytes:
        return self.ask("GET", path, b"", **headers)

    def post(self, path: str, body: bytes, kind: str, **headers: str) -> bytes:
        return self.ask("POST", path, body, Content_Type=kind, **headers)

    def ask(self, method: str, path: str, body: bytes, **headers: str) -> bytes:
        self.ready()
        more = "".join(f"{n.replace('_', '-')}: {v}\r\n" for n, v in headers.items())
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\n{self.headers}{more}{length}\r\n"
        assert self.sock is not None  # noqa: S101 - `ready` connected
        self.sock.sendall(head.encode() + body)
        answer = self._read()
        self.used = time.monotonic()
        if self.status >= 400:
            raise RuntimeError(f"{method} {path}: {self.status} {answer[:300]!r}")
        return answer

    def _more(self) -> bytes:
        assert self.sock is not None  # noqa: S101
        found = self.sock.recv(262_144)
        if not found:
            raise RuntimeError("the connection was closed")
        return found

    def _read(self) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, body = data.split(b"\r\n\r\n", 1)
        self.answered = head.decode("latin-1")
        self.status = int(head[9:12])
        low = head.lower()
        if b"transfer-encoding: chunked" in low:
            return self._chunks(body)
        if self.status in (204, 304):
            return b""
        length = int(low.split(b"content-length:")[1].split(b"\r\n")[0])
        parts, have = [body], len(body)
        while have < length:
            parts.append(self._more())
            have += len(parts[-1])
        if b"connection: close" in low:
            self.used = 0.0
        return b"".join(parts)

    def _chunks(self, data: bytes) -> bytes:
        """The text of a streamed answer, chunk by chunk: a CSV line may look like the end."""
        parts: list[bytes] = []
        while True:
            while b"\r\n" not in data:
                data += self._more()
            size, data = data.split(b"\r\n", 1)
            length = int(size.split(b";")[0], 16)
            while len(data) < length + 2:
                data += self._more()
            if length == 0:
                return b"".join(parts)
            parts.append(data[:length])
            data = data[length + 2 :]

    def header(self, name: str) -> str:
        """A header of the last answer."""
        for line in self.answered.split("\r\n")[1:]:
            key, _colon, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return ""
