package io.steadycast.signaling.ice;

import java.util.Optional;

/**
 * A server that helps a browser to reach this one, as a browser's {@code RTCIceServer} names it.
 *
 * @param uri {@code stun:} or {@code stuns:} (RFC 7064), {@code turn:} or {@code turns:} (RFC 7065)
 * @param login what TURN asks for; STUN asks for nothing
 */
public record IceServer(String uri, Optional<Login> login) {
    /** Of one browser for some time. {@link #toString} keeps the password to itself. */
    public record Login(String username, String credential) {
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /** As a value of the field {@code Link} (RFC 9725 section 4.6). Neither part of a login has a quote or a backslash in it. */
    public String link() {
        String named = "<" + uri + ">; rel=\"ice-server\"";
        return login.map(known -> named + "; username=\"" + known.username() + "\"; credential=\"" + known.credential()
                        + "\"; credential-type=\"password\"")
                .orElse(named);
    }
}
