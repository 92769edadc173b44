"""A process that is killed while it sends a text: nothing is lost, and nothing is sent twice."""

import signal
import subprocess
import sys
import time

from helpline.config import Settings
from helpline.engine.send_result import SendResult
from helpline.web.texting import Texting

from ..conftest import HERE
from .emulator import Emulator

MOBILE = "+447700900123"

SENDS = """
import sys, time
from helpline.config import Settings
from helpline.store.database import Database
from helpline.store.keyed_hash import KeyedHash
from helpline.web.texting import open_texting
settings = Settings(*sys.argv[1:4], account_sid=sys.argv[4], number=sys.argv[5], api_url=sys.argv[6])
texting = open_texting(settings, Database(settings.database_url), KeyedHash(settings.auth_token))
if sys.argv[7] == "before":
    def wait(*_): print("claimed", flush=True); time.sleep(60)
    type(texting._sender).send = wait
texting.send("press", sys.argv[8], "Words.", float(sys.argv[9]))
"""


def start(account: Settings, when: str, now: float) -> subprocess.Popen[str]:
    args = (account.auth_token, account.public_url, account.database_url, account.account_sid, account.number)
    command = [sys.executable, "-c", SENDS, *args, account.api_url, when, MOBILE, str(now)]
    return subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True)  # noqa: S603


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    assert process.wait(10) == -signal.SIGKILL
    assert process.stdout
    process.stdout.close()


def test_killed_between_the_claim_and_the_sending(account: Settings, texting: Texting, twilio: Emulator) -> None:
    now = time.time()
    process = start(account, "before", now)
    assert process.stdout
    assert process.stdout.readline() == "claimed\n"
    kill(process)
    assert texting.send("press", MOBILE, "Words.", now) is SendResult.UNKNOWN
    assert twilio.messages == []
    assert texting.send("another press", MOBILE, "Words.", now) is SendResult.SENT


def test_killed_between_the_sending_and_the_answer(account: Settings, texting: Texting, twilio: Emulator) -> None:
    now, twilio.behaviour = time.time(), "hang"
    process = start(account, "during", now)
    for _ in range(200):
        if twilio.messages:
            break
        time.sleep(0.05)
    kill(process)
    twilio.behaviour = ""
    assert texting.send("press", MOBILE, "Words.", now) is SendResult.UNKNOWN
    assert len(twilio.messages) == 1
