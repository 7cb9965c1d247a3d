"""Puts the built web client into the wheel; a wheel without it cannot be built."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebClient(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version` is "editable" for a working copy, which serves the client from the working tree."""
        if version == "editable":
            return
        built = Path(self.root, "web_client", "dist")
        if not (built / "index.html").is_file():
            raise FileNotFoundError(f"No built client in {built}: run `make client` first.")
        build_data["force_include"][str(built)] = "server/web_client"
