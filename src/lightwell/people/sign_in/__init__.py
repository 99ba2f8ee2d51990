"""Sign-in by e-mail address and password, and as a verified person over OpenID Connect; allauth underneath."""
