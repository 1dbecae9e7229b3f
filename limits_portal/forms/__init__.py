"""What every form of the portal is made of."""

from limits_portal.forms.base import PortalBoundField, PortalForm, PortalRenderer, plain_text
from limits_portal.forms.fields import DayField, DayInput, LongTextField, MoneyField
from limits_portal.forms.layout import Accordion
from limits_portal.forms.sending import sent, sent_with_files
from limits_portal.forms.summary import ErrorLine, error_lines

__all__ = [
    "Accordion",
    "DayField",
    "DayInput",
    "ErrorLine",
    "LongTextField",
    "MoneyField",
    "PortalBoundField",
    "PortalForm",
    "PortalRenderer",
    "error_lines",
    "plain_text",
    "sent",
    "sent_with_files",
]
