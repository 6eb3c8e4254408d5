"""Embedding over many workers: rows are staged in parts, Ray Data's workers turn parts into Lance fragments, one process commits them."""
