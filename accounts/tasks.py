"""Upkeep of the accounts."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone


@shared_task
def forget_what_expired() -> None:
    """Delete the sessions and the counted attempts that are past their time."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    cache.delete_expired()
