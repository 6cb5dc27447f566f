"""A folder of films in one night: every film done, or named with the reason, whatever happens in between.

films.py       which files of a folder are films to be watched
ledger.py      what is known of each: queued, running, done, failed with a reason, quarantined
owner.py       one night at a time in a folder
one.py         a film's own process, from inside
job.py         what it does there
apart.py       a film's own process, from outside: heard, limited, ended
cluster.py     the same on other machines, through Dask
run.py         the night itself
pace.py        when it will be done
considerate.py what a machine's owner may expect: low priority, room on the disk, an end at seven
report.py      what waits in the morning
forget.py      a film's name taken out of all of it
shown.py       what people and programs are told meanwhile
"""
