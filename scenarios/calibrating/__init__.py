"""Hours that were logged, held against the catalogue of tasks."""
