"""gunicorn's settings for the line, in gunicorn's own form: `--config python:helpline.web.gunicorn_settings`.

The Procfile names this file and `helpline serve` reads it, so both start the same server.
"""

import sys
from logging.config import dictConfig
from typing import Any

from gunicorn.glogging import Logger

from helpline.config import log_form
from helpline.errors import SettingError
from helpline.web.logs import log_setup

worker_class = "asgi"
workers = 2
keepalive = 95  # seconds: longer than any proxy keeps a connection (Heroku 90, AWS 60)
timeout = 10  # seconds until a worker that hangs is replaced; the carrier waits 15
graceful_timeout = 15  # seconds for a worker to end its answers, the longest takes 12; idle connections wait no longer
control_socket_disable = True
forwarded_allow_ips = ""  # no forwarding header is read: gunicorn answers 400 where two of them disagree
# The words are read once, before workers are made: a flow file that breaks while the line runs keeps no new
# worker from starting.
preload_app = True

try:
    LOG_SETUP = log_setup(log_form())
except SettingError as error:
    sys.exit(str(error))


class OneLog(Logger):  # type: ignore[misc]
    """The server's log, in the shape of ours. gunicorn's `logconfig_dict` would gather every access for nothing."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        dictConfig(LOG_SETUP)


logger_class = OneLog


def on_reload(server: Any) -> None:
    """At SIGHUP: read changed flow files. gunicorn then makes new workers, and ends the old ones after them."""
    server.app.wsgi().read_changed_words()
