"""Right after filming: can attune see and hear enough in this film, and what would help the next one?

`figures` looks at some seconds spread over the film and listens to some more; `advice` says in plain lines what to do.
Nothing is kept, nobody is told apart, and nothing is said of anybody: all of it is about light, place and sound.
"""
