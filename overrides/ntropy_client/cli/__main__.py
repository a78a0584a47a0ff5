"""`python -m ntropy_client.cli` is the command `ntropy`."""

from __future__ import annotations

import sys

from ntropy_client.cli.command import main

sys.exit(main())
