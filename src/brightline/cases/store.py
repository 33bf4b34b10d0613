"""Interviews kept on disk: encrypted, written whole after every answer, and opened again or refused in a sentence."""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
import secrets
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from brightline.cases.saved import Agreement, SavedInterview, saved_from_data, saved_to_data
from brightline.cases.textfile import check_path
from brightline.errors import BrightlineError, DataFileError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

__all__ = (
    "Agreement",
    "Safe",
    "SavedInterview",
    "home",
    "is_saved_interview",
    "key_kind",
    "machine_key",
    "new_safe",
    "open_safe",
    "read_interview",
)

FORMAT = 1
"""Number of the form of a saved interview. A file with a greater one was written by a newer Brightline."""
LARGEST_SAVE = 20_000_000
"""Bytes that a saved interview may have."""
SHORTEST_PASSPHRASE = 8
"""Characters that a new passphrase has at least."""
SCRYPT_COST = 2**17
"""Work to try one passphrase: about half a second and 128 MB."""

KeyKind: TypeAlias = Literal["machine", "passphrase"]

_START = re.compile(rb'\s*\{\s*"brightline"\s*:\s*"interview"')
_LONGEST_HEADER = 1_000
_SALT, _KEY, _CHECK = 16, 32, 8
_BLOCK = 4_096
"""The text is filled up to a multiple of this many bytes, so that the size of the file does not count the answers."""


class Safe:
    """The file that an interview is kept in, with the key to it in memory."""

    def __init__(self, path: Path, header: bytes, key: bytes, written: bytes | None) -> None:
        self.path = path
        self._header = header
        self._fernet = _fernet(key)
        self._expected = [written]
        """What may be found in the file: what was last written, and what was being written when that was cut off."""

    @property
    def locked(self) -> bool:
        """Whether a passphrase opens it, not this machine's key."""
        return _header_of(self._header, self.path)[1] == "passphrase"

    def write(self, saved: SavedInterview) -> None:
        """Put the interview into the file: all of it or nothing, and on the disk when this returns.

        Raises `BrightlineError` where it cannot, or where somebody else changed the file meanwhile; the file is then
        as it was.
        """
        try:
            found = self.path.read_bytes() if self.path.exists() else None
            if found not in self._expected:
                raise BrightlineError(
                    f"{self.path}: the file was changed or removed since it was last saved here; "
                    "stop, and start again with the file as it is"
                )
            text = json.dumps(saved_to_data(saved)).encode()
            text += b" " * (-len(text) % _BLOCK)
            content = self._header + b"\n" + self._fernet.encrypt(text) + b"\n"
            self._expected = [found, content]
            _write_whole(self.path, content)
        except OSError as failure:
            raise BrightlineError(f"{self.path}: cannot be written ({failure.strerror})") from None
        self._expected = [content]

    def delete(self) -> bool:
        """Remove the file; whether there was one.

        Raises `BrightlineError` where it cannot, or where somebody else changed the file meanwhile.
        """
        try:
            if not self.path.exists():
                return False
            if self.path.read_bytes() not in self._expected:
                raise BrightlineError(f"{self.path}: the file was changed since it was last saved here; not deleted")
            self.path.unlink()
            self._expected = [None]
            _folder_to_disk(self.path.parent)
        except OSError as failure:
            raise BrightlineError(f"{self.path}: cannot be deleted ({failure.strerror})") from None
        return True


def is_saved_interview(path: Path) -> bool:
    """Whether a file begins as a saved interview does. Files that cannot be read do not."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return bool(_START.match(file.read(200)))
    except (OSError, ValueError):
        return False


def new_safe(path: Path, passphrase: str | None = None) -> Safe:
    """A safe for a file that is not there yet. Nothing is written to it before the first `write`.

    Without a passphrase the key is this machine's (see `machine_key`). Raises `BrightlineError` where there is
    something already, or no folder to write in.
    """
    _check_new(path)
    salt = secrets.token_bytes(_SALT)
    kind: KeyKind = "machine" if passphrase is None else "passphrase"
    if passphrase is not None and len(passphrase) < SHORTEST_PASSPHRASE:
        raise BrightlineError(f"the passphrase is too short; use {SHORTEST_PASSPHRASE} characters or more")
    key, check = _derived(salt, machine_key(make=True) if passphrase is None else None, passphrase)
    header = {"brightline": "interview", "version": FORMAT, "key": kind, "salt": salt.hex(), "check": check}
    return Safe(path.parent.resolve() / path.name, json.dumps(header).encode(), key, None)


def _check_new(path: Path) -> None:
    """An error unless a new file could be made there."""
    try:
        if path.is_dir():
            raise BrightlineError(f"{path}: this is a folder; give the name of a file to save to")
        if path.exists() or path.is_symlink():
            raise BrightlineError(f"{path}: there is something of this name already; give another name")
        if not path.parent.is_dir():
            raise BrightlineError(f"{path}: the folder {path.parent} does not exist; make it first")
        if not os.access(path.parent, os.W_OK):
            raise BrightlineError(f"{path}: nothing can be written in the folder {path.parent}")
    except (OSError, ValueError) as failure:
        raise BrightlineError(f"{path}: cannot be written ({getattr(failure, 'strerror', failure)})") from None


def key_kind(path: Path) -> KeyKind:
    """What opens a saved interview: the key of the machine, or a passphrase. Checks that it is one."""
    return _header_of(_read(path), path)[1]


def open_safe(path: Path, passphrase: str | None = None) -> tuple[Safe, SavedInterview]:
    """The safe of a saved interview, and what is in it. The file is only read.

    Raises `BrightlineError` in one sentence for a file that is damaged, cut short, not a saved interview, written by a
    newer Brightline, or locked with another key.
    """
    content = _read(path)
    header, kind, salt, check = _header_of(content, path)
    machine = machine_key(make=False) if kind == "machine" else None
    if kind == "machine" and machine is None:
        raise BrightlineError(f"{path.name}: saved on another machine or by another user; the key to it is not here")
    if kind == "passphrase" and not passphrase:
        raise BrightlineError(
            f"{path.name}: locked with a passphrase; set BRIGHTLINE_PASSPHRASE, or open it with `brightline ask --save`"
        )
    key, found = _derived(salt, machine, passphrase if kind == "passphrase" else None)
    if not hmac.compare_digest(found, check):
        raise BrightlineError(
            f"{path.name}: the passphrase is not right, or the file is damaged"
            if kind == "passphrase"
            else f"{path.name}: saved on another machine or by another user, or damaged; the key here does not open it"
        )
    safe = Safe(path.resolve(), header, key, content)
    return safe, _from_text(_decrypted(content[len(header) + 1 :], key, path), path)


def read_interview(path: Path) -> SavedInterview:
    """What is in a saved interview; a passphrase is taken from `BRIGHTLINE_PASSPHRASE`."""
    return open_safe(path, os.environ.get("BRIGHTLINE_PASSPHRASE"))[1]


def home() -> Path:
    """The folder where Brightline keeps this user's key; `BRIGHTLINE_HOME` names another."""
    named = os.environ.get("BRIGHTLINE_HOME")
    if named:
        return Path(named)
    if sys.platform == "win32":
        above = os.environ.get("APPDATA") or "~"
    elif sys.platform == "darwin":
        above = "~/Library/Application Support"
    else:
        above = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(above).expanduser() / "brightline"


def machine_key(make: bool) -> bytes | None:
    """The random key of this user on this machine; made on first use where `make` says so, else `None`.

    It lies in `home()`, readable by its owner only: a saved file that is copied, mailed or found says nothing
    without it.
    """
    path = home() / "interview.key"
    try:
        if not path.exists():
            if not make:
                return None
            _make_key(path)
        key = path.read_bytes()
    except OSError as failure:
        raise BrightlineError(f"{path}: the key of this machine cannot be used ({failure.strerror})") from None
    if len(key) != _KEY:
        raise BrightlineError(
            f"{path}: the key of this machine is damaged; bring it back from a backup, or move it away"
        )
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".key.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_KEY))
            file.flush()
            os.fsync(file.fileno())
        # A link fails where another interview made the key first: a key in use is never replaced.
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            pass
        except OSError:
            if not path.exists():
                temporary.replace(path)
        _folder_to_disk(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _derived(salt: bytes, machine: bytes | None, passphrase: str | None) -> tuple[bytes, str]:
    """The key of one file, and a check that tells the right key from another without opening anything."""
    if machine is not None:
        both = hmac.digest(machine, salt, "sha512")
    else:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        words = unicodedata.normalize("NFC", passphrase or "").encode("utf-8", "replace")
        both = Scrypt(salt=salt, length=64, n=SCRYPT_COST, r=8, p=1).derive(words)
    return base64.urlsafe_b64encode(both[:_KEY]), both[_KEY : _KEY + _CHECK].hex()


def check_installed() -> None:
    """An error that names the missing part where this installation cannot encrypt."""
    _fernet(base64.urlsafe_b64encode(bytes(_KEY)))


def _fernet(key: bytes) -> Fernet:
    try:
        from cryptography.fernet import Fernet
    except ImportError:
        raise BrightlineError("saving an interview needs one more part: pip install 'brightline[store]'") from None
    return Fernet(key)


def _read(path: Path) -> bytes:
    check_installed()
    check_path(path)
    size = path.stat().st_size
    if not is_saved_interview(path):
        raise BrightlineError(f"{path.name}: not an interview saved by Brightline; give another name")
    if size > LARGEST_SAVE:
        raise BrightlineError(f"{path.name}: has {size:,} bytes; a saved interview may have {LARGEST_SAVE:,}")
    try:
        return path.read_bytes()
    except OSError as failure:
        raise BrightlineError(f"{path.name}: cannot be read ({failure.strerror})") from None


class _AnyHeader(msgspec.Struct):
    version: int


class _Header(msgspec.Struct, forbid_unknown_fields=True):
    brightline: Literal["interview"]
    version: int
    key: KeyKind
    salt: str
    check: str


def _header_of(content: bytes, path: Path) -> tuple[bytes, KeyKind, bytes, str]:
    """The first line as it stands, and the kind of key, the salt and the check that it names."""
    line = content[:_LONGEST_HEADER].split(b"\n", 1)[0]
    try:
        version = msgspec.json.decode(line, type=_AnyHeader).version
        if version > FORMAT:
            raise BrightlineError(
                f"{path.name}: written by a newer Brightline (form {version}, and this one reads {FORMAT}); update it"
            )
        header = msgspec.json.decode(line, type=_Header)
        salt = bytes.fromhex(header.salt)
    except (msgspec.MsgspecError, ValueError):
        raise _damaged(path) from None
    if version < 1 or len(salt) != _SALT or not header.check.isascii():
        raise _damaged(path)
    return line, header.key, salt, header.check


def _damaged(path: Path) -> BrightlineError:
    return BrightlineError(f"{path.name}: damaged or cut short, and cannot be opened; use a copy of it if there is one")


def _decrypted(token: bytes, key: bytes, path: Path) -> str:
    from cryptography.fernet import InvalidToken

    token = token.removesuffix(b"\n")
    try:
        # Base64 is read with a lenient eye: what is not written as it would be written here was changed.
        if base64.urlsafe_b64encode(base64.urlsafe_b64decode(token)) != token:
            raise _damaged(path)
        return _fernet(key).decrypt(token).decode()
    except (InvalidToken, ValueError):
        raise _damaged(path) from None


def _from_text(text: str, path: Path) -> SavedInterview:
    try:
        return saved_from_data(text, path.name)
    except DataFileError:
        raise
    except BrightlineError as failure:
        raise BrightlineError(f"{path.name}: {failure}") from None
    except msgspec.ValidationError:
        raise _damaged(path) from None


def _write_whole(path: Path, content: bytes) -> None:
    """The file with this content: a process killed at any moment leaves the old content or the new."""
    temporary = path.with_name(f".{path.name}.new")
    # Left by a process that was killed; made anew, so that nobody else's file or link is written through.
    temporary.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _folder_to_disk(path.parent)


def _folder_to_disk(folder: Path) -> None:
    """A new name in a folder is safe from a power cut only once the folder itself is on the disk."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
