"""How much one request may ask for: every answer is worked out while its request waits."""

from __future__ import annotations

MOST_LAWS = 120
"""Names of laws in one request; a pattern counts as one."""
MOST_ANSWERS = 250
MOST_FACTS = 300
"""Facts of one person or actor."""
MOST_STATEMENTS = 20
"""Statements about one fact."""
MOST_ACTORS = 20
LONGEST_LINE = 200
"""Characters of a label, a title, a source."""
LONGEST_NOTE = 4_000
LONGEST_TEXT = 200_000
"""Characters of a text to be read: about seventy printed pages."""
LARGEST_READ = 1_300_000
"""Bytes of a request with such a text, each of its characters written out as `\\u00e9`."""

FEWEST_DRAWS, MOST_DRAWS, USUAL_DRAWS = 20, 4_000, 1_000
MOST_YEARS = 50
MOST_SCENARIOS = 6
MOST_SEED = 2**31 - 1
MOST_WORK = 80_000
"""Draws times years times the worlds that are run, no change among them: some seconds on a machine of today."""
AT_ONCE = 2
"""Requests that are read and worked on at once; pages share the same machine."""
