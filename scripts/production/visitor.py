"""Somebody who comes over TLS, from an address that must be found nowhere afterwards."""

import http.client
import json
import re
import socket
import ssl
import uuid
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from scripts.production.places import SITE, Places

# Loopback is a whole network: this is not the address of any of our own processes.
ADDRESS = "127.0.0.77"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


class _Connection(http.client.HTTPSConnection):
    """To this machine, by the name of the site."""

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", self.port), 60, (ADDRESS, 0))
        context: ssl.SSLContext = self._context  # type: ignore[attr-defined]
        self.sock = context.wrap_socket(plain, server_hostname=self.host)


class Visitor:
    """A browser with its cookies, or a program with its token."""

    def __init__(self, places: Places, token: str = "") -> None:
        self.places, self.token = places, token
        self.context = ssl.create_default_context(
            cafile=places.root / "etc" / "tls" / "fullchain.pem"
        )
        self.cookies: dict[str, str] = {}

    def ask(
        self, method: str, address: str, body: bytes | None = None, kind: str = "", host: str = SITE
    ) -> Answer:
        headers = {"Host": host, "Referer": f"https://{SITE}/", "Accept-Language": "en"}
        headers |= {"Content-Type": kind} if kind else {}
        headers |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        line = _Connection(host, self.places.https, context=self.context, timeout=60)
        line.request(method, address, body, headers)
        answer = line.getresponse()
        text = answer.read().decode("utf8", "replace")
        for raw in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: value.value for name, value in SimpleCookie(raw).items()}
        line.close()
        return Answer(answer.status, answer.headers, text)

    def go(self, address: str) -> Answer:
        """Follow where the site leads."""
        for _ in range(5):
            answer = self.ask("GET", address)
            if answer.status not in (301, 302):
                return answer
            address = urlsplit(answer.headers["Location"]).path
        raise SystemExit(f"led round and round: {address}")

    def fill_in(self, address: str, **fields: Any) -> Answer:
        """The form of a page, sent as a browser sends it. The page may have led elsewhere first."""
        answer = self.ask("GET", address)
        while answer.status in (301, 302):
            address = urlsplit(answer.headers["Location"]).path
            answer = self.ask("GET", address)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)
        if not found:
            raise SystemExit(f"no form at {address}: {answer.status}")
        body = urlencode(fields | {"csrfmiddlewaretoken": found[1]}, doseq=True).encode()
        return self.ask("POST", address, body, "application/x-www-form-urlencoded")

    def send(self, address: str, value: Any) -> Answer:
        return self.ask("POST", address, json.dumps(value).encode(), "application/json")

    def send_file(self, address: str, name: str, content: bytes) -> Answer:
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = (
            f"{head}Content-Type: text/plain\r\n\r\n".encode()
            + content
            + f"\r\n--{mark}--\r\n".encode()
        )
        return self.ask("POST", address, body, f"multipart/form-data; boundary={mark}")


def plain(port: int, address: str, token: str = "") -> Answer:
    """A program on this machine, without TLS."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", address, headers={"Authorization": f"Bearer {token}"} if token else {})
    answer = line.getresponse()
    found = Answer(answer.status, answer.headers, answer.read().decode("utf8", "replace"))
    line.close()
    return found
