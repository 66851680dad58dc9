"""How we talk to the world: settings, channels, delivery, HTTP, the command line, wiring."""
