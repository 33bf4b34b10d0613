"""Forms as pyxform makes them, filled in as form software does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any as Anything
from xml.etree import ElementTree

import elementpath
from elementpath import XPath1Parser, XPathContext
from pyxform.xls2xform import convert

from brightline.findings.form import Form, form
from brightline.findings.form_sheet import write_xlsform
from brightline.law import definitions

XFORMS = "{http://www.w3.org/2002/xforms}"
EVERY = tuple(one.id for one in definitions(memory=True))


class XFormParser(XPath1Parser):
    """XPath 1.0 with the function that forms add to it."""


@XFormParser.method(XFormParser.function("if", nargs=3))  # pyright: ignore
def evaluate_if(self: Anything, context: Anything = None) -> str:
    chosen = self[1] if self.boolean_value(self[0].select(context)) else self[2]
    return self.string_value(next(iter(chosen.select(context)), ""))


@dataclass(frozen=True)
class Shown:
    """A question that a form put, with all that had been answered before it."""

    name: str
    before: Mapping[str, str]


class XForm:
    """The form that pyxform made, filled in as form software does: binds in document order, nothing looked ahead at."""

    def __init__(self, text: str) -> None:
        document = ElementTree.fromstring(text)
        self.instance = next(document.iter(f"{XFORMS}instance"))[0]
        for node in self.instance.iter():
            node.tag = node.tag.removeprefix(XFORMS)
        self.tree = elementpath.get_node_tree(ElementTree.ElementTree(self.instance))
        self.choices = {
            str(select.attrib["ref"]).removeprefix("/data/"): {
                str(item.findtext(f"{XFORMS}value")) for item in select.iter(f"{XFORMS}item")
            }
            for select in document.iter(f"{XFORMS}select1")
        }
        for select in document.iter(f"{XFORMS}select1"):
            itemset = select.find(f"{XFORMS}itemset")
            if itemset is not None:
                listed = itemset.attrib["nodeset"].split("'")[1]
                found = next(i for i in document.iter(f"{XFORMS}instance") if i.attrib.get("id") == listed)
                names = {str(name.text) for name in found.iter(f"{XFORMS}name")}
                self.choices[select.attrib["ref"].removeprefix("/data/")] = names
        binds = [bind.attrib for bind in document.iter(f"{XFORMS}bind")]
        self.binds = {bind["nodeset"].removeprefix("/data/"): bind for bind in binds}

    @cached_property
    def rules(self) -> list[tuple[str, Anything, Anything]]:
        """The nodes in order, with what says where each is relevant and what it is calculated by."""
        parse = XFormParser().parse
        return [
            (name, *(parse(bind[rule]) if rule in bind else None for rule in ("relevant", "calculate")))
            for name, bind in self.binds.items()
        ]

    def fill(self, reply: Callable[[str, set[str]], str]) -> tuple[dict[str, str], list[Shown]]:
        """The submission, and what was shown, where each question is answered by name and choices."""
        for node in self.instance:
            node.text = None
        shown: list[Shown] = []
        answered: dict[str, str] = {}
        for name, relevant, calculate in self.rules:
            node = self.instance.find(name)
            if node is None:
                continue
            if calculate is not None:
                node.text = str(calculate.evaluate(XPathContext(self.tree)))
            elif name in self.choices and (relevant is None or relevant.evaluate(XPathContext(self.tree))):
                shown.append(Shown(name, dict(answered)))
                answered[name] = node.text = reply(name, self.choices[name])
        return {node.tag: node.text or "" for node in self.instance if node.tag != "meta"}, shown


@cache
def made(under: str | tuple[str, ...], law: str = "strict") -> tuple[Form, XForm]:
    """A form, and what pyxform makes of its workbook."""
    import tempfile

    chosen = form(under, reading=law)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_xlsform(chosen, path)
        result = convert(path)
    assert not result.warnings
    return chosen, XForm(result.xform)
