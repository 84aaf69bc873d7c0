"""The laws of the whole model, as properties of random small worlds; `laws.yaml` says which law stands in which test."""
