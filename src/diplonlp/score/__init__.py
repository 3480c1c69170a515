"""Annotations compared with a gold standard: how much of what people marked the library finds, layer by layer."""
