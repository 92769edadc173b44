"""Signatures, held to the vectors of the carrier's own SDKs."""

import json
import re
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from helpline.cli.carrier import Carrier
from helpline.config import Settings
from helpline.web import create_app
from helpline.web.signature import SIGNATURE, is_signed

from ..conftest import ANOTHER_TOKEN, TOKEN


def test_every_vector_is_judged_as_the_sdks_judge_it(outside_data: Path) -> None:
    vectors = json.loads((outside_data / "twilio_signature_vectors.json").read_text())["vectors"]
    differ = []
    for vector in vectors:
        body = vector["params"] if vector["body"] is None else vector["body"]
        params = (
            {k: tuple(v) if isinstance(v, list) else v for k, v in body.items()} if isinstance(body, dict) else body
        )
        signed = is_signed(RequestValidator(vector["token"]), vector["url"], _multi(params), vector["signature"])
        if signed != vector["valid"]:
            differ.append(vector["name"])
    assert len(vectors) > 30
    assert differ == []


def _multi(params):  # type: ignore[no-untyped-def]
    """Form fields as Flask hands them over."""
    from werkzeug.datastructures import MultiDict

    if not isinstance(params, dict):
        return params
    return MultiDict([(k, one) for k, v in params.items() for one in (v if isinstance(v, tuple) else (v,))])


def signature(url: str, fields: dict[str, str], token: str = TOKEN) -> dict[str, str]:
    return {SIGNATURE: RequestValidator(token).compute_signature(url, fields)}


@pytest.mark.parametrize("path", ["/voice", "/voice/answer?who=council", "/sms"])
@pytest.mark.parametrize(
    "headers",
    [{}, {SIGNATURE: ""}, {SIGNATURE: "nonsense"}, {SIGNATURE: "é"}, signature("https://elsewhere.example/voice", {}),
     signature("https://line.example/voice", {}, token=ANOTHER_TOKEN)],
)  # fmt: skip
def test_a_forged_request_gets_403_and_nothing_else(line: Carrier, path: str, headers: dict[str, str]) -> None:
    response = line.app.test_client().post(path, data={"Digits": "1", "Body": "hi"}, headers=headers)
    assert response.status_code == 403
    assert "Response" not in response.text


def test_a_changed_field_or_query_is_forged(line: Carrier) -> None:
    client, url = line.app.test_client(), "https://line.example/voice/answer?_begun=yes"
    headers = signature(url, {"Digits": "1"})
    assert client.post("/voice/answer?_begun=yes", data={"Digits": "1"}, headers=headers).status_code == 200
    assert client.post("/voice/answer?_begun=yes", data={"Digits": "2"}, headers=headers).status_code == 403
    assert client.post("/voice/answer?_begun=no", data={"Digits": "1"}, headers=headers).status_code == 403


def test_a_json_body_or_one_too_large_gets_403(line: Carrier) -> None:
    client = line.app.test_client()
    headers = signature("https://line.example/voice", {})
    assert client.post("/sms", json={"Body": "hi"}, headers=headers).status_code == 403
    assert client.post("/sms", data={"Body": "x" * 100_000}, headers=headers).status_code == 403


@pytest.mark.parametrize("name", ["RAW_URI", "REQUEST_URI"])
@pytest.mark.parametrize("sent", ["/voice?a=b%20c&d=%2B", "http://10.0.0.1:8000/voice?a=b%20c&d=%2B"])
def test_behind_a_proxy_the_public_address_and_the_raw_path_are_signed(line: Carrier, name: str, sent: str) -> None:
    headers = signature("https://line.example/voice?a=b%20c&d=%2B", {}) | {"Host": "10.0.0.1:8000"}
    response = line.app.test_client().post(
        "/voice?a=b+c&d=+",
        headers=headers,
        base_url="http://10.0.0.1:8000",
        environ_overrides={"RAW_URI": "", "REQUEST_URI": ""} | {name: sent},
    )
    assert response.status_code == 200


def test_a_public_address_with_a_path_is_part_of_what_is_signed_and_of_the_next_address(settings: Settings) -> None:
    from dataclasses import replace

    app = create_app(replace(settings, public_url="https://council.example/line"))
    headers = signature("https://council.example/line/voice", {})
    response = app.test_client().post("/voice", headers=headers)
    assert response.status_code == 200
    assert re.search(r'action="/line/voice/answer\?_since=\d+&amp;_begun=yes"', response.text)
