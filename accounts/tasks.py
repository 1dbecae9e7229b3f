"""Upkeep of the accounts."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from accounts import attempts


@shared_task
def forget_what_expired() -> None:
    """Delete the sessions and the counted attempts that are past their time."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    attempts.forget_expired()
    cache.delete_expired()
