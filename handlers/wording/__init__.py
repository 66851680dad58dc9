"""Every sentence a citizen reads, one module per flow. Values come in, blocks come out."""
