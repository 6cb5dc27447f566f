"""A page to read and to print, whole in itself: no script, nothing fetched, and the browser is told so."""

from __future__ import annotations

from html import escape


def standalone(title: str, style: str, body: str) -> str:
    """HTML of a title as text, a style sheet, and a body that is HTML already."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
{body.rstrip()}
</body>
</html>
"""
