"""The variables of a region at one moment, their units, bounds and names, and how arrays are laid out."""
