"""One reader's records held against people's labels of the same texts: every measure of the codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from brightline.texts.account import REPORTED, Account
from brightline.texts.evaluate.gold import FIELDS, Form, GoldSet, Labelled, Record, Span, codebook_names
from brightline.texts.evaluate.measures import Draws, Scores, Share, counts_of, kappa, overlap
from brightline.texts.ideas import PALERMO

FEWEST = 10
"""Gold positives below which a label cannot be measured reliably."""
_ORDER = ("asserted", "alleged", "hedged", "negated", "general")
_VERDICTS = {
    "not supported": "trafficking_label_without_elements",
    "interchangeable": "sexwork_trafficking_interchangeable",
    "child": "child_exploitation_called_prostitution",
}


@dataclass(frozen=True, slots=True)
class LabelScores:
    """The scores of one label, and how far the two agree on where it stands beyond chance."""

    scores: Scores
    kappa: float | None

    @property
    def reliable(self) -> bool:
        """Whether there are enough gold positives to measure it."""
        return self.scores.gold >= FEWEST

    def to_json(self) -> dict[str, object]:
        """The scores as plain data."""
        agreed = None if self.kappa is None else round(self.kappa, 4)
        return {**self.scores.to_json(), "kappa": agreed, "reliable": self.reliable}


@dataclass(frozen=True)
class Report:
    """Every measure of one reader on one labelled file. `shares` holds the measures that are one number each."""

    form: Form
    documents: int
    families: Mapping[str, Scores]
    labels: Mapping[str, LabelScores]
    shares: Mapping[str, Share]
    conflation: Mapping[str, Scores] = field(default_factory=dict[str, Scores])
    statuses: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """How often a gold status (first) was found as another or the same (second), on matched labels."""

    def to_json(self) -> dict[str, object]:
        """The report with stable names."""
        statuses: dict[str, dict[str, int]] = {}
        for (gold, found), count in sorted(self.statuses.items()):
            statuses.setdefault(gold, {})[found] = count
        return {
            "form": self.form,
            "documents": self.documents,
            "families": {name: scores.to_json() for name, scores in self.families.items()},
            "labels": {name: scores.to_json() for name, scores in self.labels.items()},
            "measures": {name: share.to_json() for name, share in self.shares.items()},
            "conflation": {name: scores.to_json() for name, scores in self.conflation.items()},
            "statuses": statuses,
        }


def record_of(account: Account) -> Record:
    """An account in the terms in which it is measured."""
    codebook, palermo = account.schemes["codebook"], account.schemes["palermo"]
    labels = codebook["labels"]
    flags = codebook["conflation"]
    assert isinstance(labels, list)
    assert isinstance(flags, list)
    minors = palermo["minors"]
    return Record(
        spans=tuple(Span(str(s["label"]), str(s["status"]), int(s["start"]), int(s["end"])) for s in labels),  # pyright: ignore
        minor=str(codebook["minor"]),
        adult=str(codebook["adult"]),
        conflation=tuple(str(flag) for flag in flags if flag != "none"),  # pyright: ignore
        verdict=account.verdict,
        codes={family: tuple(map(str, palermo[name])) for family, name in FIELDS.items()},  # pyright: ignore
        minors=minors if isinstance(minors, bool) else None,
    )


def reported(record: Record) -> set[str]:
    """The labels that a record holds as asserted or alleged."""
    return {span.label for span in record.spans if span.status in REPORTED}


def evaluate(gold: GoldSet | Sequence[Labelled], found: Sequence[Record], form: Form, draws: Draws) -> Report:
    """The report on records `found`, one for each labelled text and in the same order."""
    texts = gold.texts if isinstance(gold, GoldSet) else tuple(gold)
    pairs = [(labelled.gold, record) for labelled, record in zip(texts, found, strict=True)]
    return _by_codebook(pairs, draws) if form == "codebook" else _by_document(pairs, draws)


_Pairs = Sequence[tuple[Record, Record]]


def _by_document(pairs: _Pairs, draws: Draws) -> Report:
    families: dict[str, Scores] = {}
    labels: dict[str, LabelScores] = {}
    for family, terms in PALERMO.items():
        if not any(gold.codes.get(family) is not None for gold, _ in pairs):
            continue
        sets = [(gold.codes.get(family), found.codes.get(family) or ()) for gold, found in pairs]
        coded = [(None if gold is None else set(gold), set(found)) for gold, found in sets]
        families[family] = draws.scores([(0, 0, 0) if g is None else counts_of(g, f) for g, f in coded])
        for term in terms:
            own = [(None if g is None else g & {term}, f & {term}) for g, f in coded]
            if any(g or (f and g is not None) for g, f in own):
                scores = draws.scores([(0, 0, 0) if g is None else counts_of(g, f) for g, f in own])
                labels[f"{family}.{term}"] = LabelScores(
                    scores, kappa((bool(g), bool(f)) for g, f in own if g is not None)
                )
    told = [(gold.minors, found.minors is True) for gold, found in pairs]
    shares = {"minors_accuracy": draws.ratio([(g == f, 1) if g is not None else (0, 0) for g, f in told])}
    minors = [(0, 0, 0) if g is None else (int(g and f), int(f and not g), int(g and not f)) for g, f in told]
    return Report("palermo", len(pairs), {**families, "minors": draws.scores(minors)}, labels, shares)


def _by_codebook(pairs: _Pairs, draws: Draws) -> Report:
    names = codebook_names()
    sets = [(reported(gold), reported(found)) for gold, found in pairs]
    families = {
        family: draws.scores([counts_of(_of(g, family), _of(f, family)) for g, f in sets]) for family in names.labels
    }
    labels: dict[str, LabelScores] = {}
    for label in names.names:
        own = [(g & {label}, f & {label}) for g, f in sets]
        if any(g or f for g, f in own):
            labels[label] = LabelScores(
                draws.scores([counts_of(g, f) for g, f in own]), kappa((bool(g), bool(f)) for g, f in own)
            )
    conflation = {
        flag: draws.scores([counts_of(_only(g.conflation, flag), _only(f.conflation, flag)) for g, f in pairs])
        for flag in names.conflation
    }
    return Report(
        "codebook",
        len(pairs),
        families,
        labels,
        _status_shares(pairs, draws) | _flag_shares(pairs, draws) | _age_shares(pairs, draws),
        conflation,
        Counter((g, f) for gold, found in pairs for g, f in _statuses(gold, found)),
    )


def _of(labels: set[str], family: str) -> set[str]:
    return {label for label in labels if label.startswith(f"{family}.")}


def _only(flags: tuple[str, ...] | None, flag: str) -> set[str]:
    return {flag} & set(flags or ())


def _by_label(record: Record) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for span in record.spans:
        found.setdefault(span.label, set()).add(span.status)
    return found


def _statuses(gold: Record, found: Record) -> list[tuple[str, str]]:
    """Most specific status on each side, for every label that both have."""
    one, other = _by_label(gold), _by_label(found)
    return [(min(one[x], key=_ORDER.index), min(other[x], key=_ORDER.index)) for x in sorted(one.keys() & other.keys())]


def _status_shares(pairs: _Pairs, draws: Draws) -> dict[str, Share]:
    exact: list[tuple[float, float]] = []
    specific: list[tuple[float, float]] = []
    harmful: list[tuple[float, float]] = []
    characters: list[tuple[float, float]] = []
    touching: list[tuple[float, float]] = []
    for gold, found in pairs:
        one, other = _by_label(gold), _by_label(found)
        matched = [(label, status) for label in one.keys() & other.keys() for status in one[label]]
        exact.append((sum(status in other[label] for label, status in matched), len(matched)))
        most = _statuses(gold, found)
        specific.append((sum(g == f for g, f in most), len(most)))
        unreal = [label for label, statuses in one.items() if statuses <= {"negated", "general"}]
        harmful.append((sum(label in reported(found) for label in unreal), len(unreal)))
        places = {(span.label, span.status): (span.start, span.end) for span in found.spans}
        shared = [
            overlap((span.start, span.end), places[span.label, span.status])
            for span in gold.spans
            if (span.label, span.status) in places
        ]
        characters.append((sum(shared), len(shared)))
        touching.append((sum(value > 0 for value in shared), len(shared)))
    return {
        "status_accuracy": draws.ratio(exact),
        "status_accuracy_most_specific": draws.ratio(specific),
        "harmful_rate": draws.ratio(harmful),
        "span_overlap": draws.ratio(characters),
        "span_any_overlap": draws.ratio(touching),
    }


def verdict_agrees(gold: tuple[str, ...] | None, found: Record) -> bool:
    """Whether a verdict is one that the gold flags call for: with none of the three, any but those three."""
    wanted = set(gold or ()) & set(_VERDICTS.values())
    flag = _VERDICTS.get(found.verdict or "no claim")
    return flag in wanted if wanted else flag is None


def _flag_shares(pairs: _Pairs, draws: Draws) -> dict[str, Share]:
    told = [(gold, found) if gold.conflation is not None else None for gold, found in pairs]

    def counted(values: Iterable[bool | None]) -> Share:
        return draws.ratio([(0, 0) if value is None else (int(value), 1) for value in values])

    silent = Record(verdict="no claim")
    false = [bool(p[1].conflation) if p and not p[0].conflation else None for p in told]
    flags = codebook_names().conflation
    per_flag = [[counts_of(_only(g.conflation, flag), _only(f.conflation, flag)) for g, f in pairs] for flag in flags]

    def macro(weights: Sequence[int]) -> float | None:
        values: list[float] = []
        for counts in per_flag:
            a, b, c = (
                sum(w * t[place] for w, t in zip(weights, counts, strict=True) if t[place]) for place in range(3)
            )
            if a + b + c:
                values.append(2 * a / (2 * a + b + c))
        return sum(values) / len(values) if values else None

    return {
        "verdict_agreement": counted(verdict_agrees(p[0].conflation, p[1]) if p else None for p in told),
        "verdict_agreement_of_silence": counted(verdict_agrees(p[0].conflation, silent) if p else None for p in told),
        "conflation_macro_f1": Share(macro([1] * len(pairs)), *draws.interval(macro)),
        "false_flag_rate": counted(false),
    }


def _age_shares(pairs: _Pairs, draws: Draws) -> dict[str, Share]:
    found: dict[str, Share] = {}
    for name in ("minor", "adult"):
        sides = [(getattr(gold, name), getattr(record, name)) for gold, record in pairs]
        found[f"{name}_accuracy"] = draws.ratio(
            [((g in REPORTED) == (f in REPORTED), 1) if g is not None else (0, 0) for g, f in sides]
        )
    return found
