"""The net, played by a server on this machine: nothing else is ever asked by a test."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from cvtex import online
from cvtex.document.model import Document
from cvtex.online import ask_all
from cvtex.verify.checks import CHECKS
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from cvtex.verify.report import Outcome
from cvtex.verify.witness import Reply, Witness
from tests.program import cvtex, environment
from tests.samples import class_document, specimen, specimen_set, tex_set

LINK = "https://example.org/~ada"


class Server(BaseHTTPRequestHandler):
    """Answers as its path says, and keeps what it was asked."""

    asked: ClassVar[list[tuple[str, str, str]]] = []

    def do_HEAD(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name = self.path.strip("/")
        moves = {
            "moved": (301, "/fine"), "later": (302, "/fine"), "twice": (308, "/moved"), "circle": (301, "/circle"),
            "inside": (302, "http://192.168.0.1/x"), "file": (302, "file:///etc/passwd"),
        }  # fmt: skip
        if name in moves:
            self.send_response(moves[name][0])
            self.send_header("Location", moves[name][1])
        elif name in ("picky", "closed") and self.command == "HEAD":
            self.send_response(405 if name == "picky" else 403)
        else:
            self.send_response({"fine": 200, "picky": 200, "closed": 403, "gone": 410, "broken": 500}.get(name, 404))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def server() -> Iterator[str]:
    Server.asked = []
    here = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=here.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{here.server_port}"
    here.shutdown()
    here.server_close()
    thread.join()


def reply(address: str) -> Reply:
    (answer,) = ask_all([address], loopback=True)
    return answer


@pytest.mark.parametrize(
    ("name", "status", "moved"),
    [
        ("fine", 200, ""),
        ("picky", 200, ""),
        ("closed", 403, ""),
        ("nowhere", 404, ""),
        ("gone", 410, ""),
        ("broken", 500, ""),
        ("moved", 200, "/fine"),
        ("twice", 200, "/fine"),
        ("later", 200, ""),
    ],
)
def test_what_a_server_answers(server: str, name: str, status: int, moved: str) -> None:
    assert reply(f"{server}/{name}") == Reply(f"{server}/{name}", status, moved and server + moved)
    assert all(agent.startswith("cvtex/") for _, _, agent in Server.asked)
    methods = [method for method, _, _ in Server.asked]
    assert methods[0] == "HEAD"
    assert ("GET" in methods) == (name in ("picky", "closed"))


@pytest.mark.parametrize(
    ("name", "words"), [("circle", "lead nowhere"), ("inside", "private net"), ("file", "lead nowhere")]
)
def test_where_a_redirect_must_not_lead(server: str, name: str, words: str) -> None:
    answer = reply(f"{server}/{name}")
    assert answer.status == 0
    assert words in answer.problem


def test_each_address_is_asked_once_and_no_other(server: str) -> None:
    addresses = [
        f"{server}/fine",
        f"{server}/fine",
        "mailto:ada@example.org",
        "tel:+1",
        "file:///etc/passwd",
        "ftp://x",
    ]
    assert [answer.address for answer in ask_all(addresses, loopback=True)] == [f"{server}/fine"]
    assert len(Server.asked) == 1


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/", "http://10.0.0.1/", "http://[::1]/", "https://192.168.1.1", "http://169.254.169.254/"],
)
def test_a_private_net_is_not_asked(address: str) -> None:
    (answer,) = ask_all([address])
    assert (answer.status, answer.problem) == (0, "it lies in a private net, and was not asked")


@pytest.mark.parametrize(
    "address", ["http://", "http://[", "http://127.0.0.1:99999/", "http://127.0.0.1:1/a b", "https://127.0.0.1:1"]
)
def test_what_cannot_be_asked_is_an_answer_too(address: str) -> None:
    answer = reply(address)
    assert answer.status == 0
    assert answer.problem


def test_a_server_that_speaks_no_tls_is_told(server: str) -> None:
    assert reply(server.replace("http:", "https:") + "/fine").status == 0


def test_a_slow_server_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(online, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        answer = reply(f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert "no answer came within 0.2 seconds" in answer.problem


def judged(answer: Reply, document: Document | None = None) -> tuple[Outcome, list[tuple[str, str, int | None]]]:
    report = judge(document, read_evidence(specimen_set().pdf), Witness(replies=(answer,)))
    found = [(str(item.severity), item.message, item.page) for item in report.findings]
    return next(outcome for outcome in report.outcomes if outcome.code == "K005"), found


@pytest.mark.parametrize(
    ("answer", "severity", "words"),
    [
        (Reply(LINK, 404), "error", "there is no page at"),
        (Reply(LINK, 410), "error", "there is no page at"),
        (Reply(LINK, 0, problem="expired", insecure=True), "error", "the certificate of"),
        (Reply(LINK, 0, problem="its host is not known"), "warning", "does not answer: its host is not known"),
        (Reply(LINK, 403), "warning", "answers with status 403"),
        (Reply(LINK, 200, "https://example.net/"), "warning", "has moved for good"),
    ],
)
def test_what_an_answer_means(answer: Reply, severity: str, words: str) -> None:
    outcome, found = judged(answer, specimen())
    assert [(weight, page) for weight, _, page in found] == [(severity, 1)]
    assert words in found[0][1]
    assert outcome.status == ("failed" if severity == "error" else "passed")


def test_an_address_that_answers_passes() -> None:
    outcome, found = judged(Reply(LINK, 200))
    assert (outcome.status, outcome.examined, found) == ("passed", 1, [])
    assert CHECKS["K005"].severity == "error"


def test_the_command_asks_only_when_told_to(tmp_path: Path) -> None:
    """The page links to a private address, so that nothing goes out."""
    page = class_document("\\cvtext{See the \\cvlink{http://10.255.255.1/x}{notes}.}")
    (tmp_path / "cv.pdf").write_bytes(tex_set(page))
    silent = cvtex("verify", "cv.pdf", cwd=tmp_path, env=environment())
    assert (silent.code, "K005" in silent.err) == (0, False)
    done = cvtex("verify", "--online", "cv.pdf", cwd=tmp_path, env=environment())
    assert done.code == 0
    assert "warning[K005]: `http://10.255.255.1/x` does not answer: it lies in a private net" in done.err
