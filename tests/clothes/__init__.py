"""The facsimile documents in other clothes: the same facts in other themes' HTML and other printers' PDF."""
