package io.steadycast.netsim.client;

/** Why a session did not begin or did not last; the message is one line for the user. */
public final class ClientException extends Exception {
    private static final long serialVersionUID = 1L;

    public ClientException(String line) {
        super(line, null, false, false);
    }

    /** The line. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
