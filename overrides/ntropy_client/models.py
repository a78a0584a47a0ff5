"""Every model and enumeration of the API, made from its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntropy_api.models import *  # noqa: F403
    from ntropy_api.models import __all__ as __all__
else:
    from ntropy_api import models as _generated

    __all__ = list(_generated.__all__)

    def __getattr__(name):
        return getattr(_generated, name)

    def __dir__():
        return sorted(__all__)
