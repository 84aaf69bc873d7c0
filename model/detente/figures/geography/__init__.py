"""Coasts and places for maps, carried with the package: nothing is fetched when a map is drawn.

`land.json` and `places.csv` are made by `python -m detente.figures.geography.derive`; `former.csv` is written by hand.
"""
