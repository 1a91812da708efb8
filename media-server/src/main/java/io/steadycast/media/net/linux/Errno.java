package io.steadycast.media.net.linux;

/** Stateless. Error numbers of Linux (asm-generic/errno-base.h, errno.h) that a UDP socket answers with. */
public final class Errno {
    static final int INTERRUPTED = 4;
    static final int INPUT_OUTPUT = 5;
    static final int AGAIN = 11;
    static final int OUT_OF_MEMORY = 12;
    static final int ACCESS = 13;
    static final int INVALID = 22;
    static final int MESSAGE_SIZE = 90;
    static final int ADDRESS_IN_USE = 98;
    static final int ADDRESS_NOT_AVAILABLE = 99;
    static final int NO_BUFFERS = 105;
    static final int CONNECTION_REFUSED = 111;

    private Errno() {}

    /** In words fit for the operator. */
    public static String text(int number) {
        return switch (number) {
            case ACCESS -> "not permitted";
            case ADDRESS_IN_USE -> "the port is in use";
            case ADDRESS_NOT_AVAILABLE -> "the address is none of this host's";
            case CONNECTION_REFUSED -> "nobody listens there";
            case MESSAGE_SIZE -> "the datagram is too long";
            default -> "error " + number + " of errno.h";
        };
    }
}
