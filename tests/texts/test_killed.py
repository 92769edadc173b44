"""A process that is killed while it sends a text: nothing is lost, and nothing is sent twice."""

import signal
import subprocess
import sys

import pytest

from helpline.config import Settings
from helpline.engine.inputs import SendResult
from helpline.web.texting import Texting

from ..conftest import HERE
from .conftest import MOBILE
from .emulator import Emulator

pytestmark = pytest.mark.slow

NOW = 1_800_000_000.0

# Sends one text. The argument "before" stops it between the claim and the sending, until its input ends.
SENDS = """
import sys
from helpline.config import Settings
from helpline.store.database import Database
from helpline.texts.sender import Sender
from tests.texts.conftest import sender_of, texting_of

class Waits(Sender):
    def send(self, to, body):
        print("claimed", flush=True)
        sys.stdin.read()
        raise SystemExit("it was not killed")

settings = Settings(*sys.argv[1:4], account_sid=sys.argv[4], number=sys.argv[5], api_url=sys.argv[6])
kind = Waits if sys.argv[7] == "before" else Sender
sender = sender_of(settings, kind, answer=600, total=600)
texting_of(settings, Database(settings.database_url), sender).send("press", sys.argv[8], "Words.", float(sys.argv[9]))
"""


def start(account: Settings, when: str) -> subprocess.Popen[str]:
    args = (account.auth_token, account.public_url, account.database_url, account.account_sid, account.number)
    command = [sys.executable, "-c", SENDS, *args, account.api_url, when, MOBILE, str(NOW)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=HERE.parent, stdin=pipe, stdout=pipe, text=True)  # noqa: S603


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def test_killed_between_the_claim_and_the_sending(account: Settings, texting: Texting, twilio: Emulator) -> None:
    process = start(account, "before")
    assert process.stdout
    assert process.stdout.readline() == "claimed\n"
    kill(process)
    assert texting.send("press", MOBILE, "Words.", NOW) is SendResult.UNKNOWN
    assert twilio.messages == []
    assert texting.send("another press", MOBILE, "Words.", NOW) is SendResult.SENT


def test_killed_between_the_sending_and_the_answer(account: Settings, texting: Texting, twilio: Emulator) -> None:
    twilio.behaviour = "hang"
    process = start(account, "during")
    assert twilio.took_message.wait(60), "the process sent nothing"
    kill(process)
    twilio.behaviour = ""
    assert texting.send("press", MOBILE, "Words.", NOW) is SendResult.UNKNOWN
    assert len(twilio.messages) == 1
