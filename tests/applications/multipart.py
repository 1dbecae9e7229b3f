"""Real multipart bodies, byte by byte: what a browser, or somebody else, sends."""

from django.test import Client
from django.urls import reverse

from applications.models import Application

BOUNDARY = "frontiere-de-test"


def body(files: list[tuple[str, bytes]], category: str = "rib", field: str = "files") -> bytes:
    """A body with a category and files, their names sent as they are."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="category"\r\n\r\n{category}\r\n'
    ]
    out = "".join(parts).encode("utf-8", "surrogatepass")
    for name, data in files:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
        out += f"--{BOUNDARY}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode(
            "utf-8", "surrogatepass"
        )
        out += data + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()


def send(
    client: Client, application: Application, *files: tuple[str, bytes], category: str = "rib"
):
    """Post files to a dossier."""
    return client.generic(
        "POST",
        reverse("applications:document_add", args=[application.reference]),
        body(list(files), category),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )
