"""A scenario under one's hands: a page, a small JSON API on this machine only, and a worker that runs the model.

The process that serves knows files and no arrays, so that the page is there at once and stays so whatever a run does;
the worker beside it (`child`) holds the compiled kernel and may be ended at any time.
"""
