"""From a log to a model, and how well the model repeats the log."""
