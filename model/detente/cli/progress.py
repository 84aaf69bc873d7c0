"""Progress of commands, as everywhere (see `detente.progressing`)."""

from detente.progressing import Lines, announce_compilation, on_terminal, progress_bar, working

__all__ = ["Lines", "announce_compilation", "on_terminal", "progress_bar", "working"]
