"""Content, not code: parameters, levers, shocks and the bibliography as YAML."""
