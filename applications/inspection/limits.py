"""Limits of what is opened; sizes in bytes. A file's own size limit is in the settings."""

SECONDS = 20  # to inspect one file
MEMORY = 500_000_000  # address space of the inspection
PIXELS = 50_000_000  # an A4 page scanned at 600 dpi, a recent telephone's picture
PAGES = 2_000
PDF_OBJECTS = 300_000
ENTRIES = 2_000  # files inside an office document
UNPACKED = 200_000_000  # all entries together
ENTRY_RATIO = 100  # unpacked to packed, for entries above RATIO_FROM
RATIO_FROM = 1_000_000
