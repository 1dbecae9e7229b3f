"""Addresses of the signature and of the verification."""

from django.urls import path

from conventions.views import elsewhere, mandates, pile, proofs, scans, signing, verifying

ACT = "conventions/<str:reference>/<int:number>/signature"
ISSUE = f"{ACT}/editions/<int:issue>"
MANDATES = "conventions/habilitations"
SCANS = "conventions/numerisations"

SIGN = [
    path("verifier/", verifying.verify, name="verify"),
    path("conventions/guide-de-la-signature/", proofs.guide, name="sign_guide"),
    path("conventions/parapheur/", pile.signing_pile, name="pile"),
    path("conventions/parapheur/avancement/", pile.pile_progress, name="pile_progress"),
    path(f"{MANDATES}/", mandates.listing, name="mandates"),
    path(f"{MANDATES}/organisations/<int:pk>/", mandates.add, name="mandate_add"),
    path(f"{MANDATES}/<int:pk>/retirer/", mandates.take_back, name="mandate_take_back"),
    path(f"{MANDATES}/<int:pk>/acte/", mandates.copy, name="mandate_copy"),
    path(f"{SCANS}/", scans.scans, name="scans"),
    path(f"{SCANS}/<int:pk>/", scans.scan, name="scan"),
    path(f"{SCANS}/copies/<int:pk>/", scans.paper_copy, name="paper_copy"),
    path(f"{SCANS}/copies/<int:pk>/declarer/", scans.declare, name="paper_declare"),
    path(f"{SCANS}/copies/<int:pk>/certifier/", scans.certify, name="paper_certify"),
    path(f"{SCANS}/copies/<int:pk>/pages.pdf", scans.copy_file, name="paper_file"),
    path(f"{ACT}/", signing.signing, name="signing"),
    path(f"{ISSUE}/<int:revision>/pages/<int:page>.png", signing.page_picture, name="page_picture"),
    path(f"{ISSUE}/<int:revision>.pdf", signing.document, name="signed_pdf"),
    path(f"{ISSUE}/preuves/", proofs.evidence, name="evidence"),
    path(f"{ACT}/signer/", signing.sign, name="sign"),
    path(f"{ACT}/autrement/", elsewhere.elsewhere, name="sign_elsewhere"),
    path(f"{ACT}/archive/", proofs.archive, name="archive"),
    path(f"{ACT}/archive/fichier/", proofs.archive_file, name="archive_file"),
]
