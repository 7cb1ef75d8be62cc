"""Versions of the ground: plans go along when units are cut anew."""
