"""Folding, character bigrams, an index and its queries."""
