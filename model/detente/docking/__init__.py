"""Dock the mechanisms: run each alone, by parameters, against published and closed-form results.

Levels after Axtell, Axelrod, Epstein & Cohen (1996): numerical (the same numbers), distributional (the same
distribution within sampling error), relational (the same relations).
"""
