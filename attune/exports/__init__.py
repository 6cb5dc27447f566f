"""What is handed out as files.

kinds.py    which kinds there are, what is refused, and writing each
handed.py   the same with covered faces where that is asked for
places.py   where the files go and what they are called
texts.py    kinds that are one text
coded.py    codes of people and of attune together, for programs of the field
measured.py all numbers of a film as tidy tables, with what each of them is
clips.py    each moment as a film of its own
reel.py     all moments as one film; cards.py the titles in it
stills.py   each moment as a picture
"""
