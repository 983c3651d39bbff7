"""Gateways: the providers that carry calls and texts, behind one protocol."""
