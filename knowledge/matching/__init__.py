"""From a person's words to a procedure, a question back, a route elsewhere, or an honest no."""
