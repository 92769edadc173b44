"""`helpline serve`: answer calls and texts."""

from contextlib import suppress
from dataclasses import replace

import click
from gunicorn.app.base import BaseApplication

from helpline.config import for_serving
from helpline.web.serving import WholeRequests, create


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="How many processes answer.")
@click.option("--staff", is_flag=True, help="Show what stands behind the words, and read changed flow files at once.")
def serve(port: int, host: str, workers: int, staff: bool) -> None:
    """Answer calls and texts, and show the pages where parents read, and where anyone can practise.

    Parents read at /, anyone can phone and text the line for practice at /practice, and with --staff the staff's
    view is at /staff. Calls come in at POST /voice and texts at POST /sms.

    With TWILIO_AUTH_TOKEN set, requests signed by your Twilio account are answered. Without it a
    token is made for this run and printed, so that the line can be tried with no account.
    """
    settings, made = for_serving(port)
    # A broken flow file is told here, once, and not by each worker.
    app = create(replace(settings, staff=staff or settings.staff))
    with suppress(OSError):  # where nothing can be written any more, as on a full disk, calls are answered all the same
        if made:
            click.echo(
                "TWILIO_AUTH_TOKEN is not set. To try the line with no account, sign requests with this run's own:"
            )
            click.echo(f"  TWILIO_AUTH_TOKEN={settings.auth_token} PUBLIC_URL={settings.public_url}")
        click.echo(f"Open http://{host}:{port} in a browser to read, phone and text the line. Ctrl-C stops it.")
        click.echo("Calls come in at POST /voice, texts at POST /sms; GET /health says whether both work.")
        click.echo("Or phone it from another terminal: helpline call")
    Server(app, f"{host}:{port}", workers).run()


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, with the settings that the Procfile gives it."""

    def __init__(self, app: WholeRequests, bind: str, workers: int):
        self._app = app
        self._options = {
            "bind": bind,
            "workers": workers,
            "worker_class": "asgi",
            "keepalive": 95,  # seconds: longer than any proxy keeps a connection (Heroku 90, AWS 60)
            # The words are read once, before workers are made: a flow file that is broken while the line
            # runs cannot keep a new worker from starting.
            "preload_app": True,
            "timeout": 10,  # seconds until a worker that hangs is replaced; the carrier waits 15
            "control_socket_disable": True,
            # No forwarding header is read: gunicorn answers 400 where two of them disagree.
            "forwarded_allow_ips": "",
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> WholeRequests:
        return self._app
