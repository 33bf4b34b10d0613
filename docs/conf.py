"""Sphinx settings; the reference pages are made from the data files before each build."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import generate  # noqa: E402

import brightline  # noqa: E402

generate.write_all(HERE / "generated")

project = "Brightline"
author = "The Brightline contributors"
copyright = "The Brightline contributors; Apache-2.0"
release = version = brightline.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
root_doc = "index"
html_theme = "alabaster"
html_theme_options = {
    "description": "Tells sex trafficking from sex work by the law's own elements",
    "fixed_sidebar": False,
    "show_powered_by": False,
}
html_copy_source = False
html_show_sourcelink = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
nitpicky = False
suppress_warnings = ["myst.header"]
