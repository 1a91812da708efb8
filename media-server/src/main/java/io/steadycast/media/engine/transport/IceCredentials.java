package io.steadycast.media.engine.transport;

import java.util.random.RandomGenerator;

/** One end's short-term credentials (RFC 8445 section 5.3): what its SDP carries as ice-ufrag and ice-pwd. */
public record IceCredentials(String ufrag, String password) {
    /** Our own ufrags have this length, so that one packs into a long and is looked up without allocation. */
    public static final int LOCAL_UFRAG_CHARS = 8;

    private static final int LOCAL_PASSWORD_CHARS = 24;
    private static final int MAX_CHARS = 256;
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public IceCredentials {
        // RFC 8839 section 5.4: 4*256 and 22*256 ice-char
        if (ufrag.length() < 4 || ufrag.length() > MAX_CHARS || !iceChars(ufrag)) {
            throw new IllegalArgumentException("ice-ufrag");
        }
        if (password.length() < 22 || password.length() > MAX_CHARS || !iceChars(password)) {
            throw new IllegalArgumentException("ice-pwd");
        }
    }

    /** Fresh credentials for this end. The generator must be a secure one outside of simulations. */
    public static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(chars(random, LOCAL_UFRAG_CHARS), chars(random, LOCAL_PASSWORD_CHARS));
    }

    private static String chars(RandomGenerator random, int count) {
        StringBuilder chars = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            chars.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return chars.toString();
    }

    private static boolean iceChars(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (ICE_CHARS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "IceCredentials[" + ufrag + "]";
    }
}
