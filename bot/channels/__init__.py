"""One folder per channel; a channel only receives, renders and sends."""
