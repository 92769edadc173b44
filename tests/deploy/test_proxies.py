"""The line behind the proxies of `helpline/deploy/`, with a path in front and without: nothing is lost, no query logged."""

import os
import re
import shutil
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from twilio.request_validator import RequestValidator

from ..conftest import HERE, TOKEN
from ..postgres import free_port
from ..served import Served, until

pytestmark = pytest.mark.slow
DEPLOY = HERE.parent / "helpline" / "deploy"
CERTIFICATE = ("/etc/ssl/certs/line.example.org.pem", "/etc/ssl/private/line.example.org.key")


@dataclass
class Proxy:
    """A proxy before the line; `root` is the path of PUBLIC_URL."""

    line: Served
    port: int
    root: str
    log: Path

    def ask(self, path: str, fields: dict[str, str] | None = None) -> str:
        """A page, or the document for a form that the carrier signs, over TLS."""
        url = f"https://line.example.org{path}"
        signature = RequestValidator(TOKEN).compute_signature(url, fields)
        body = None if fields is None else urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(
            f"https://127.0.0.1:{self.port}{path}", body, {"X-Twilio-Signature": signature}
        )
        context = ssl._create_unverified_context()  # noqa: S323 - a certificate that was made a moment ago
        request.add_header("Host", "line.example.org")
        with urllib.request.urlopen(request, context=context, timeout=30) as answer:  # noqa: S310 - this machine
            return str(answer.read().decode(errors="replace"))

    def ready(self) -> bool:
        try:
            return bool(self.ask(f"{self.root}/health"))
        except OSError:
            return False


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of line.example.org and its key, as files."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "line")])
    now, day = datetime.now(UTC), timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    names = x509.SubjectAlternativeName([x509.DNSName("line.example.org")])
    (folder / "pem").write_bytes(
        made.add_extension(names, critical=False).sign(key, SHA256()).public_bytes(Encoding.PEM)
    )
    (folder / "key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "pem", folder / "key"


def nginx(folder: Path, line_port: int, port: int) -> list[str]:
    """The command that starts nginx with our example."""
    text = (DEPLOY / "nginx.conf").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{line_port}")
    for before, now in zip(CERTIFICATE, certificate(folder), strict=True):
        text = text.replace(before, str(now))
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace("/var/log/nginx", str(folder))
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"pid {folder}/pid; events {{}} http {{ {temporary}\n{text} }}")
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)  # noqa: S603
    assert tried.returncode == 0, tried.stderr
    return [*command, "-g", "daemon off;"]


def caddy(folder: Path, line_port: int, port: int) -> list[str]:
    """The command that starts Caddy with our example."""
    text = (DEPLOY / "Caddyfile").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{line_port}")
    pem, key = certificate(folder)
    text = text.replace("\nline.example.org {", f"\nhttps://line.example.org:{port} {{\n\ttls {pem} {key}")
    text = text.replace(
        "{\n\tlog {", "{\n\tadmin off\n\tdefault_sni line.example.org\n\tauto_https disable_redirects\n\tlog {", 1
    )
    (folder / "Caddyfile").write_text(text)
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    tried = subprocess.run(["caddy", "validate", *command[2:]], capture_output=True, text=True, check=False)  # noqa: S603, S607
    assert tried.returncode == 0, tried.stderr
    return command


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "Caddy"])
def program(request: pytest.FixtureRequest) -> object:
    name = request.param.__name__
    if not shutil.which(name):
        why = f"{name} is not on this machine"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    return request.param


@pytest.fixture(params=["", "/line"], ids=["at the root", "behind a path"])
def proxy(request: pytest.FixtureRequest, program: object, tmp_path: Path) -> Iterator[Proxy]:
    port, root = free_port(), request.param
    line = Served(tmp_path, f"sqlite:///{tmp_path}/t.db", PUBLIC_URL=f"https://line.example.org{root}")
    command = program(tmp_path, line.port, port)  # type: ignore[operator]
    with (tmp_path / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(tmp_path)})  # noqa: S603
    proxy = Proxy(line, port, root, tmp_path / "proxy.log")
    try:
        until(proxy.ready)
        yield proxy
    finally:
        process.terminate()
        process.wait(20)
        line.stop()


def test_calls_texts_and_every_link_of_the_pages_come_through(proxy: Proxy) -> None:
    root = proxy.root
    call = proxy.ask(f"{root}/voice", {"CallSid": "CA1"})
    (action,) = re.findall(r'action="([^"]+)"', call)
    assert action.startswith(f"{root}/voice/answer?")
    assert "<Gather" in proxy.ask(action.replace("&amp;", "&"), {"CallSid": "CA1", "Digits": "2"})
    assert "<Message" in proxy.ask(f"{root}/sms", {"MessageSid": "SM1", "Body": "menu"})
    pages = "".join(proxy.ask(f"{root}{page}") for page in ("/", "/practice", "/answer/school", "/answer/council"))
    links = set(re.findall(r'(?:href|src|data-post)="(/[^"]*)"', pages))
    assert {f"{root}/", f"{root}/map", f"{root}/privacy", f"{root}/static/page.css", f"{root}/try/call"} <= links
    assert f"{root}/answer/council/appeal" in links
    for link in links:
        assert proxy.ask(link, {} if "/try/" in link else None), link
    assert f'"clip":"{root}/audio/' in proxy.ask(f"{root}/try/call", {})


def test_a_proxy_whose_line_is_gone_logs_no_query(proxy: Proxy) -> None:
    proxy.line.stop()
    with pytest.raises(urllib.error.HTTPError, match="502") as error:
        proxy.ask(f"{proxy.root}/voice/answer?who=council&_begun=yes", {"CallSid": "CA1", "Digits": "2"})
    error.value.close()

    def told() -> str:
        return "".join(path.read_text() for path in proxy.log.parent.glob("*.log"))

    until(lambda: f"{proxy.root}/voice/answer" in told())  # it is written after the answer
    assert "who=council" not in told()
