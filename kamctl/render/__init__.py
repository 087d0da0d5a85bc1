"""Renderings of reports. They decide nothing and compute nothing."""
