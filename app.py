"""The web application, composed."""
