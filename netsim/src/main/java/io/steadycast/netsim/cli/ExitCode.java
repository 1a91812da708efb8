package io.steadycast.netsim.cli;

/** What the process tells its caller. */
public final class ExitCode {
    /** Done, and every target met. */
    public static final int OK = 0;
    /** Done, and at least one target missed. */
    public static final int MISSED = 1;
    /** Wrong usage or input: nothing was run, nothing was written. */
    public static final int USAGE = 2;
    /** A bug of ours. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}
