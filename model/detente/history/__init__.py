"""Is it true?  The model held against surveys: readers, rivals, scores."""
