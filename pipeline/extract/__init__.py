"""Blocks → programmes → facts, each with its words and its place."""
