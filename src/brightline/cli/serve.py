"""`brightline serve`: the pages, for a browser on this machine only."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser
from importlib.util import find_spec

import click

from brightline.errors import BrightlineError

LOOPBACK = "127.0.0.1"
NEEDED = ("fastapi", "jinja2", "python_multipart", "uvicorn")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port to answer at.  [default: any that is free]")
@click.option("--no-browser", is_flag=True, help="Only print the link; do not open it.")
@click.option("--lang", "language", metavar="CODE", help="en or es, where the browser asks for neither.")
def serve(port: int | None, no_browser: bool, language: str | None) -> None:
    """Open Brightline in a browser: the same rooms, for whoever does not use a terminal.

    It answers on this machine only, sends nothing anywhere, and what is typed is not written to disk. The link that is
    printed opens it once; Enter prints another. Ctrl+C stops it, and everything in it is forgotten.
    """
    missing = next((name for name in NEEDED if not find_spec(name)), None)
    if missing:
        raise BrightlineError(f"the pages need the extra `web` ({missing} is missing): pip install 'brightline[web]'")
    from brightline.web.languages import NAMES

    if language and language not in NAMES:
        raise BrightlineError(f"there is no language {language!r}; there are {', '.join(NAMES)}")
    _run(port, no_browser, language or "")


def _run(port: int | None, no_browser: bool, language: str) -> None:
    import uvicorn

    from brightline.web.app import make_app
    from brightline.web.sessions import Sessions
    from brightline.web.settings import Settings

    listening = _listen(port)
    chosen: int = listening.getsockname()[1]
    app = make_app(Settings(port=chosen, language=language))
    sessions: Sessions = app.state.sessions
    sessions.watch()

    def new_link() -> str:
        return f"http://{LOOPBACK}:{chosen}/enter/{sessions.link()}"

    link = new_link()
    click.echo(f"Brightline is open on this machine only. This link opens it, once:\n\n  {link}\n")
    click.echo("Enter prints another link. Ctrl+C stops it and forgets everything.")
    if not no_browser:
        threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()
    if sys.stdin and sys.stdin.isatty():
        threading.Thread(target=_print_links, args=(new_link,), daemon=True).start()
    # No access log: addresses of pages say what somebody looked at. No trust in headers of a proxy: there is none.
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, proxy_headers=False, ws="none", lifespan="off",
        limit_concurrency=400, timeout_keep_alive=75,
    )  # fmt: skip
    uvicorn.Server(config).run([listening])


def _listen(port: int | None) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two programs answer at one port
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((LOOPBACK, port or 0))
        found.listen(128)  # whoever follows the link at once waits, and is not turned away
    except OSError as failure:
        found.close()
        raise BrightlineError(
            f"port {port} cannot be used ({failure.strerror}); choose another with --port, or leave it out"
        ) from None
    return found


def _print_links(new_link: object) -> None:
    assert callable(new_link)
    for _ in sys.stdin:
        click.echo(f"  {new_link()}")
