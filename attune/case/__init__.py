"""A case: the people, the question they come with, and cycles of films. A folder that can be seen and moved.

`values` says what a case is, `keep` reads and writes it, `films` puts films into it. Who agreed to what is in
`consent`, for how long it is kept in `retention`.
"""
