"""One TOML profile per source, and their reader."""
