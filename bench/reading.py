"""Characters read a second on one core: the reader on general and on relevant text, beside peers, in one run.

Run: python bench/reading.py [--news FILE.jsonl[.gz]] [--relevant FILE.jsonl[.gz]]...

Without files, made-up texts stand in: the rules' own examples among sentences of ordinary words. A peer that is not
installed is left out and said so. Each figure is the best processor time of several rounds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tracemalloc
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from brightline.texts import read
from brightline.texts.gate import gate
from brightline.texts.reader import reader

ROUNDS = 3
SAMPLE = 100_000
"""Characters that the slow peers are given."""

Texts = list[str]


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--news", type=Path)
    given.add_argument("--relevant", type=Path, action="append")
    given.add_argument("--smoke", action="store_true", help="few made-up texts, for CI")
    given.add_argument("--documents", type=int, default=200_000, help="texts in the test of memory")
    options = given.parse_args()
    few = 20 if options.smoke else 400
    news = texts_of(options.news) if options.news else made_up(few, share=0.0)
    relevant = [text for file in options.relevant or [] for text in texts_of(file)] or made_up(few, share=0.6)
    on_the_way = [text for text in news if gate().opens(text)]
    for name, texts in (("general", news), ("relevant", relevant)):
        passed = sum(map(gate().opens, texts))
        print(f"{name}: {len(texts):,} texts, {sum(map(len, texts)):,} characters, {passed:,} pass the gate")
    read(relevant[0])
    rows = [
        ("Brightline, whole reader, general text", measured(read, news)),
        ("Brightline, gate alone, general text", measured(gate().opens, news)),
        ("Brightline, whole reader, relevant text", measured(read, relevant)),
    ]
    if on_the_way:
        rows.append(("Brightline, whole reader, general text that passes the gate", measured(read, on_the_way)))
    for name, contender in peers():
        rows.append((f"{name}, general text", measured(contender, news, slow="gate" not in name)))
        rows.append((f"{name}, relevant text", measured(contender, relevant, slow="gate" not in name)))
    whole = {"general": rows[0][1], "relevant": rows[2][1]}
    print(f"\n{'':62}{'MB/s':>9}{'Brightline is':>16}")
    for name, speed in rows:
        ratio = whole["relevant" if "relevant" in name else "general"] / speed
        print(f"{name:62}{speed:9.2f}{ratio:14.3g} x")
    print(f"\nmemory: {flat(relevant, 500 if options.smoke else options.documents)}")


def texts_of(file: Path) -> Texts:
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return [json.loads(line)["text"] for line in data.decode("utf-8").splitlines()]


def made_up(documents: int, share: float) -> Texts:
    """Texts of thirty sentences, of which a share are the rules' own examples."""
    chance = random.Random(1)
    examples = [example.text for idea in reader().ideas for example in idea.examples]
    plain = ["the", "market", "bank", "match", "team", "film", "prices", "rose", "fell", "goal", "minister", "report"]
    texts: Texts = []
    for _ in range(documents):
        sentences = [
            chance.choice(examples)
            if chance.random() < share
            else " ".join(chance.choices(plain, k=14)).capitalize() + "."
            for _ in range(30)
        ]
        texts.append(" ".join(sentences))
    return texts


def measured(contender: Callable[[str], object], texts: Texts, slow: bool = False) -> float:
    """Megabytes (10^6 characters) a second."""
    if slow:
        total = 0
        sample: Texts = []
        for text in texts:
            if total > SAMPLE:
                break
            sample.append(text)
            total += len(text)
        texts = sample
    best = float("inf")
    for _ in range(ROUNDS):  # as many for every contender: most of them remember words that they have met
        started = process_time()
        for text in texts:
            contender(text)
        best = min(best, process_time() - started)
    return sum(map(len, texts)) / 1e6 / best


def peers() -> Iterable[tuple[str, Callable[[str], object]]]:
    """What others do with a text; none of them does the same, so each is a yardstick for one stage."""
    if find_spec("re2"):
        import re2

        room = re2.Options()
        room.max_mem = 64 << 20  # the usual 8 MB are too little for all anchors
        chosen = re2.Set.SearchSet(room)
        for words in gate().expressions():
            chosen.Add(words)
        chosen.Compile()
        yield "RE2 set as gate (the limit)", lambda text: chosen.Match(text.lower())
    else:
        print("google-re2 is not installed: left out")
    if find_spec("spacy"):
        import spacy

        yield "spaCy tokenizer alone", spacy.blank("en").tokenizer
    else:
        print("spaCy is not installed: left out")
    if find_spec("medspacy"):
        import spacy
        from loguru import logger
        from medspacy.context import ConText
        from medspacy.target_matcher import TargetMatcher, TargetRule

        logger.remove()  # it would write a line for every token
        pipeline = spacy.blank("en")
        pipeline.add_pipe("medspacy_pyrush")
        matcher = TargetMatcher(pipeline)
        words = ["passport", "forced", "prostitution", "threatened", "beat", "debt", "trafficking", "victim"]
        matcher.add([TargetRule(word, "TERM") for word in words])
        context = ConText(pipeline)
        yield "medspaCy: sentences, 8 targets, ConText", lambda text: context(matcher(pipeline(text)))
    else:
        print("medspaCy is not installed: left out")
    if find_spec("proselint"):
        from proselint.checks import __register__
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile

        CheckRegistry().register_many(__register__)
        yield "proselint, its own rules", lambda text: LintFile("text", content=text).lint()
    else:
        print("proselint is not installed: left out")


def flat(texts: Texts, documents: int) -> str:
    """Memory after a tenth of many documents, and after all of them."""
    tracemalloc.start()
    sizes: list[int] = []
    for number in range(documents):
        read(f"{texts[number % len(texts)][:300]} {number}")
        if number in {documents // 10, documents - 1}:
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    first, last = (size / 1e6 for size in sizes)
    return f"{first:.1f} MB held after {documents // 10:,} texts, {last:.1f} MB after {documents:,}"


if __name__ == "__main__":
    main()
