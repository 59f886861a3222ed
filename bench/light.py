"""A browser that costs next to nothing: connections that are kept, cookies, redirects, and nothing else.

Whoever presses computes on the same processors as the site that is measured.
"""

import http.client
import random
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

PATIENCE = 40
REDIRECTS = (301, 302, 303)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Page:
    """What came at last, and from which path."""

    status: int
    path: str
    content: bytes

    @property
    def text(self) -> str:
        """The page as text."""
        return self.content.decode()


class LightBrowser:
    """One visitor of a site over http, from a network of their own."""

    def __init__(self, address: str, cookies: dict[str, str] | None = None) -> None:
        self.address = address
        self.cookies = dict(cookies or {})
        chance = random.Random()
        self.network = ".".join(str(chance.randint(11, 99)) for _ in range(4))
        self._line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)

    def close(self) -> None:
        """End the connection."""
        self._line.close()

    def get(self, path: str) -> Page:
        """Ask for a page, and go where it leads."""
        return self._follow("GET", path, None)

    def post(self, path: str, data: dict[str, str]) -> Page:
        """Send a form, and go where it leads."""
        return self._follow("POST", path, urlencode(data).encode())

    def _follow(self, method: str, path: str, body: bytes | None) -> Page:
        for _ in range(10):
            status, location, content = self._ask(method, path, body)
            if status >= 500:
                raise RuntimeError(f"{status} {path}")
            if status not in REDIRECTS:
                return Page(status, path, content)
            there = urlsplit(location)
            method, body = "GET", None
            path = f"{there.path}?{there.query}" if there.query else there.path
        raise RuntimeError(f"it never ends: {path}")

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, str, bytes]:
        headers = {
            "X-Forwarded-For": self.network,
            "Accept-Encoding": "gzip, deflate",
            "Referer": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers |= {"Content-Type": FORM, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        if not self.cookies:
            del headers["Cookie"]
        try:
            return self._say(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            # A connection on which nothing was said for a while: the server closed it, and took nothing.
            self._line.close()
            return self._say(method, path, body, headers)

    def _say(self, method: str, path: str, body: bytes | None, headers: dict[str, str]):
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        content = answer.read()
        for line in answer.msg.get_all("Set-Cookie", ()):
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.msg.get("Location", ""), content
