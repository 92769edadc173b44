"""The page that a person reads from when recording: exact words, file names, how long, how to say numbers."""

from collections.abc import Iterable, Iterator
from html import escape

from helpline.content.script import Digits, Pause, Script, Speech
from helpline.speech.clips import Prompt

HEAD = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: what to read aloud</title>
<style>
body {{ font: 1.2rem/1.6 sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem }}
section {{ break-inside: avoid; border-top: 2px solid #111; padding: 0.5rem 0 }}
h2 {{ font-size: 1.2rem; margin: 0 }}
code {{ font-size: 1rem }}
p {{ margin: 0.3rem 0 }}
.pause {{ color: #444; font-size: 1rem }}
.digits {{ font-weight: bold }}
</style>
</head>
<body>
<h1>{title}: what to read aloud</h1>
<ol>
<li>Sit in a quiet room with soft things in it. Keep a hand's width from the microphone.</li>
<li>Read exactly these words, as you would to a friend who is tired. Where it says pause, wait that long.</li>
<li>Say each digit on its own, about one a second. Say zero, never oh. Never say double. Let your voice fall at
the end of each group.</li>
<li>Leave a second of quiet before and after. Save each prompt as a mono WAV file with the name given here.</li>
<li>Put the files into <code>audio/recordings</code> and run <code>helpline audio</code>. It says what it thinks of
each. If the first few prompts on this page are all you record, that helps most.</li>
</ol>
"""
FOOT = "</body>\n</html>"


def page(title: str, prompts: Iterable[Prompt]) -> str:
    """A page (HTML, whole) with a section for each prompt, nearest to the start of a call first."""
    return HEAD.format(title=escape(title)) + "\n".join(map(_section, prompts)) + "\n" + FOOT


def _section(prompt: Prompt) -> str:
    most = f"At most {prompt.longest:g} seconds." + (" Read it more slowly than the others." if prompt.slow else "")
    return (
        f'<section>\n<h2><code>{escape(prompt.name)}.wav</code></h2>\n<p class="pause">{most}</p>\n'
        + "\n".join(_lines(prompt.script))
        + "\n</section>"
    )


def _lines(script: Script) -> Iterator[str]:
    # A pause in front of everything is made by the machine, so that all prompts have the same one.
    said = script[1:] if script and isinstance(script[0], Pause) else script
    for part in said:
        match part:
            case Pause(ms):
                yield f'<p class="pause">(pause {ms / 1000:g} seconds)</p>'
            case Digits():
                yield f'<p class="digits">{escape(part.text)}</p>'
            case Speech(text):
                yield f"<p>{escape(text)}</p>"
