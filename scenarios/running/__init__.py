"""How long work runs: in slices, on any number of hands, never lost."""
