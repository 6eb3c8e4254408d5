"""A pocket Qwen2.5-VL: half a minute of training on the agent's own conversations, to try the server, a template or a script."""
