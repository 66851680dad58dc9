"""What we do with what arrived or fell due: flows decide, the inbox applies, the outbox keeps."""
