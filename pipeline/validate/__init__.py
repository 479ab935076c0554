"""Publish or quarantine every row; findings across rows; guards against the last good release."""
