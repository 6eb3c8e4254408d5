"""Choose the works of a show: the best that keeps every rule, proven, or the rules that cannot hold together."""
