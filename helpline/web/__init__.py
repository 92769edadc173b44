"""The webhooks: signature, session, turn, words. And the pages, to try them in a browser."""

from flask import Flask

from helpline.config import Settings, from_environment
from helpline.web.clips import blueprint as clips
from helpline.web.door import put_before
from helpline.web.fresh import watch
from helpline.web.health import health
from helpline.web.line import open_line
from helpline.web.metrics import measure
from helpline.web.pages import pages
from helpline.web.reporting import reporting
from helpline.web.try_it import try_it
from helpline.web.webhooks import hooks

LARGEST_REQUEST = 64 * 1024  # bytes; a webhook is a few thousand


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application, with settings from the environment unless they are given.

    Raises SettingError when a setting is missing and ContentError when a flow file is broken:
    a line that could fail in a call does not start.
    """
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    settings = settings or from_environment()
    line = app.extensions["helpline"] = open_line(settings)
    app.register_blueprint(hooks)
    app.register_blueprint(reporting)
    app.register_blueprint(health)
    app.register_blueprint(pages)
    app.register_blueprint(try_it)
    app.register_blueprint(clips(line.shelf))
    put_before(app)
    if line.settings.staff:
        watch(app)
    if settings.report_password:
        from helpline.web.report import blueprint as report_page  # late: not every line has the page

        app.register_blueprint(report_page(settings.report_password))
    if settings.metrics_token:
        measure(app, settings.metrics_token, settings.metrics_folder)
    return app
