"""The demo's OpenID Connect provider: fictional people, a real issuer, and only ever on this machine."""
