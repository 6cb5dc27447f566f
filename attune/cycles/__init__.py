"""A family's work over several films: goals and how far they are reached, what each film shows, and how sure that is.

Goals come first. What is measured stands beside them, each number with how much of the film could be seen and how far
chance alone carries it. Nothing here is a total, a norm or a comparison of families.
"""
