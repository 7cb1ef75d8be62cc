"""The proof: tests worth reading."""
