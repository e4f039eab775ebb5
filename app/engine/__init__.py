"""The capture-and-perception process as the application sees it: messages, client side, child side."""
