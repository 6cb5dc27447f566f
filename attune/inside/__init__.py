"""Looking inside: what was seen and decided, drawn into a copy of the film and onto contact sheets.

view.py     what is looked into: the dyad, its cues look by look and second by second, events, moments
saying.py   a second in words
pen.py      lines, hatching and letters on a picture; colours.py which ones
arrows.py   directions in the room as arrows in the picture
people.py   people on a picture: heads, directions, hands, what each looks at
strip.py    what lies below the picture: a line of time for each cue, of which tiers.py are the single ones
film.py     the film with all of it drawn in
sheet.py    contact sheets: a picture every so many seconds
files.py    which files are made and where they go
"""
