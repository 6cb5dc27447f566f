"""Tuning: other numbers, or another order, where people's codes and verdicts show that it helps families not tuned on.

targets.py   what is tuned on, and how well a setting does by it
space.py     the settings that are tried, drawn from the knobs' own ranges
knobs.py     settings tried on kept films: chosen on some families, judged on the others
liking.py    the ranker, from verdicts and picks, likewise
held_out.py  what both come to: gains on families held out, intervals, shuffled targets
card.py      the model card
files.py     what is written
"""
