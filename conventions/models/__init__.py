"""What is agreed, noun by noun."""

from conventions.models.act import Acceptance, Act, Remark, Version
from conventions.models.article import ArticleTemplate
from conventions.models.convention import Amendment, Convention
from conventions.models.draft import Draft
from conventions.models.order import Archive, SigningOrder
from conventions.models.paper import PaperCopy, ScanPile
from conventions.models.signature import Issue, Mandate, MandateFile, Revision, Signature
from conventions.models.terms import CallConvention

__all__ = [
    "Acceptance",
    "Act",
    "Amendment",
    "Archive",
    "ArticleTemplate",
    "CallConvention",
    "Convention",
    "Draft",
    "Issue",
    "Mandate",
    "MandateFile",
    "PaperCopy",
    "Remark",
    "Revision",
    "ScanPile",
    "Signature",
    "SigningOrder",
    "Version",
]
