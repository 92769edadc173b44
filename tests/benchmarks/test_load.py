"""The load of the benchmarks is like the carrier's: the line answers each request of it."""

from dataclasses import replace

import pytest

from helpline.config import Settings
from helpline.web.signature import SIGNATURE

from ..conftest import TOKEN, opened
from ..served import FORM
from .load import ADDRESS, requests


@pytest.mark.parametrize("channel", ["voice", "sms"])
def test_every_request_is_signed_and_answered(settings: Settings, channel: str) -> None:
    with opened(replace(settings, auth_token=TOKEN, public_url=ADDRESS)) as line:
        client = line.app.test_client()
        for request in requests(channel, 40):
            headers = {SIGNATURE: request.signature}
            answer = client.post(request.path, data=request.body, content_type=FORM, headers=headers)
            assert answer.status_code == 200
