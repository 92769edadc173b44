"""The load of the benchmarks is what the carrier would send: every request of it is answered."""

from dataclasses import replace
from pathlib import Path

import pytest

from helpline.config import Settings
from helpline.web.signature import SIGNATURE

from ..conftest import opened
from ..served import FORM, TOKEN
from .load import write_requests
from .rivals import ADDRESS


@pytest.mark.parametrize("door", ["voice", "sms"])
def test_every_request_is_signed_and_answered(settings: Settings, tmp_path: Path, door: str) -> None:
    write_requests(tmp_path / door, door, 40)
    with opened(replace(settings, auth_token=TOKEN, public_url=ADDRESS)) as line:
        for request in (tmp_path / door).read_text().splitlines():
            path, signature, body = request.split("\t")
            answer = line.app.test_client().post(path, data=body, content_type=FORM, headers={SIGNATURE: signature})
            assert answer.status_code == 200
