"""Addresses of the public pages."""

from django.urls import path

from pages.views.call import call, home
from pages.views.desk import desk
from pages.views.examples import example, examples
from pages.views.information import page
from pages.views.simulator import simulator

urlpatterns = [
    path("", home, name="home"),
    path("appel-a-projets/", call, name="call"),
    path("appel-a-projets/<slug:slug>/", call, name="call_edition"),
    path("exemples-d-actions/", examples, name="examples"),
    path("exemples-d-actions/<slug:code>/", example, name="example"),
    path("mon-projet-est-il-eligible/", simulator, name="simulator"),
    path("guide/", page("guide"), name="guide"),
    path("guide/convention/", page("guide_convention"), name="guide_convention"),
    path("guide/avis-de-la-prefecture/", page("guide_opinion"), name="guide_opinion"),
    path("guide/comite/", page("guide_committee"), name="guide_committee"),
    path("guide/decision/", page("guide_president"), name="guide_president"),
    path("bureau/", desk, name="desk"),
    path("plan-du-site/", page("sitemap"), name="footer-sitemap"),
    path("accessibilite/", page("accessibility"), name="footer-accessibility-status"),
    path("mentions-legales/", page("legal_notice"), name="footer-legal-notice"),
    path("donnees-personnelles/", page("personal_data"), name="footer-personal-data"),
    path("cookies/", page("cookies"), name="footer-cookie-management"),
]
