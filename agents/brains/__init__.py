"""The two brains. Both are LangChain chat models; the graph does not know which one it has."""
