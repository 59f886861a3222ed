"""A scanner is asked before a file is kept; what it says, and whether it answers, decides."""

import socketserver
import struct
import threading

import pytest
from django.core.files.base import ContentFile

from protection.uploads import EVIDENCE, UploadRefused, take
from tests.protection.factories import MADE

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner(socketserver.BaseRequestHandler):
    """Speaks as clamd does: INSTREAM, pieces after their length, an empty one at the end."""

    def handle(self):
        file = self.request.makefile("rb")
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", file.read(4))[0]:
            content += file.read(size)
        self.server.seen.append(content)
        self.request.sendall(self.server.answers.get(EICAR in content, b"stream: OK\0"))


@pytest.fixture(params=["tcp", "unix"])
def scanner(request, settings, tmp_path):
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner)
        settings.CLAMD_SOCKET = "{}:{}".format(*server.server_address)
    else:
        settings.CLAMD_SOCKET = str(tmp_path / "clamd")
        server = socketserver.ThreadingUnixStreamServer(settings.CLAMD_SOCKET, Scanner)
    server.seen, server.answers = [], {True: b"stream: Eicar-Test-Signature FOUND\0"}
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def taken(content: bytes):
    return take(ContentFile(content, name="x"), EVIDENCE)


def test_a_clean_file_is_kept_and_was_seen_as_it_came(scanner):
    content = MADE["pdf"]() + b"%" * 200_000
    assert taken(content).active == ()
    assert scanner.seen == [content]


def test_a_known_one_is_refused_before_anything_opens_it(scanner):
    with pytest.raises(UploadRefused) as refused:
        taken(MADE["pdf"]() + EICAR)
    assert refused.value.code == "infected"
    assert str(refused.value.message)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
@pytest.mark.parametrize(("policy", "outcome"), [("refuse", "not_scanned"), ("mark", ("unscanned",))])
def test_one_that_cannot_say_is_as_one_that_is_not_there(scanner, settings, answer, policy, outcome):
    scanner.answers[False] = answer
    assert outcome_of(settings, policy) == outcome


@pytest.mark.parametrize(("policy", "outcome"), [("refuse", "not_scanned"), ("mark", ("unscanned",))])
@pytest.mark.parametrize("place", ["127.0.0.1:1", "/nowhere/clamd"])
def test_where_none_answers_the_setting_decides(settings, place, policy, outcome):
    settings.CLAMD_SOCKET = place
    assert outcome_of(settings, policy) == outcome


def outcome_of(settings, policy):
    settings.CLAMD_UNREACHABLE = policy
    try:
        return taken(MADE["pdf"]()).active
    except UploadRefused as refused:
        return refused.code
