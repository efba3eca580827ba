"""Export formats of other tools, sniffed by content, mapped to items."""
