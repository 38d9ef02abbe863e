"""What lies near a place: in a box of some 20 km about it, which needs no trigonometry in SQL."""

from __future__ import annotations

from math import cos, radians
from typing import Any

from sqlalchemy import ColumnElement, and_

NEAR_KM = 20.0
KM_PER_DEGREE = 111.2


def reach(latitude: float) -> tuple[float, float]:
    """How far the box reaches from its middle, in degrees of latitude and of longitude."""
    tall = NEAR_KM / KM_PER_DEGREE
    return tall, tall / max(0.01, cos(radians(latitude)))


def near(columns: Any, latitude: float, longitude: float) -> ColumnElement[bool]:
    """The SQL condition of lying near a place."""
    tall, wide = reach(latitude)
    return and_(
        columns.latitude.between(latitude - tall, latitude + tall),
        columns.longitude.between(longitude - wide, longitude + wide),
    )
