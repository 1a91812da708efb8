package io.steadycast.abr.control;

/** A reusable struct. How frames of one class are protected before anybody misses them. */
public final class Protection {
    /** Parity packets for each packet of media; 0 for none. */
    public double parityShare;

    /** At least so many parity packets for a block that holds such a frame, while {@link #parityShare} is above 0. */
    public int minParity;

    /** Copies of every packet by RTX behind the original. */
    public int copies;

    public void none() {
        parityShare = 0;
        minParity = 0;
        copies = 0;
    }
}
