"""The vocabulary: values that every other room speaks in."""
