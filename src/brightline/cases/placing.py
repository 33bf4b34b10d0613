"""Files put in their place: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from brightline.errors import BrightlineError


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """A path beside `path` to write to; it takes the place of `path` when all went well, and else leaves no trace."""
    check_place(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    except OSError as failure:
        raise BrightlineError(f"{path}: cannot be written ({failure.strerror})") from None
    os.close(handle)
    temporary = Path(name)
    try:
        temporary.chmod(_mode(path))
        yield temporary
        temporary.replace(path)
    except OSError as failure:
        raise BrightlineError(f"{path}: cannot be written ({failure.strerror})") from None
    finally:
        temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """What the file that is replaced may be used for, or what a new file may: a temporary one is closed to others."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def check_place(path: Path) -> None:
    """An error unless `path` could be a file in a folder that is there."""
    try:
        if path.is_dir():
            raise BrightlineError(f"{path}: this is a folder; give the name of a file to write")
        if not path.parent.is_dir():
            raise BrightlineError(f"{path}: the folder {path.parent} does not exist; make it first")
        path.exists()
    except (OSError, ValueError) as failure:
        raise BrightlineError(f"{path}: cannot be written ({getattr(failure, 'strerror', failure)})") from None


__all__ = ["check_place", "replacing"]
