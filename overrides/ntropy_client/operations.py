"""Every operation of the API as a request builder, for `Ntropy.send`.

::

    response = client.send(operations.batches_get("203613d2-…"))
    response.request_id, response.value.status
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntropy_api.operations import *  # noqa: F403
    from ntropy_api.operations import __all__ as __all__
else:
    from ntropy_api import operations as _generated

    __all__ = list(_generated.__all__)

    def __getattr__(name):
        return getattr(_generated, name)

    def __dir__():
        return sorted(__all__)
