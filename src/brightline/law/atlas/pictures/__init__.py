"""Pictures of the atlas: maps, timelines and change over years, each an SVG with its table."""

from brightline.law.atlas.pictures.change import Change, change_picture, changes
from brightline.law.atlas.pictures.maps import map_picture
from brightline.law.atlas.pictures.picture import Picture, Table, as_csv, as_html, as_svg
from brightline.law.atlas.pictures.shapes import Area, Outline, Shape, outline
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, Checked, Shown, shown
from brightline.law.atlas.pictures.timeline import timeline_picture

__all__ = [
    "CHECKED_WORDS",
    "Area",
    "Change",
    "Checked",
    "Outline",
    "Picture",
    "Shape",
    "Shown",
    "Table",
    "as_csv",
    "as_html",
    "as_svg",
    "change_picture",
    "changes",
    "map_picture",
    "outline",
    "shown",
    "timeline_picture",
]
