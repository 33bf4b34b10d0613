"""Pages: templates filled in, in the reader's language, with what every page needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_environment
from jinja2.filters import make_attrgetter
from markupsafe import Markup, escape

from brightline.web.languages import NAMES, SOURCE, Language, accepted, collated, language
from brightline.web.sessions import Session

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "brightline-language"
LOOK_COOKIE = "brightline-look"
LOOKS = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Page:
    """For whom a page is being written."""

    language: Language
    look: str
    path: str
    session: Session | None


_page: ContextVar[Page] = ContextVar("page")


def page_of(request: Request) -> Page:
    """For whom a page in answer to a request is written."""
    code = request.cookies.get(LANGUAGE_COOKIE, "")
    if code not in NAMES:
        fallback: str = request.app.state.settings.language or SOURCE
        code = accepted(request.headers.get("accept-language", ""), fallback)
    look = request.cookies.get(LOOK_COOKIE, "")
    session = getattr(request.state, "session", None)
    return Page(language(code), look if look in LOOKS else "auto", request.url.path, session)


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. What a template is given is text until a macro says otherwise: everything is escaped."""
    page = page_of(request)
    back = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    token = _page.set(page)
    try:
        notice = page.session.take_notice() if page.session and status < 400 else None
        text = (
            environment()
            .get_template(template)
            .render(page=page, notice=notice, back=back, idle=int(request.app.state.settings.idle), **values)
        )
    finally:
        _page.reset(token)
    return HTMLResponse(text, status, {"Content-Language": page.language.code, "Vary": "Cookie, Accept-Language"})


def translated(request: Request, message: str, **values: object) -> str:
    """A marked message in the language of a request, for what is said outside a template."""
    found = page_of(request).language.gettext(message)
    return found % values if values else found


def redirect(path: str) -> RedirectResponse:
    """Send the browser on after a form, so that loading the page again sends nothing twice. `path` is one of ours."""
    return RedirectResponse(path, 303)


def download(content: str | bytes, name: str, kind: str) -> Response:
    """A file to keep, made in memory. Text is sent as UTF-8; of bytes, `kind` says all that there is to say."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    kind = f"{kind}; charset=utf-8" if isinstance(content, str) else kind
    return Response(content, headers={"Content-Disposition": disposition, "Content-Type": kind})


@cache
def environment() -> Environment:
    """The templates. A name that a page does not know is an error, never an empty place."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        auto_reload=False,  # else the file of each template is looked at for each page
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    setattr(made, "newstyle_gettext", True)  # noqa: B010 - the extension adds it, unknown to types
    shared: dict[str, Any] = made.globals  # type: ignore[assignment] - its declared values are those of Jinja alone
    shared.update(_=_gettext, gettext=_gettext, ngettext=_ngettext, csrf=_csrf, asset=asset, languages=NAMES)
    filters: dict[str, Any] = made.filters  # type: ignore[assignment] - as above
    filters.update(said=said, said_plain=said_plain, by_name=by_name)
    return made


def _gettext(message: str, /, **values: object) -> Markup:
    """What a template calls `_`. It does as the functions of the extension do, in a third of their time."""
    text = Markup(_page.get().language.gettext(message))  # noqa: S704 - messages are ours, and are pieces of pages
    return text % values if values or "%" in text else text


def _ngettext(one: str, many: str, count: int, /, **values: object) -> Markup:
    text = Markup(_page.get().language.ngettext(one, many, count))  # noqa: S704 - as above
    return text % {"num": count, **values}


def said(text: str) -> Markup:
    """A text from data in the reader's language; marked as English where nobody translated it yet."""
    language = _page.get().language
    if language.has(text):
        return escape(language.gettext(text))
    parts = language.parts(text) or [(text, False)]
    return Markup("").join(
        escape(part) if translated else Markup('<span lang="{}">{}</span>').format(SOURCE, part)
        for part, translated in parts
    )


def said_plain(text: str) -> str:
    """The same without the mark, for attributes."""
    return _page.get().language.of_data(text) or text


@pass_environment
def by_name(environment: Environment, things: Iterable[object], *names: str | int) -> list[object]:
    """Things in the order of the names that a reader sees; of several `names` (where each stands, as Jinja's own
    filters take it) the first counts first.
    """
    looks = [make_attrgetter(environment, name) for name in names]
    return sorted(things, key=lambda thing: [collated(said_plain(look(thing))) for look in looks])


def _csrf() -> Markup:
    session = _page.get().session
    return Markup('<input type="hidden" name="csrf" value="{}">').format(session.csrf if session else "")


@cache
def _digests() -> Mapping[str, str]:
    return {
        path.name: sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted((HERE / "static").iterdir())
        if path.is_file()
    }


def asset(name: str) -> str:
    """The address of a static file, with its digest, so that it may be kept for as long as it is the same."""
    return f"/static/{name}?v={_digests()[name]}"
