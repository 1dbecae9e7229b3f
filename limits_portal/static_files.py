"""Which static files are published: the portal's own, and the part of the DSFR that pages use."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Django's static files, less what no page links to.

    The DSFR's package holds each component a second time, alone, with its sources and its
    documentation: 700 files that would be hashed and compressed for nobody.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.md",
        "*.scss",
        "dsfr/dist/analytics/*",
        "dsfr/dist/component/*",
        "dsfr/dist/core/*",
        "dsfr/dist/layout/*",
        "dsfr/dist/legacy/*",
        "dsfr/dist/scheme/*",
        "dsfr/dist/dsfr.*",
        "dsfr/dist/utility/*/*",
        "dsfr/dist/utility/utility.main.*",
        "dsfr/dist/utility/utility.legacy.*",
        "dsfr/dist/utility/utility.print.*",
        "django_htmx/*",
    ]
