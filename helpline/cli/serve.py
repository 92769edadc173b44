"""`helpline serve`: answer calls and texts."""

import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from helpline.cli.options import flows_option
from helpline.config import LOOPBACK, for_serving
from helpline.errors import SettingError
from helpline.web.serving import WholeRequests, create

HOSTS = "--host 127.0.0.1 is for this machine only, --host 0.0.0.0 for all."
WHY_NOT = {
    errno.EADDRINUSE: "Another program listens there. Stop it, or choose another port: --port {other}.",
    errno.EACCES: "Ports under 1024 are not for everybody on this machine. Choose a higher one: --port 8000.",
    errno.EADDRNOTAVAIL: f"This machine has no such address. {HOSTS}",
}


@click.command()
@click.option("--port", type=int, default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--workers", type=int, default=2, show_default=True, help="How many processes answer.")
@flows_option
@click.option("--staff", is_flag=True, help="Show what stands behind the words, and read changed flow files at once.")
def serve(port: int, host: str, workers: int, flows: Path, staff: bool) -> None:
    """Answer calls and texts, and show the pages where parents read, and where anyone can practise.

    Parents read at /, anyone can phone and text the line for practice at /practice, and with --staff the staff's
    view is at /staff. Calls come in at POST /voice and texts at POST /sms.

    With TWILIO_AUTH_TOKEN set, requests signed by your Twilio account are answered. Without it a
    token is made for this run and printed, so that the line can be tried with no account.
    """
    can_listen(host, port)
    if workers < 1:
        raise SettingError(f"With {workers} processes nobody is answered. Choose 1 or more: --workers 2.")
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    settings, made = for_serving(f"http://{address if host in LOOPBACK else f'127.0.0.1:{port}'}")
    settings = replace(settings, flows=flows, staff=staff or settings.staff)

    def tell(_: Any) -> None:
        with suppress(OSError):  # where nothing can be written, as on a full disk, calls are answered all the same
            if made:
                click.echo(
                    "TWILIO_AUTH_TOKEN is not set. To try the line with no account, sign requests with this run's:"
                )
                click.echo(f"  TWILIO_AUTH_TOKEN={settings.auth_token} PUBLIC_URL={settings.public_url}")
            click.echo(f"Open http://{address} in a browser to read, phone and text the line. Ctrl-C stops it.")
            click.echo("Calls come in at POST /voice, texts at POST /sms; GET /health says whether both work.")
            click.echo("Or phone it from another terminal: helpline call")

    Server(partial(create, settings), bind=address, workers=workers, when_ready=tell).run()


def can_listen(host: str, port: int) -> None:
    """Raises SettingError, in a sentence, when nothing can listen on a port of a host."""
    if not 0 < port < 65536:
        raise SettingError(f"There is no port {port}. Choose one from 1 to 65535: --port 8000.")
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind(address)
    except (socket.gaierror, UnicodeError):
        raise SettingError(f"The line cannot listen on {host}. No machine has that name. {HOSTS}") from None
    except OSError as error:
        why = WHY_NOT.get(error.errno or 0, f"{error.strerror}.").format(other=port % 65535 + 1)
        raise SettingError(f"The line cannot listen on port {port} of {host}. {why}") from None


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, with its settings of web/gunicorn_settings.py and these `options`; `make` makes what it serves."""

    def __init__(self, make: Callable[[], WholeRequests], **options: Any):
        self._make, self._options = make, options
        super().__init__()

    def load(self) -> WholeRequests:
        return self._make()

    def load_config(self) -> None:
        from helpline.web import gunicorn_settings  # here, because it reads the environment

        for name, value in (vars(gunicorn_settings) | self._options).items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)
