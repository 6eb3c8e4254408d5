"""The conversation: state, graph, brains and the check of citations."""
