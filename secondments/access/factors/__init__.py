"""What somebody proves who they are with: passkeys, an authenticator app, recovery codes."""
