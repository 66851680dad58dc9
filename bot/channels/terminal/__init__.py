"""The conversation in a terminal: `motcua chat` and the text of `motcua ask`."""
