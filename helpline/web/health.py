"""Can the line answer? For monitors, and for people."""

from flask import Blueprint, Response, jsonify

from helpline.web.line import the_line

health = Blueprint("health", __name__)


@health.get("/health")
def can_the_line_answer() -> Response:
    """200 while calls are answered, which needs no database; `reasons` say what else is amiss.

    `status` is ok or degraded; `texts` says whether conversations by text are kept.
    """
    line = the_line()
    line.keeper.start()
    kept = line.database.works_lately()
    reasons = [] if kept else ["The database does not answer. A text gets both numbers, but no conversation."]
    if line.keeper.failing or line.keeper.lost:
        reasons.append("Counts cannot be written, or some were lost. No caller or texter notices.")
    status = "degraded" if reasons else "ok"
    says = " ".join(["The line answers." if kept else "Calls are answered.", *reasons])
    return jsonify(status=status, ready=True, voice=True, texts=kept, reasons=reasons, says=says)
