"""Derives the starting region of East Asia at the opening of 2025 from data the project may not carry."""
