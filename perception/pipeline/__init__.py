"""Workers, queues and clocks that carry frames and sound through models to scores, live and offline."""
