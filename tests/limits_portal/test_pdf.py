"""PDF documents: the same bytes for the same values, Marianne alone, nothing fetched (A11)."""

import http.server
import subprocess
import sys
import threading
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from limits_portal import pdf

NOON = datetime(2024, 4, 15, 12, 0, tzinfo=UTC)
SKELETON = "applications/pdf/base.html"


def draw(**values):
    shell = {"brand": ["Premier", "ministre"], "operator": "Mission interministérielle"}
    return pdf.render(SKELETON, shell | values, reference="essai", made_at=NOON)


@pytest.fixture
def document():
    return draw()


def opened(document) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(document.content))


def fonts(file: pikepdf.Pdf) -> set[str]:
    return {
        str(font.BaseFont).split("+")[-1].split("-")[0]
        for page in file.pages
        for font in page.get("/Resources", {}).get("/Font", {}).values()
    }


def test_the_same_values_give_the_same_bytes(document):
    assert draw().content == document.content
    assert draw(operator="Une autre mission").content != document.content


def test_another_process_and_another_time_zone_give_the_same_bytes(document):
    program = (
        "import os, django; django.setup();"
        "from tests.limits_portal.test_pdf import draw; print(draw().sha256)"
    )
    for seed, zone in (("1", "UTC"), ("2", "Indian/Reunion")):
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            env={
                **__import__("os").environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PYTHONHASHSEED": seed,
                "TZ": zone,
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == document.sha256


def test_a_document_is_tagged_french_archival_and_titled(document):
    file = opened(document)
    assert bool(file.Root.MarkInfo.Marked)
    assert str(file.Root.Lang) == "fr"
    assert "/StructTreeRoot" in file.Root
    assert "/OutputIntents" in file.Root
    with file.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_marianne_is_the_only_font_whatever_is_typed():
    typed = "espace\u202ffine, tiret\u2011insécable, ☐ ☑ ✓ ● Ελλάς Київ 日本 😀 ŷ œ « é » e\u0301"
    file = opened(draw(operator=typed))
    assert fonts(file) == {"Marianne"}


def test_what_marianne_lacks_becomes_something_near():
    assert pdf.printable("a\u202fb") == "a\u00a0b"
    assert pdf.printable("demi\u2011ton") == "demi-ton"
    assert pdf.printable("e\u0301te\u0301") == "été"
    assert pdf.printable("ﬁn") == "fin"
    assert pdf.printable("日") == "?"


def test_no_markup_comes_out_of_a_look_alike():
    assert "<" not in pdf.printable("＜img src=x＞")
    assert pdf.printable("＆amp;") != "&amp;"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "data:image/svg+xml,<svg/>",
        "//example.org/x",
        "portal:/fonts/../../settings.py",
        "portal:/fonts/Marianne-Regular.woff2?x",
        "portal://host/fonts/Marianne-Regular.woff2",
        "portal:/etc/passwd",
        "gopher://example.org",
        "javascript:alert(1)",
    ],
)
def test_the_fetcher_answers_for_our_fonts_and_for_nothing_else(url):
    with pytest.raises(pdf.NothingIsFetched):
        pdf.PackagedFiles().fetch(url)


def test_a_template_that_asks_for_a_file_stops_the_rendering(settings, tmp_path):
    (tmp_path / "leak.html").write_text('<p>x</p><img src="file:///etc/hostname" alt="">')
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    with pytest.raises(FatalURLFetchingError):
        pdf.render("leak.html", {}, reference="x", made_at=NOON)


HOOKS = (
    '<img src="{u}">',
    '<img src="{f}">',
    '<link rel="attachment" href="{f}">',
    '<link rel="stylesheet" href="{u}">',
    '<a rel="attachment" href="{f}">x</a>',
    '<object data="{u}"></object>',
    '<embed src="{u}">',
    '<iframe src="{f}"></iframe>',
    "<style>@import url({u});</style>",
    "<style>body{{background:url({u})}}</style>",
    "<style>@font-face{{font-family:x;src:url({u})}}*{{font-family:x}}</style>",
    '<svg><image href="{u}"/></svg>',
    '<svg><image xlink:href="{f}"/></svg>',
    '<svg><use href="{u}#a"/></svg>',
    '<p style="content:url({u})">x</p>',
    '<meta http-equiv="refresh" content="0;url={u}">',
    '<base href="{u}">',
    "<script src={u}></script>",
    '<video src="{u}" poster="{u}"></video>',
    '<input type="image" src="{u}">',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{f}">]>&e;',
    '<?xml-stylesheet href="{u}"?>',
    '<xi:include href="{f}"/>',
    "</title><img src={u}>",
    "</style><img src={u}>",
    '"><img src={u}>',
    "'><img src={u}>",
    "<img src=x onerror=fetch('{u}')>",
    "{{% include '/etc/passwd' %}}",
    "{{{{ settings.SECRET_KEY }}}}",
    "{{% load static %}}{{% static '{u}' %}}",
    "url({u})",
    "@import '{u}';",
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{u}'/></svg>\">",
    "<picture><source srcset={u}></picture>",
    "<img srcset='{u} 2x'>",
    "<link rel='icon' href='{u}'>",
    "<td background='{u}'>x</td>",
    "&lt;img src={u}&gt;",
    "＜img src={u}＞",
)


def test_forty_payloads_are_printed_literally_and_fetch_nothing__A11():
    hits: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/prise"
    try:
        for hook in HOOKS:
            text = hook.format(u=address, f="file:///etc/hostname")
            file = opened(draw(operator=text, brand=[text]))
            assert len(file.attachments) == 0, hook
            assert "/EmbeddedFiles" not in file.Root.get("/Names", {}), hook
    finally:
        server.shutdown()
        server.server_close()
    assert len(HOOKS) == 40
    assert hits == []
