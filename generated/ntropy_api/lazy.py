"""Names of a package that are imported at first use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["lazy"]


def lazy(
    package: str, modules: Mapping[str, str | tuple[str, str]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make a package's ``__getattr__`` and ``__dir__``.

    Args:
        package: The package's ``__name__``.
        modules: Each name and the relative module that defines it, such as ``{"Batch": ".batch"}``; a
            module and another name for what is called differently there, or "" for the module itself.

    Returns:
        The two functions, to be assigned in the package's ``__init__``. A name is kept in the package
        once it was asked for, so only the first use costs an import.
    """

    def load(name: str) -> object:
        found = modules.get(name)
        if found is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = found if isinstance(found, str) else found[0]
        attribute = name if isinstance(found, str) else found[1]
        loaded = import_module(module, package)
        value: object = getattr(loaded, attribute) if attribute else loaded
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *modules})

    return load, names
