"""Every operation as a request builder, by its id; each is imported at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api.files.files_create import request as files_create
    from .api.rules.rules_create import request as rules_create
    from .api.rules.rules_replace import request as rules_replace
    from .api.things.things_delete import request as things_delete
    from .api.things.things_get import request as things_get
    from .api.things.things_labels import request as things_labels
    from .api.things.things_list import request as things_list
    from .api.things.things_patch import request as things_patch
    from .api.things.things_relabel import request as things_relabel
    from .api.things.things_related import request as things_related
else:
    from .lazy import lazy

    __getattr__, __dir__ = lazy(
        __name__,
        {
            "things_list": ("..api.things.things_list", "request"),
            "things_get": ("..api.things.things_get", "request"),
            "things_patch": ("..api.things.things_patch", "request"),
            "things_delete": ("..api.things.things_delete", "request"),
            "things_related": ("..api.things.things_related", "request"),
            "things_labels": ("..api.things.things_labels", "request"),
            "things_relabel": ("..api.things.things_relabel", "request"),
            "files_create": ("..api.files.files_create", "request"),
            "rules_create": ("..api.rules.rules_create", "request"),
            "rules_replace": ("..api.rules.rules_replace", "request"),
        },
    )

__all__ = [
    "files_create",
    "rules_create",
    "rules_replace",
    "things_delete",
    "things_get",
    "things_labels",
    "things_list",
    "things_patch",
    "things_relabel",
    "things_related",
]
