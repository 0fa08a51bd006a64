"""Excerpts that a page shows, "the same with the diffusers library", a file each; the app reads them, and runs none.

A test runs every one of them with this site's network behind the call of that library's network (`our_network.py`) and
holds it against the picture of the page. Nobody imports them here: the library is needed by the tests alone.
"""
