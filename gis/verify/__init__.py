"""An independent check of an export, sharing no code with what wrote it."""
