"""Twilio: its webhooks read and answered, and its REST API."""
