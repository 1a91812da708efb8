package io.steadycast.media.engine.transport;

import java.util.random.RandomGenerator;

/** One end's short-term credentials (RFC 8445 section 5.3): what its SDP carries as ice-ufrag and ice-pwd. */
public record IceCredentials(String ufrag, String password) {
    /** Our own ufrags have this length, so that one packs into a long and is looked up without allocation. */
    public static final int LOCAL_UFRAG_CHARS = 8;

    /** As many as one character tells apart. */
    public static final int MAX_SHARDS = 64;

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

    /**
     * Fresh credentials for a peer of this shard, below {@link #MAX_SHARDS}. Its number is the first character of the ufrag, so that whoever accepts a TCP connection
     * can tell from its first check where it belongs, and asks nobody. The 42 bits that are left are more than the 24 of RFC 8445 section 5.3.
     */
    public static IceCredentials random(RandomGenerator random, int shard) {
        return new IceCredentials(
                ICE_CHARS.charAt(shard) + chars(random, LOCAL_UFRAG_CHARS - 1), chars(random, LOCAL_PASSWORD_CHARS));
    }

    /** The shard of a packed ufrag of ours ({@link UfragIndex#pack}), -1 if it is none of ours. */
    public static int shardOf(long ufrag) {
        return ICE_CHARS.indexOf((int) (ufrag >>> (8 * (LOCAL_UFRAG_CHARS - 1))));
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
