"""The safety headers of every answer; nothing may come from, or be sent to, anybody else."""

from flask import Flask, Response, request


def policy(*, images_of: str = "") -> str:
    """What a page may load; `images_of` is another origin whose pictures it may show."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: {images_of}".strip(),
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

BY_LINK = {"token", "typed"}
"""Parts of an address that open a page for whoever was given them; not for search engines."""


def init_headers(app: Flask, *, secure: bool) -> None:
    """Set the headers on each answer of `app`; HSTS only when people come over TLS."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if BY_LINK & set(request.view_args or ()):
            response.headers["X-Robots-Tag"] = "noindex"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response
