package io.steadycast.signaling.sdp;

/** Stateless. The bounds of a session description; the largest real offers stay below a tenth of each. */
public final class SdpLimits {
    public static final int MAX_BYTES = 65_536;
    public static final int MAX_LINES = 2_048;
    public static final int MAX_LINE_CHARS = 4_096;
    public static final int MAX_MEDIA = 32;
    public static final int MAX_FORMATS = 128;
    public static final int MAX_CANDIDATES = 128;
    public static final int MAX_EXTENSIONS = 64;
    public static final int MAX_SSRCS = 64;
    public static final int MAX_RIDS = 16;
    public static final int MAX_FINGERPRINTS = 8;
    public static final int MAX_FMTP_CHARS = 1_024;

    private SdpLimits() {}

    static void check(int count, int max, int line, String value, String what) throws SdpException {
        if (count > max) {
            throw new SdpException(line, value, "at most " + max + " " + what + " are accepted");
        }
    }
}
