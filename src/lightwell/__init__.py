"""Lightwell 天井: an open-government platform."""
