"""A district built from stated facts and a sketch: calibrated to the last dwelling, real nowhere."""
