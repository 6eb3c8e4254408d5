"""Whole tasks for the agent: what a person would ask over some turns, and what the end of it must hold."""
