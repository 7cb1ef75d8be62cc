"""From checked layers to a dataset: planning units, their counts, levels and bridges."""
