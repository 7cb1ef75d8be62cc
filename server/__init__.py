"""The face for the network: what is served over HTTP."""
