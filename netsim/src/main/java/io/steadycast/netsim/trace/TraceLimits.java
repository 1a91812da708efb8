package io.steadycast.netsim.trace;

/** What a trace may hold; beyond it the file is refused, never cut. */
public final class TraceLimits {
    public static final long MAX_FILE_BYTES = 64L << 20;
    /** Of the unpacked text of a gzip file. */
    public static final long MAX_TEXT_BYTES = 256L << 20;

    public static final int MAX_LINE_CHARS = 16 << 10;
    public static final int MAX_SAMPLES = 4_000_000;
    public static final int MAX_JSON_DEPTH = 64;
    public static final long MAX_DURATION_NS = 7L * 24 * 3600 * 1_000_000_000L;
    public static final double MAX_RATE_BPS = 1e12;
    public static final double MAX_DELAY_MS = 600_000;

    private TraceLimits() {}
}
