"""Models of the applications app."""

from applications.models.application import Action, Application, Section
from applications.models.call import Call, Extension
from applications.models.completion import CompletionRequest, Remark
from applications.models.document import Document
from applications.models.filing import Rendering, Snapshot

__all__ = [
    "Action",
    "Application",
    "Call",
    "CompletionRequest",
    "Document",
    "Extension",
    "Remark",
    "Rendering",
    "Section",
    "Snapshot",
]
