"""Which area is which: names that vary, codes of several systems, and what cannot be matched."""
