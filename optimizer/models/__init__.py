"""Models that a solver answers: the only room that knows PuLP and HiGHS."""
