"""Evidence in the forms of other tools: brat, Label Studio, REFI-QDA, and W3C Web Annotation."""

from brightline.texts.exports.brat import brat_configuration, brat_files
from brightline.texts.exports.label_studio import label_studio_configuration, label_studio_tasks
from brightline.texts.exports.refi_qda import refi_qda_codebook
from brightline.texts.exports.web_annotation import web_annotations

__all__ = [
    "brat_configuration",
    "brat_files",
    "label_studio_configuration",
    "label_studio_tasks",
    "refi_qda_codebook",
    "web_annotations",
]
