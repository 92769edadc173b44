"""Clips over HTTP: for the carrier to play in a call, and for the web page."""

from flask import Blueprint, Response, abort, send_file

from helpline.speech.page_clips import ClipNotReady
from helpline.web.line import the_line

clips = Blueprint("clips", __name__)

CONTENT_TYPES = {".wav": "audio/wav", ".mp3": "audio/mpeg"}
FOR_EVER = "public, max-age=31536000, immutable"  # a name never gets another sound
RETRY_SECONDS = 5


@clips.get("/audio/<name>")
def clip(name: str) -> Response:
    """A clip, to be kept for ever by any cache; otherwise 404. Ranges and If-None-Match are answered.

    A clip of the page is built when it is first requested; 503 with Retry-After when that takes long. Only
    names of clips are looked up, so nothing else of the machine can be reached.
    """
    found = the_line().clips.open(name)
    if found is None:
        abort(404)
    try:
        answer = send_file(found.absolute(), CONTENT_TYPES[found.suffix], conditional=True, etag=found.stem)
    except FileNotFoundError:  # pruned between the two looks
        abort(404)
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@clips.errorhandler(ClipNotReady)
def not_ready(_: ClipNotReady) -> Response:
    """The answer while a clip is being built."""
    return Response("The sound is being made.", 503, {"Retry-After": str(RETRY_SECONDS)}, mimetype="text/plain")
