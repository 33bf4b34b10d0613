"""Commands over the rooms above."""
