"""Every signature of a PDF and what is worth each of them, by pyHanko."""

import logging
from typing import Any

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.diff_analysis.constants import FORMFIELD_ALWAYS_MODIFIABLE, VALUE_UPDATE_KEYS
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from conventions.signing.apart.names import certificate_said

# A convention bears four; a file with more than this is not one.
MOST = 12
# Poppler dates the field that it fills (« /M », a date, no more): other programs do not mind.
DATED = {"/M"}
POLICY = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(
                always_modifiable=FORMFIELD_ALWAYS_MODIFIABLE | DATED,
                value_update_keys=VALUE_UPDATE_KEYS | DATED,
            ),
            GenericFieldModificationRule(),
        ]
    ),
)


def read(path: str, authorities: str) -> dict[str, Any]:
    """The signatures of a file, oldest first; `authorities` is a PEM file of those believed."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    with open(authorities, "rb") as file:  # noqa: PTH123 – this process imports little
        known = file.read()
    # No authority is configured: no certificate is believed, which is not a broken file.
    found = pem.unarmor(known, True) if known.strip() else ()
    roots = [x509.Certificate.load(der) for _, _, der in found]
    with open(path, "rb") as file:  # noqa: PTH123
        reader = PdfFileReader(file, strict=False)
        embedded = list(reader.embedded_regular_signatures)
        if len(embedded) > MOST:
            return {"error": "heavy"}
        return {"signatures": [_judged(signature, roots) for signature in embedded]}


def _judged(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> dict[str, Any]:
    certificate = signature.signer_cert
    said = {
        "field": signature.field_name,
        "common_name": str(certificate.subject.native.get("common_name", "")),
        "names": [
            str(certificate.subject.native.get(key, ""))
            for key in ("common_name", "given_name", "surname")
        ],
        "certificate": certificate_said(certificate),
    }
    context = ValidationContext(
        trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail"
    )
    try:
        status = validate_pdf_signature(signature, context, diff_policy=POLICY)
    except Exception as error:  # noqa: BLE001 – a signature that cannot be judged is not valid
        return said | {"error": type(error).__name__}
    reported = status.signer_reported_dt
    return said | {
        "intact": bool(status.intact),
        "valid": bool(status.valid),
        "trusted": bool(status.trusted),
        "distrust": getattr(status.trust_problem_indic, "name", ""),
        "coverage": status.coverage.name if status.coverage else "",
        "modification": status.modification_level.name if status.modification_level else "",
        "docmdp_ok": bool(status.docmdp_ok),
        "signed_at": reported.isoformat() if reported else "",
        "is_timestamped": status.timestamp_validity is not None,
    }
