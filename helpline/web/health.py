"""Can the line answer? For monitors, and for people."""

from flask import Blueprint, Response, jsonify

from helpline.web.line import the_line

health = Blueprint("health", __name__)


@health.get("/health")
def can_the_line_answer() -> Response:
    """200 while calls are answered; `texts` says whether conversations by text are kept."""
    try:
        kept = the_line().texts.works()
    except Exception:  # noqa: BLE001 - whatever it is, the phone still answers, and that is what is said
        kept = False
    says = "The line answers." if kept else "Calls are answered. A text gets both numbers, but no conversation."
    return jsonify(status="ok" if kept else "degraded", voice=True, texts=kept, says=says)
