import pytest
from django.urls import reverse

from tests.factories import make_application

pytestmark = pytest.mark.django_db


def url(application, section):
    return reverse("applications:section", args=[application.reference, section])


def test_each_section_shows(alice, commune_a, client_of):
    application = make_application(holder=commune_a, by=alice)
    browser = client_of(alice)
    for section in [
        "porteur",
        "territoire",
        "objectifs",
        "partenaires",
        "moyens-humains",
        "engagements",
    ]:
        response = browser.get(url(application, section))
        assert response.status_code == 200, section
