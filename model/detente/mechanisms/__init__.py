"""How the world moves: one formula per file, each docked to a published model or saying that it is not."""
