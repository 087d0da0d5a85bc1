"""The static site: reports as pages that open from a file and from any web server."""
