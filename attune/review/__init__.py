"""The guider's page: a server on this computer alone, and what the guider decides.

serve.py     starting it; port.py: at which port
door.py      who may come in, and what every answer says to a browser
app.py       the addresses of the page, and what each gives
shelf.py     the films: which there are, opened ones, work that takes long
shelves.py   the cases in the folder that the page is on; cases.py: one of them; agreed.py: its people
adding.py    films that go into a case; coming.py: on their way from the browser
moved.py     a film that is no longer where it was, found again
jobs.py      work that takes long, one after another, with progress
faults.py    what is said and logged of a fault of attune's own
answers.py   what the page is told of a film
heads.py     where heads are, for boxes over the picture
keys.py      keys that somebody changed, for every film
tiers.py     the lines of time below the player
pieces.py    what the guider may say of a moment and of a film
verdicts.py  what the guider said, kept with its history; examples.py: the same for those who learn from it
base.py      the database of verdicts: on the disk, or of a sealed case in memory
playing.py   the film that a browser plays, its stills, its sound as a picture
streaming.py a film in pieces, as a browser asks for it
chosen.py    the moments as the guider left them, for what is handed out; handing.py hands it out
sheet.py     the tracking sheet
page/        the page itself
"""
