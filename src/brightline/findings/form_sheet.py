"""A form written as an XLSForm: the workbook that KoboToolbox, ODK and Enketo read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from brightline.cases.placing import check_place, replacing
from brightline.errors import BrightlineError
from brightline.findings.consent import consent
from brightline.findings.form import Form, FormQuestion, form_name
from brightline.findings.form_rules import NO, OPEN, REST, YES, answer, either
from brightline.law.vocabulary import Family
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not, walk
from brightline.logic.constants import FALSE, TRUE

Row: TypeAlias = Mapping[str, str]
Sheets: TypeAlias = Mapping[str, tuple[Sequence[str], Sequence[Row]]]
"""For each sheet its columns and its rows."""

ANSWERS: Mapping[str, str] = {
    "yes": "Yes",
    "no": "No",
    "dk": "I don't know",
    "declined": "I would rather not say",
}
NONE_REST = "none_rest"
HARD = 3
"""Distress from which on a question says that it may be hard to hear."""

SURVEY = ("type", "name", "label", "hint", "relevant", "calculation")
LONGEST_CELL = 32_767
"""Characters that one cell of a workbook can hold."""
WORTH_A_ROW = 4
"""Facts from which on a condition that several rules share is worked out once, in a row of its own."""
MOST_IN_A_ROW = 300
"""Facts from which on a condition is divided over several rows, since a cell holds so much only."""

SENT = (
    "The answers go to the server that this form belongs to. Find out before you begin who can read them there, and "
    "say so."
)
CAVEAT = (
    "This is not legal advice. The answers say what is known of the facts that the named definitions ask for; they say "
    "nothing about who somebody is. No finding is made here: it is made later, from all the answers."
)


def sheets(form: Form) -> Sheets:
    """The sheets of the workbook: survey, choices and settings."""
    families: list[Family] = list(dict.fromkeys(question.family for question in form.questions if question.offers_rest))
    choices = [{"list_name": "answer", "name": name, "label": label} for name, label in ANSWERS.items()]
    for family in families:
        words = {**ANSWERS, NONE_REST: f"No, and none of the rest about {consent().families[family]}"}
        choices += [{"list_name": f"answer_{family}", "name": name, "label": label} for name, label in words.items()]
    settings = {"form_title": form.title, "form_id": form.id, "version": form.made_for.isoformat()}
    return {
        "survey": (SURVEY, tuple(_survey(form, families))),
        "choices": (("list_name", "name", "label"), choices),
        "settings": (tuple(settings), (settings,)),
    }


def check_target(path: Path) -> None:
    """An error unless a form can be written to `path`."""
    if path.suffix.lower() != ".xlsx":
        raise BrightlineError(f"{path.name}: a form is an XLSX workbook; give a name that ends in .xlsx")
    check_place(path)


def write_xlsform(form: Form, path: Path) -> None:
    """The form as a workbook, whole or not at all. Raises `BrightlineError` where it cannot be written."""
    check_target(path)
    try:
        import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        raise BrightlineError("forms need one more part: pip install 'brightline[forms]'") from None
    made = sheets(form)
    _check_lengths(made)
    with replacing(path) as temporary, xlsxwriter.Workbook(str(temporary)) as book:
        head = book.add_format({"bold": True})  # pyright: ignore[reportUnknownMemberType]
        plain = book.add_format({"text_wrap": True, "valign": "top"})  # pyright: ignore[reportUnknownMemberType]
        for name, (columns, rows) in made.items():
            sheet = book.add_worksheet(name)  # pyright: ignore[reportUnknownMemberType]
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(columns):
                sheet.set_column(at, at, _WIDTHS.get(column, 24))
                sheet.write_string(0, at, column, head)
            for line, row in enumerate(rows, start=1):
                for at, column in enumerate(columns):
                    if row.get(column):
                        sheet.write_string(line, at, row[column], plain)


_WIDTHS: Mapping[str, int] = {"label": 60, "hint": 50, "relevant": 30, "calculation": 40}


def _check_lengths(made: Sheets) -> None:
    for _, rows in made.values():
        for row in rows:
            if any(len(cell) > LONGEST_CELL for cell in row.values()):
                raise BrightlineError(
                    f"the rule for {row['name']} is longer than a cell of a workbook can be; write a form for fewer "
                    "definitions"
                )


def _survey(form: Form, families: Sequence[Family]) -> Iterator[Row]:
    opening = {
        "Before you begin": [*(point.text for point in consent().before), SENT],
        "Say this, or put it in your own words": [point.text for point in consent().say],
    }
    for number, (head, texts) in enumerate(opening.items(), start=1):
        yield _note(f"opening_{number}", "\n\n".join((f"{head}:", *texts)))
    yield _note("about_law", _about_law(form))
    closing = {
        family: either(*(answer(REST, q.fact) for q in form.questions if q.offers_rest and q.family == family))
        for family in families
    }
    rules = _RuleWriter(
        [*(rule for question in form.questions for rule in (question.shown, question.counted_no)), *closing.values()]
    )
    for question in form.questions:
        yield from _question_rows(question, rules)
    if closing:
        yield _hidden("closed", _joined(f"if({rules.text(rule)}, '{family};', '')" for family, rule in closing.items()))
        skipped = _joined(f"if({_left_out(question)}, '{question.name};', '')" for question in form.questions)
        yield _hidden("skipped", f"if(${{closed}} = '', '', {skipped})")
    yield _note("caveat", CAVEAT)


def _question_rows(question: FormQuestion, rules: _RuleWriter) -> Iterator[Row]:
    name = question.name
    yield from rules.rows_for(question.shown)
    relevant = ""
    if question.shown is not TRUE:
        yield _hidden(f"show_{name}", f"if({rules.text(question.shown)}, 'yes', 'no')")
        relevant = f"${{show_{name}}} = 'yes'"
    yield {
        "type": f"select_one answer_{question.family}" if question.offers_rest else "select_one answer",
        "name": name,
        "label": _plain(question.text),
        "hint": _plain(f"{consent().hard} {question.why}" if question.distress == HARD else question.why),
        "relevant": relevant,
    }
    if question.fact not in rules.spoken_of:
        return
    yield from rules.rows_for(question.counted_no)
    said = f"if(${{{name}}} = 'yes' or starts-with(${{{name}}}, 'no'), ${{{name}}}, 'open')"
    if relevant:
        unseen = "''" if question.counted_no is FALSE else f"if({rules.text(question.counted_no)}, 'no', '')"
        said = f"if({relevant}, {said}, {unseen})"
    yield _hidden(f"said_{name}", said)


def _left_out(question: FormQuestion) -> str:
    """That a question was shown and not answered."""
    empty = f"${{{question.name}}} = ''"
    return empty if question.shown is TRUE else f"${{show_{question.name}}} = 'yes' and {empty}"


def _note(name: str, text: str) -> Row:
    return {"type": "note", "name": name, "label": _plain(text)}


def _hidden(name: str, calculation: str) -> Row:
    return {"type": "calculate", "name": name, "calculation": calculation}


def _joined(texts: Iterable[str]) -> str:
    found = list(texts)
    return found[0] if len(found) == 1 else f"concat({', '.join(found)})"


def _about_law(form: Form) -> str:
    """What the questions are drawn from."""
    named = [
        f"{definition.title} ({definition.id}; version from {version.label}"
        f"{'' if in_force else f', NOT in force on {form.made_for}: the nearest one'})"
        for definition, version, in_force in zip(form.definitions, form.versions, form.in_force, strict=True)
    ]
    return f"Questions drawn from: {'; '.join(named)}. Reading: {form.reading.id}."


def _plain(text: str) -> str:
    """Text in which form software finds no reference to an answer."""
    return text.replace("${", "$ {")


class _RuleWriter:
    """Conditions as XPath; what several of them share is worked out once, in a hidden row of its own."""

    def __init__(self, rules: Sequence[Formula]) -> None:
        nodes = list(walk(*rules))
        self.spoken_of = frozenset(node.id.partition(" ")[2] for node in nodes if isinstance(node, Fact))
        """The facts whose answers some rule looks at."""
        uses: Counter[Formula] = Counter(rules)
        for node in nodes:
            uses.update(set(node.args))
        atoms: dict[Formula, int] = {}
        self._shared: set[Formula] = set()
        for node in nodes:
            parts = {part: 1 if part in self._shared else atoms[part] for part in node.args}
            if sum(parts.values()) > MOST_IN_A_ROW:
                self._shared.update(part for part, count in parts.items() if count >= WORTH_A_ROW)
            atoms[node] = max(1, sum(1 if part in self._shared else atoms[part] for part in node.args))
            if uses[node] > 1 and atoms[node] >= WORTH_A_ROW:
                self._shared.add(node)
        self._names: dict[Formula, str] = {}

    def rows_for(self, rule: Formula) -> Iterator[Row]:
        """The hidden rows that a rule needs and that are not there yet."""
        for node in walk(rule):
            if node in self._shared and node not in self._names:
                written = self._write(node)
                self._names[node] = f"part_{len(self._names) + 1}"
                yield _hidden(self._names[node], f"if({written}, 'yes', 'no')")

    def text(self, rule: Formula) -> str:
        """A condition as XPath over the answers."""
        name = self._names.get(rule)
        return f"${{{name}}} = 'yes'" if name else self._write(rule)

    def _write(self, rule: Formula) -> str:
        match rule:
            case Fact():
                kind, _, fact = rule.id.partition(" ")
                return _ATOMS[kind].format(f"${{said_{form_name(fact)}}}")
            case Not():
                part = rule.args[0]
                written = self.text(part)
                if " = " in written and part not in self._shared and isinstance(part, Fact):
                    return written.replace(" = ", " != ", 1)
                return f"not({written})"
            case All():
                return " and ".join(self._grouped(part) for part in rule.args) or "true()"
            case Any():
                return " or ".join(self._grouped(part) for part in rule.args) or "false()"
            case AtLeast():
                counted = " + ".join(f"if({self.text(part)}, 1, 0)" for part in rule.args)
                return f"{counted} >= {rule.count}"
            case _:
                raise TypeError(f"not a condition: {type(rule).__name__}")

    def _grouped(self, rule: Formula) -> str:
        written = self.text(rule)
        return f"({written})" if rule not in self._names and isinstance(rule, (All, Any)) and rule.args else written


_ATOMS: Mapping[str, str] = {
    YES: "{} = 'yes'",
    NO: "starts-with({}, 'no')",
    OPEN: "{} = 'open'",
    REST: f"{{}} = '{NONE_REST}'",
}
"""How an answer is found in the hidden row that holds it: `yes`, `no`, `none_rest` (a no as well) or `open`."""
