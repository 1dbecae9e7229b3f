"""The ground of the portal: settings, addresses, Celery, shared look. Imports no app."""

from limits_portal.celery import app as celery_app

__all__ = ["celery_app"]
