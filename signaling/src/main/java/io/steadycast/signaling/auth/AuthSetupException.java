package io.steadycast.signaling.auth;

/** The server must not start like this; the message says what to change. */
public final class AuthSetupException extends Exception {
    private static final long serialVersionUID = 1;

    AuthSetupException(String message) {
        super(message);
    }
}
