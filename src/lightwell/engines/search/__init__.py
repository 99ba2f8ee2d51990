"""Finds documents by what stands in them, exactly: no server, no network, one folder on disk.

``words`` cuts folded text into terms and reads what somebody typed; ``writing`` fills an index and keeps where its writer
stands; ``shelf`` holds the index that is in use and lets a new one take its place; ``asking`` answers with hits, counts by
facet and a page; ``marking`` shows where in a text the words stand.
"""
