"""Clips over HTTP: for the carrier to play in a call, and for the web page."""

from flask import Blueprint, Response, abort, send_file

from helpline.speech.shelf import ClipShelf


def blueprint(shelf: ClipShelf) -> Blueprint:
    """GET /audio/<name>: a clip of `shelf`, to be kept for ever by whoever fetches it; otherwise 404.

    Ranges and If-None-Match are answered. Only names of clips are looked up, so nothing else of
    the machine can be asked for.
    """
    clips = Blueprint("clips", __name__)

    @clips.get("/audio/<name>")
    def clip(name: str) -> Response:
        found = shelf.open(name)
        if found is None:
            abort(404)
        try:
            answer = send_file(found.path.absolute(), found.content_type, conditional=True, etag=found.etag)
        except FileNotFoundError:  # pruned between the two looks
            abort(404)
        answer.headers["Cache-Control"] = found.cache_control
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    return clips
