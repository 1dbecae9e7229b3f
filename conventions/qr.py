"""A QR code as PDF drawing operators: black squares, no image, no font."""

import segno

# One millimetre in points.
MM = 72 / 25.4


def operators(text: str, *, left: float, bottom: float, size: float) -> bytes:
    """Draw a code of `size` points from its lower left corner; the quiet zone is the page's margin."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    step = size / len(rows)
    drawn = ["0 0 0 rg"]
    for rank, row in enumerate(rows):
        y = bottom + size - (rank + 1) * step
        start = None
        for column, cell in enumerate([*row, 0]):
            if cell and start is None:
                start = column
            elif not cell and start is not None:
                # A hair taller than its line, so that no white shows between two lines.
                width, height = (column - start) * step, step * 1.02
                drawn.append(f"{left + start * step:.3f} {y:.3f} {width:.3f} {height:.3f} re")
                start = None
    return ("\n".join([*drawn, "f"]) + "\n").encode()
