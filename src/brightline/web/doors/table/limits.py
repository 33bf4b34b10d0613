"""How much of a table these pages take: all of it is held in memory."""

from __future__ import annotations

LARGEST_FILE = 30_000_000
"""Bytes of a file as it is sent."""
LARGEST_UNPACKED = 100_000_000
"""Bytes of a packed file, or of a spreadsheet, once it is unpacked."""
LARGEST_MAPPING = 300_000
"""Bytes of a mapping file."""
ROOM_FOR_A_FORM = 64_000
"""Bytes of the other fields that a file is sent with."""
MOST_PARTS = 2_000
"""Files within a spreadsheet."""
MOST_COLUMNS = 500
MOST_CELLS = 20_000_000
MOST_CODES = 12
"""Different values up to which a column is taken for a coded one, and its codes are shown."""
LONGEST_CODE = 24
"""Characters up to which a value is taken for a code: longer ones are words that somebody wrote, and stay unshown."""
