"""The file as a whole, before its pages are read: opened or refused, its packed data surveyed, its layers, units and fonts put right."""
