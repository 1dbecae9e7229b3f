"""Upkeep of the accounts."""

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone


@shared_task
def clear_ended_sessions() -> int:
    """Delete the rows of sessions that have expired; return how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
