"""What is agreed, noun by noun."""

from conventions.models.act import Acceptance, Act, Remark, Version
from conventions.models.article import ArticleTemplate
from conventions.models.convention import Amendment, Convention
from conventions.models.signature import Issue, Mandate, Revision, Signature
from conventions.models.terms import CallConvention

__all__ = [
    "Acceptance",
    "Act",
    "Amendment",
    "ArticleTemplate",
    "CallConvention",
    "Convention",
    "Issue",
    "Mandate",
    "Remark",
    "Revision",
    "Signature",
    "Version",
]
