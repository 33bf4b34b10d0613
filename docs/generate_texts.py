"""Reference pages of the reader, made from its data: ideas with their patterns, cues, contested figures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from plain import fact_link, text

from brightline.texts.ideas import Idea, rules
from brightline.texts.reader import reader
from brightline.texts.schemes import draws

KIND_WORDS = {
    "act": "Acts",
    "means": "Means",
    "purpose": "Purposes",
    "consent": "Choice",
    "age": "Ages",
    "term": "Terms for the conduct",
    "wording": "Turns of phrase",
    "statistic": "Contested figures",
}


def ideas_page() -> Iterator[str]:
    """Every idea that the reader looks for, by kind."""
    yield "# What the reader looks for\n"
    yield (
        "One idea to a file, each with the patterns that say it and the examples that are its tests. Patterns are over "
        "words: `{name}` is a class of the lexicon, `..3` up to three words of any kind, `[x]` who or what it is done "
        "to; see [how the reader works](../reader.md).\n"
    )
    found: list[Idea] = [*rules().ideas]
    kinds = list(KIND_WORDS)
    found = sorted(found, key=lambda idea: (kinds.index(idea.kind), idea.id))
    for kind, ideas in groupby(found, lambda idea: idea.kind):
        yield f"## {KIND_WORDS[kind]}\n"
        for idea in ideas:
            yield from idea_section(idea)
    yield "## Terms of the UN Protocol that follow from others\n"
    yield "No words of a text need say these; `schemes.palermo.drawn` names each with its reason.\n"
    for rule in draws():
        yield f"- {', '.join(rule.then)}: {rule.why}"
    yield ""


def idea_section(idea: Idea) -> Iterator[str]:
    """One idea: what it is called elsewhere, its patterns, what it finds."""
    yield f"### {idea.title}\n"
    names = [f"file `ideas/{idea.id}.yaml`", f"codebook `{idea.label}`"]
    if idea.fact is not None:
        names.append(f"fact {fact_link(idea.fact)}")
    if idea.palermo:
        names.append(f"Protocol: {', '.join(term for _, term in idea.palermo)}")
    if idea.term is not None:
        names.append(f"term *{idea.term}*")
    if idea.at_most != "asserted":
        names.append(f"{idea.at_most} at most")
    if idea.source:
        names.append(f"source: {idea.source}")
    yield f"{'; '.join(names)}.\n"
    if idea.note:
        yield f"{idea.note}\n"
    finds = [example for example in idea.examples if example.quote is not None]
    spares = [example for example in idea.examples if example.quote is None]
    yield from (f"- finds **{text(example.quote or '')}** in: {text(example.text)}" for example in finds)
    yield from (f"- finds nothing in: {text(example.text)}" for example in spares)
    yield "\n```text"
    yield from idea.patterns
    yield from (f"unless {pattern}" for pattern in idea.spared)
    yield "```\n"


def cues_page() -> Iterator[str]:
    """Every file of cues."""
    yield "# How surely, and who says so\n"
    yield "The cues that give a piece of evidence its status and its source, one kind to a file.\n"
    for file in reader().rulings.cue_files:
        yield f"## {file.title}\n"
        cues = [pattern.cue for pattern in file.patterns]
        gives = {cue.status for cue in cues if cue.status} | {cue.source for cue in cues if cue.source}
        yield f"File `cues/{file.id}.yaml`; gives {', '.join(sorted(map(str, gives)))}.\n"
        for example in file.examples:
            yield f"- {text(example.text)} (**{example.quote}**: {example.status}, {example.source})"
        yield ""
