"""Certificates (증명서): documents that prove something, sealed by the office and verifiable by anybody.

On paper by the QR code, without a network, with the published key; on line by number and code; as a file by
the organisation's seal (관인) over every byte of it.
"""
