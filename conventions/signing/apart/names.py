"""Whose a certificate is, in the letters that certificates are written with everywhere."""

from asn1crypto import x509

LETTERS = {
    "common_name": "CN",
    "given_name": "GN",
    "surname": "SN",
    "organizational_unit_name": "OU",
    "organization_identifier": "organizationIdentifier",
    "organization_name": "O",
    "country_name": "C",
    "serial_number": "serialNumber",
}


def certificate_said(certificate: x509.Certificate) -> dict[str, str]:
    """A certificate in words: whose, by whom, between which days, its fingerprint."""
    return {
        "subject": written(certificate.subject),
        "issuer": written(certificate.issuer),
        "serial": format(certificate.serial_number, "x"),
        "from": certificate.not_valid_before.isoformat(),
        "until": certificate.not_valid_after.isoformat(),
        "sha256": certificate.sha256.hex(),
    }


def written(name: x509.Name) -> str:
    """« CN=Denain, O=Denain, C=FR »: the whole name, in its order from the person to the country."""
    parts = [
        f"{LETTERS.get(part['type'].native, part['type'].native)}={part['value'].native}"
        for relative in name.chosen
        for part in relative
    ]
    return ", ".join(reversed(parts) if parts and parts[0].startswith("C=") else parts)
