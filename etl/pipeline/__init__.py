"""The way of the data, in its order: the only place that knows it."""
