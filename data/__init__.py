"""What is kept: the store and the reference files."""
