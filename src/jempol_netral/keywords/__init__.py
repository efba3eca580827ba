"""Contests, cues and the official candidate list, from files to what matching needs."""
