"""The one door to film files: what a film is, its pictures by presentation time, clips cut from it, films written."""
