"""Text in, verdicts out. Pure: no files, no network, no clock."""
