"""Is it true?  The model held against surveys and dated events."""
