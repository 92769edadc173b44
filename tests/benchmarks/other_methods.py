"""Other ways to understand texts, to measure the line's own against: keywords alone, and two that learn.

Every method gets danger, opting out and exact words from the line itself. The learned ones are trained on the
phrases of words.yaml and on the messages of flows/examples.tsv, and give no answer where they are less sure than the
threshold that was best on flows/examples.tsv (five-fold). Needs scikit-learn: `pip install -e .[benchmark]`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline, make_union

from helpline.content.library import Library
from helpline.engine.inputs import Utterance
from helpline.engine.intents import intents_of
from helpline.engine.keywords import exact_of, plain, wordless_kind
from helpline.engine.machine import replay
from helpline.engine.phrases import is_solid, pattern
from helpline.engine.session import Session
from helpline.engine.turn import take_turn

from ..understanding.messages import Answer, Message, Verdict, judge, tuning

THRESHOLDS = [step / 20 for step in range(1, 19)]
Guess = Callable[[str], tuple[str, float]]  # bare words: a place, and how sure


def exact(library: Library, words: str) -> str | None:
    """What danger, opting out, exact words and messages without words lead to; None for all else."""
    if intents_of(library).danger(words):
        return library.words.danger.reply
    bare, wordless = intents_of(library).bare(words), wordless_kind(words)
    if wordless or exact_of(library).command(bare) or exact_of(library).keyword(bare):
        return take_turn(library, Session(), Utterance(words if wordless else bare))[1].step
    return None


def keywords_only(library: Library) -> Answer:
    """The baseline: exact words, then the first keyword or clue that stands anywhere in the message."""
    found = [(end_of(library, name), pattern(phrases, library.words.lists)) for name, phrases in phrases_of(library)]

    def answer(text: str) -> list[str]:
        words = plain(text)
        held = (step for step, phrase in found if phrase.search(words))
        return [exact(library, words) or next(held, library.service.on_unknown)]

    return answer


def phrases_of(library: Library) -> Iterable[tuple[str, list[str]]]:
    """Each keyword with the phrases that lead to it by themselves."""
    for name, keyword in library.words.keywords.items():
        clues = [phrase for all_of in keyword.when if len(all_of) == 1 for phrase in library.words.clues[all_of[0]]]
        yield name, [*keyword.words, *keyword.within, *clues]


def end_of(library: Library, name: str) -> str:
    """The place that a keyword leads to."""
    keyword = library.words.keywords[name]
    return keyword.reply or replay(library, tuple(keyword.answers.items()))[0]


def examples(library: Library) -> list[Message]:
    """The phrases of words.yaml as messages with their places."""
    rows = ((end_of(library, name), phrase) for name, phrases in phrases_of(library) for phrase in phrases)
    return [Message(phrase.replace("*", ""), (step,)) for step, phrase in rows if is_solid(phrase)]


def nearest(training: list[Message]) -> Guess:
    """The most alike message, by the cosine of character n-grams weighted by how rare they are."""
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    known = vectors.fit_transform([plain(message.text) for message in training])

    def guess(words: str) -> tuple[str, float]:
        alike = cosine_similarity(vectors.transform([words]), known)[0]
        best = int(alike.argmax())
        return training[best].right[0], float(alike[best])

    return guess


def classifier(training: list[Message]) -> Guess:
    """Logistic regression on words, word pairs and character n-grams."""
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
    )
    model: Any = make_pipeline(features, LogisticRegression(C=20, max_iter=2000, class_weight="balanced"))
    model.fit([plain(message.text) for message in training], [message.right[0] for message in training])

    def guess(words: str) -> tuple[str, float]:
        sure = model.predict_proba([words])[0]
        best = int(sure.argmax())
        return str(model.classes_[best]), float(sure[best])

    return guess


def learned(library: Library, train: Callable[[list[Message]], Guess]) -> Answer:
    """A learned method, silent below the threshold that cost the least on messages it had not seen."""
    told, phrases = tuning(), examples(library)
    folds = KFold(5, shuffle=True, random_state=7).split(told)
    costs: Counter[float] = Counter()
    for kept, held in folds:
        guess = train([*phrases, *(told[i] for i in kept)])
        for message in (told[i] for i in held):
            step, sure = guess(plain(message.text))
            for threshold in THRESHOLDS:
                verdict = judge(lambda _, s=sure, p=step, t=threshold: [p if s >= t else "fallback"], message, library)
                # To be wrong costs three times what it costs not to understand.
                costs[threshold] += {Verdict.WRONG: 3, Verdict.MISSED: 1}.get(verdict, 0)
    threshold = min(THRESHOLDS, key=lambda one: costs[one])
    guess = train([*phrases, *told])

    def answer(text: str) -> list[str]:
        words = plain(text)
        if found := exact(library, words):
            return [found]
        step, sure = guess(words)
        return [step if sure >= threshold else library.service.on_unknown]

    return answer


def methods(library: Library) -> dict[str, Answer]:
    """The other methods, by the names that the table gives them."""
    return {
        "keywords only": keywords_only(library),
        "nearest message, character n-grams": learned(library, nearest),
        "classifier, words and n-grams": learned(library, classifier),
    }
