"""Signing and verifying: fields, seal, the three ways to sign, what proves a signature (C-5g)."""
