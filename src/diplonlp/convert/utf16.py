"""Offsets as JavaScript counts them: in UTF-16 units, of which an emoji takes two."""

from __future__ import annotations

from array import array


class Utf16:
    """Turns code points of a text into UTF-16 units and back.

    Parameters
    ----------
    text : str
        The text.

    Examples
    --------
    >>> units = Utf16("🙂 Рига")
    >>> units.to_units(2), units.to_points(3), units.to_points(1)
    (3, 2, None)
    """

    def __init__(self, text: str) -> None:
        self.size = len(text)
        self._units: array[int] | None = None
        self._points: dict[int, int] | None = None
        if text and max(text) > "\uffff":
            self._units = array("L", [0])
            for sign in text:
                self._units.append(self._units[-1] + 1 + (sign > "\uffff"))
            self._points = {unit: point for point, unit in enumerate(self._units)}

    def to_units(self, point: int) -> int:
        """Return the offset in UTF-16 units."""
        return point if self._units is None else self._units[point]

    def to_points(self, unit: int) -> int | None:
        """Return the offset in code points; None inside a character or outside the text."""
        if self._points is not None:
            return self._points.get(unit)
        return unit if 0 <= unit <= self.size else None
