"""Settings from the environment: each is cleaned where the meaning is plain, and else refused in one sentence."""

from pathlib import Path

import pytest
from twilio.rest import Client

from helpline.config import AUDIO, FLOWS, Settings, for_serving, from_environment, log_form
from helpline.errors import SettingError
from helpline.store.keyed_hash import KeyedHash
from helpline.web import create_app

from .conftest import JOKE, SHIPPED, TOKEN

ENOUGH = {"TWILIO_AUTH_TOKEN": TOKEN}
SID = "AC" + "0" * 32
BEFORE = "b" * 32


def read(**variables: str) -> Settings:
    return from_environment(ENOUGH | variables)


def refusal(**variables: str) -> str:
    with pytest.raises(SettingError) as error:
        read(**variables)
    return str(error.value)


def test_with_no_auth_token_the_line_refuses_to_start_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN", raising=False)
    with pytest.raises(SettingError, match="TWILIO_AUTH_TOKEN is not set"):
        from_environment({})
    with pytest.raises(SettingError, match="TWILIO_AUTH_TOKEN is not set"):
        create_app()


def test_defaults() -> None:
    settings = read()
    assert (settings.public_url, settings.database_url, settings.secret_key, settings.voice) == (
        "http://127.0.0.1:8000", "sqlite:///helpline.db", TOKEN, "auto",
    )  # fmt: skip
    assert (settings.staff, settings.number, settings.auth_token_before) == (False, "", "")
    assert (settings.flows, settings.audio) == (FLOWS, AUDIO) == (SHIPPED, SHIPPED.parent / "audio")
    assert log_form({}) == "plain"


LINE = "https://line.example.org"


@pytest.mark.parametrize(
    ("name", "written", "field", "meant"),
    [
        # What nobody sees.
        *(("TWILIO_AUTH_TOKEN", odd.replace("T", TOKEN), "auth_token", TOKEN)
          for odd in ("T ", " T", "T\n", "T\r", "T\r\n", "\tT", '"T"', "'T'", '" T "', "“T”", "T\u200b", "\ufeffT", "T\u00a0", "\u2060T")),
        *(("PUBLIC_URL", odd.replace("U", LINE), "public_url", LINE)
          for odd in ("U ", " U", "U\r", "U\n", "U/", "U//", "U/ ", "U/\n", '"U"', "'U/'", "U\u200b", "\u200bU", "U/\u200b", "\ufeffU")),
        # An address that is written in another way.
        ("PUBLIC_URL", "HTTPS://Line.Example.ORG", "public_url", LINE),
        ("PUBLIC_URL", "https://LINE.example.org/Sub/", "public_url", LINE + "/Sub"),
        ("PUBLIC_URL", "https://line.example.org:8443/", "public_url", LINE + ":8443"),
        ("PUBLIC_URL", "https://Name:Word@LINE.example.org", "public_url", "https://Name:Word@line.example.org"),
        ("PUBLIC_URL", "https://line.example.org/voices", "public_url", LINE + "/voices"),
        ("PUBLIC_URL", "http://10.0.0.7:8000", "public_url", "http://10.0.0.7:8000"),
        ("PUBLIC_URL", "https://[2a00:1450:4009::200e]", "public_url", "https://[2a00:1450:4009::200e]"),
        ("PUBLIC_URL", " ", "public_url", "http://127.0.0.1:8000"),
        # The others.
        ("DATABASE_URL", ' "sqlite:///x.db"\r', "database_url", "sqlite:///x.db"),
        ("SECRET_KEY", "'ein längerer Schlüssel'\n", "secret_key", "ein längerer Schlüssel"),
        ("SECRET_KEY", "it's \"quoted\"", "secret_key", "it's \"quoted\""),
        ("REPORT_PASSWORD", "pässwörter 12", "report_password", "pässwörter 12"),
        ("METRICS_TOKEN", "a token with spaces\n", "metrics_token", "a token with spaces"),
        ("HELPLINE_VOICE", " Say", "voice", "say"),
        ("HELPLINE_STAFF", "ON\r", "staff", True),
        ("TWILIO_ACCOUNT_SID", f' {SID}"'.replace(" ", '"'), "account_sid", SID),
        ("TWILIO_NUMBER", "+44 1632 960001", "number", "+441632960001"),
        ("TWILIO_NUMBER", "\u202a+44 1632-960-001\u202c", "number", "+441632960001"),
        ("TWILIO_API_URL", "http://127.0.0.1:4010/", "api_url", "http://127.0.0.1:4010"),
        ("TWILIO_API_URL", "https://api.twilio.com/", "api_url", "https://api.twilio.com"),
    ],
)  # fmt: skip
def test_a_setting_is_cleaned_where_its_meaning_is_plain(name: str, written: str, field: str, meant: object) -> None:
    beside = {"PUBLIC_URL": LINE} if name == "TWILIO_ACCOUNT_SID" else {}
    assert getattr(read(**{name: written} | beside), field) == meant


NO_ADDRESS = "Write the address that Twilio calls, such as https://line.example.org."
TOO_SHORT = "is too short to be safe. Use 12 characters or more."
OUTSIDE = "which only this machine or its own network can reach. Twilio is outside it."
ADDRESS_OR_NONE = "Set PUBLIC_URL to the address that Twilio calls, or take TWILIO_ACCOUNT_SID away."
NO_TOKEN = ("is not an Auth Token: 32 figures and letters from a to f. It has {} characters. Copy it again from the "
            "first page of the Twilio Console.")  # fmt: skip
STAND_IN = "TWILIO_API_URL is for tests only, and must be on this machine: http://127.0.0.1:4010."


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"TWILIO_AUTH_TOKEN": TOKEN[:-1]}, "TWILIO_AUTH_TOKEN " + NO_TOKEN.format(31)),
        ({"TWILIO_AUTH_TOKEN": TOKEN + TOKEN}, "TWILIO_AUTH_TOKEN " + NO_TOKEN.format(64)),
        ({"TWILIO_AUTH_TOKEN": SID}, "TWILIO_AUTH_TOKEN " + NO_TOKEN.format(34)),
        ({"TWILIO_AUTH_TOKEN": "g" * 32}, "TWILIO_AUTH_TOKEN " + NO_TOKEN.format(32)),
        ({"TWILIO_AUTH_TOKEN_BEFORE": "old"}, "TWILIO_AUTH_TOKEN_BEFORE " + NO_TOKEN.format(3)),
        ({"TWILIO_AUTH_TOKEN": TOKEN + "\udcff"},
         "TWILIO_AUTH_TOKEN holds a letter that cannot be read. Type it again, in UTF-8."),
        *(({"PUBLIC_URL": url}, f"PUBLIC_URL is {url!r}. {NO_ADDRESS}") for url in
          ("line.example", "ftp://line.example", "https://", "https:///voice", "https://line.example:x",
           "https://line.example:0", "https://[line.example", "https://line example.org", "https://liné.example")),
        ({"PUBLIC_URL": LINE + "/#"}, f"PUBLIC_URL is '{LINE}/#', with a fragment. Leave out the # and all after it."),
        ({"PUBLIC_URL": LINE + "#rc=2"}, f"PUBLIC_URL is '{LINE}#rc=2', with a fragment. Leave out the # and all after it."),
        ({"PUBLIC_URL": LINE + "/?a=b"}, f"PUBLIC_URL is '{LINE}/?a=b', with a query. Leave out the ? and all after it."),
        ({"PUBLIC_URL": LINE + "/?"}, f"PUBLIC_URL is '{LINE}/?', with a query. Leave out the ? and all after it."),
        *(({"PUBLIC_URL": LINE + path}, f"PUBLIC_URL is '{LINE}{path}'. Leave out {ours}: the line adds its own paths.")
          for path, ours in (("/voice", "/voice"), ("/voice/", "/voice"), ("/SMS", "/SMS"), ("/line/voice/answer", "/voice/answer"),
                             ("/texts/status", "/texts/status"), ("/health", "/health"))),
        ({"PUBLIC_URL": "http://line.example.org"},
         "PUBLIC_URL is http://line.example.org. Without https anyone on the way could read what callers press: use https://."),
        *(({"TWILIO_ACCOUNT_SID": SID, "PUBLIC_URL": url}, f"PUBLIC_URL is {url}, {OUTSIDE} {ADDRESS_OR_NONE}")
          for url in ("http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "https://192.168.1.4", "http://line")),
        ({"TWILIO_ACCOUNT_SID": SID}, f"PUBLIC_URL is http://127.0.0.1:8000, {OUTSIDE} {ADDRESS_OR_NONE}"),
        ({"TWILIO_ACCOUNT_SID": "SK" + "0" * 32},
         "TWILIO_ACCOUNT_SID is not an Account SID: AC and 32 letters and figures. It is on your Twilio Console's first page."),
        *(({"TWILIO_NUMBER": number},
           "TWILIO_NUMBER must be the whole number, with + and the country code: +44 for a UK number.")
          for number in ("01632 960001", "+44 (0)1632 960001", "+4401632960001", "+", "the number")),
        *(({"TWILIO_API_URL": url}, STAND_IN)
          for url in ("https://api.elsewhere.example", "http://127.0.0.1.elsewhere.example", "127.0.0.1:4010")),
        ({"REPORT_PASSWORD": "short"}, f"REPORT_PASSWORD {TOO_SHORT}"),
        ({"METRICS_TOKEN": '"short"'}, f"METRICS_TOKEN {TOO_SHORT}"),
        ({"METRICS_TOKEN": "ein Schlüssel für Zahlen"},
         "METRICS_TOKEN holds a letter that no header can carry. Use a to z, figures, - and _."),
        ({"SECRET_KEY": "\udce9"}, "SECRET_KEY holds a letter that cannot be read. Type it again, in UTF-8."),
        ({"HELPLINE_VOICE": "loud"}, "HELPLINE_VOICE is 'loud'. Use one of: auto, clips, say."),
        ({"HELPLINE_STAFF": "perhaps"}, "HELPLINE_STAFF is 'perhaps'. Use one of: on, off."),
        ({"TWILIO_REGION": "ie1"},
         "TWILIO_REGION is ie1, and TWILIO_EDGE is not set. Twilio needs both: for Ireland, ie1 and dublin."),
        ({"TWILIO_REGION": "ie1", "TWILIO_EDGE": "dublin.example/"},
         "TWILIO_EDGE is 'dublin.example/'. Write it as Twilio does: region ie1, edge dublin, for Ireland."),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_meant_is_refused_in_a_sentence(variables: dict[str, str], sentence: str) -> None:
    assert refusal(**variables) == sentence
    assert TOKEN not in sentence


@pytest.mark.parametrize(
    ("region", "edge"), [("", ""), ("ie1", "dublin"), ("", "dublin"), ("us1", "ashburn"), ("IE1", " Dublin ")]
)
def test_a_region_is_found_where_the_carriers_own_client_finds_it(region: str, edge: str) -> None:
    client = Client("AC", "token", region=region.lower(), edge=edge.strip().lower(), environment={"TWILIO_EDGE": ""})
    settings = read(TWILIO_REGION=region, TWILIO_EDGE=edge)
    assert settings.api_url == client.get_hostname("https://api.twilio.com")


def test_a_stand_in_for_the_carrier_may_be_called_beside_an_account() -> None:
    settings = read(TWILIO_ACCOUNT_SID=SID, TWILIO_API_URL="http://127.0.0.1:4010", TWILIO_EDGE="dublin")
    assert (settings.public_url, settings.api_url) == ("http://127.0.0.1:8000", "http://127.0.0.1:4010")


def test_a_line_that_is_keyed_by_its_token_keeps_its_rows_while_the_token_is_changed() -> None:
    changing = {"TWILIO_AUTH_TOKEN_BEFORE": BEFORE}
    assert (read(**changing).secret_key, read(**changing).secret_key_before) == (TOKEN, BEFORE)
    assert read(**changing, SECRET_KEY="a key of its own").secret_key_before == ""
    assert read(**changing, SECRET_KEY_BEFORE="another key").secret_key_before == "another key"


@pytest.mark.parametrize("key", ["ein längerer Schlüssel", "with spaces and 🔑", "0"])
def test_any_secret_key_works(key: str) -> None:
    settings = read(SECRET_KEY=key)
    assert len(KeyedHash(settings.secret_key).hashes("a number")[0]) == 64


def test_serving_without_an_account_makes_a_token_for_the_run() -> None:
    first, made = for_serving("http://127.0.0.1:8001", {})
    second, _ = for_serving("http://127.0.0.1:8001", {"TWILIO_AUTH_TOKEN": ' ""\n', "PUBLIC_URL": " "})
    assert made
    assert first.auth_token != second.auth_token
    assert first.public_url == second.public_url == "http://127.0.0.1:8001"


def test_serving_with_an_account_uses_it() -> None:
    settings, made = for_serving(
        "http://127.0.0.1:8001", {"TWILIO_AUTH_TOKEN": TOKEN, "PUBLIC_URL": "https://line.example/"}
    )
    assert not made
    assert (settings.auth_token, settings.public_url) == (TOKEN, "https://line.example")


def test_the_folders_of_words_and_sound_may_be_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = read(HELPLINE_FLOWS=f' "{JOKE}"\r', HELPLINE_AUDIO=str(tmp_path / "sound"))
    assert (settings.flows, settings.audio) == (JOKE, tmp_path / "sound")
    monkeypatch.chdir(JOKE.parent)
    assert read(HELPLINE_FLOWS="flows").flows == JOKE


@pytest.mark.parametrize("folder", ["elsewhere", "empty"])
def test_a_folder_without_words_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".#contacts.yaml").touch()  # an editor's own
    monkeypatch.chdir(tmp_path)
    assert refusal(HELPLINE_FLOWS=folder) == (
        f"There are no flow files in {tmp_path / folder}. HELPLINE_FLOWS or --flows names the folder with the words; "
        "without them the line speaks the words that it came with."
    )


def test_the_form_of_the_log_is_plain_or_json() -> None:
    assert log_form({"HELPLINE_LOG": " JSON\n"}) == "json"
    with pytest.raises(SettingError, match="HELPLINE_LOG is 'xml'. Use one of: plain, json."):
        log_form({"HELPLINE_LOG": "xml"})
