"""The pandera models that judge every row, one file per table."""
