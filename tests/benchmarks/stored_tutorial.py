"""A rival for texts: the tutorial that keeps one row a texter with Flask-SQLAlchemy, as a newcomer writes it.

It asks one question after the other, so each text adds a row or changes one. Its database is SQLite in a file.
With SQLite's own defaults each text waits for the disk, which says more of the disk than of the code. `tuned`
is the same app with the settings that the line gives SQLite, under which no text waits for it.
"""

import os
import sqlite3

from flask import Flask, Response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from twilio.twiml.messaging_response import MessagingResponse

from .apps import signed, whole_requests

QUESTIONS = [f"Question {number}. " + "Hello. " * 20 for number in range(1, 9)]
db = SQLAlchemy()


class Texter(db.Model):  # type: ignore[name-defined,misc]
    """A texter and the question that comes next."""

    id = db.Column(db.Integer, primary_key=True)
    number = db.Column(db.String(20), unique=True, nullable=False)
    step = db.Column(db.Integer, nullable=False)


def create() -> Flask:
    """The application, with its table made."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)
    with app.app_context():
        db.create_all()
        db.engine.dispose()  # gunicorn forks its workers from here, and a connection must not live through that

    @app.post("/sms")
    @signed
    def text() -> Response:
        texter = Texter.query.filter_by(number=request.form["From"]).first()
        if texter is None:
            texter = Texter(number=request.form["From"], step=0)
            db.session.add(texter)
        question = QUESTIONS[texter.step]
        texter.step = (texter.step + 1) % len(QUESTIONS)
        db.session.commit()
        answer = MessagingResponse()
        answer.message(question)
        return Response(str(answer), mimetype="text/xml")

    return app


def tuned() -> Flask:
    """The application with a write-ahead log that is not flushed to the disk at each commit."""
    app = create()
    with app.app_context():
        event.listen(db.engine, "connect", _tune)
    return app


def _tune(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


create_whole, tuned_whole = whole_requests(create), whole_requests(tuned)
