"""The oracle: the model written a second time, agent by agent on Mesa, from ODD.md alone.

Nothing of the engine is read or imported here; only resolved scenarios are.  Section numbers are those of ODD.md.
"""
