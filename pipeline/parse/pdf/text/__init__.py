"""Glyphs → words: characters put right, glyphs struck twice, pieces, ruby, printed lines."""
