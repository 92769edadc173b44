"""`helpline serve`: answer calls and texts."""

import os
import subprocess
import sys
import tempfile
from dataclasses import replace

import click
from gunicorn.app.base import BaseApplication

from helpline.config import Settings, for_serving
from helpline.web.asgi import Whole, create
from helpline.web.waiting import PATIENCE_SECONDS


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--workers", default=2, show_default=True, help="How many processes answer.")
@click.option("--clips/--no-clips", default=True, help="Make the sound of the prompts on the first start.")
@click.option("--staff", is_flag=True, help="Show what stands behind the words, and read changed flow files at once.")
def serve(port: int, host: str, workers: int, clips: bool, staff: bool) -> None:
    """Answer calls and texts, and show a page where anyone can read, phone and text the line.

    The page is at /, calls come in at POST /voice and texts at POST /sms.

    With TWILIO_AUTH_TOKEN set, requests signed by your Twilio account are answered. Without it a
    token is made for this run and printed, so that the line can be tried with no account.
    """
    settings, made = for_serving(port)
    settings = _with_shared_metrics(replace(settings, staff=staff or settings.staff))
    app = create(settings)  # a broken flow file is told here, once, and not by each worker
    if made:
        click.echo("TWILIO_AUTH_TOKEN is not set. To try the line with no account, sign requests with this run's own:")
        click.echo(f"  TWILIO_AUTH_TOKEN={settings.auth_token} PUBLIC_URL={settings.public_url}")
    click.echo(f"Open http://{host}:{port} in a browser to read, phone and text the line. Ctrl-C stops it.")
    click.echo("Calls come in at POST /voice, texts at POST /sms; GET /health says whether both work.")
    if clips and not any((settings.audio / "clips").glob("*.wav")):
        _make_clips()
        click.echo("The sound of the prompts is being made beside it, once; it takes a few minutes. (helpline audio)")
    click.echo("Or phone it from another terminal: helpline call")
    Server(app, f"{host}:{port}", workers).run()


def _with_shared_metrics(settings: Settings) -> Settings:
    """Metrics that all workers add up in one folder. prometheus-client looks for it when it is first imported."""
    if not settings.metrics_token or settings.metrics_folder:
        return settings
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="helpline-metrics-")
    return replace(settings, metrics_folder=folder)


def _make_clips() -> None:
    """Start `helpline audio` as a program of its own: the line answers meanwhile, and what is made is kept."""
    subprocess.Popen([sys.executable, "-m", "helpline", "audio"], stdout=subprocess.DEVNULL)


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, with what the Procfile gives it."""

    def __init__(self, app: Whole, bind: str, workers: int):
        self._app = app
        self._options = {
            "bind": bind,
            "workers": workers,
            "worker_class": "helpline.web.worker.Worker",
            "keepalive": PATIENCE_SECONDS,  # in web/worker.py also for the first request of a connection
            # The words are read once, before workers are made: a flow file that is broken while the line
            # runs cannot keep a new worker from starting.
            "preload_app": True,
            "timeout": 10,  # seconds until a worker that hangs is replaced; the carrier waits 15
            "control_socket_disable": True,
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Whole:
        return self._app
