"""Flask: the carrier's webhooks, the pages to try the line in a browser, health and figures."""

from flask import Flask

from helpline.config import Settings, from_environment
from helpline.content.library import Library
from helpline.web.answers import answers
from helpline.web.clips import clips
from helpline.web.line import open_line
from helpline.web.monitoring import measure, monitoring
from helpline.web.pages import pages
from helpline.web.practice import practice
from helpline.web.reloading import read_again
from helpline.web.webhooks import webhooks

LARGEST_REQUEST = 64 * 1024  # bytes; a webhook is a few thousand


def create_app(settings: Settings | None = None, library: Library | None = None) -> Flask:
    """The WSGI application, with settings from the environment and words from the flow files unless they are given.

    Raises SettingError when a setting is missing and ContentError when a flow file is broken:
    a line that could fail in a call does not start.
    """
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    settings = settings or from_environment()
    app.extensions["helpline"] = open_line(settings, library)
    for blueprint in (webhooks, monitoring, pages, answers, practice, clips):
        app.register_blueprint(blueprint)
    if settings.metrics_token:
        measure(app, settings.metrics_token)
    if settings.staff:
        from helpline.web.staff_panel import staff  # the checks are imported where words are edited only

        app.register_blueprint(staff)
        read_again(app)
    if settings.report_password:
        from helpline.web.counts_page import blueprint as counts_page  # not every line has the page

        app.register_blueprint(counts_page(settings.report_password))
    return app
