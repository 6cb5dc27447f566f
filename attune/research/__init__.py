"""The researcher's bench: what attune says beside what people coded, over a folder of films.

films.py gathers them; the measures are pure functions, a file a subject; evaluate.py puts them together.
"""
