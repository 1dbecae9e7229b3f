"""Filters of the committee's pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(table: Mapping[Any, Any], key: Any) -> Any:
    """The entry of a table for this key, or nothing."""
    return table.get(key, "")
