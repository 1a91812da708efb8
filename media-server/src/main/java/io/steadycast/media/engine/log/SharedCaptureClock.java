package io.steadycast.media.engine.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One writer, any readers. The last sender report as a seqlock: odd version while it is written. Same orderings as in {@link TrackLog}. */
final class SharedCaptureClock {
    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(SharedCaptureClock.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A writer that is descheduled mid-way must not hold a reader up: it tries a few times and then does without. */
    private static final int ATTEMPTS = 8;

    @SuppressWarnings("UnusedVariable") // written and read through VERSION
    private int version;

    private long ntp;
    private long extTimestamp;
    private long arrivalNs;

    void write(long newNtp, long newExtTimestamp, long newArrivalNs) {
        int before = (int) VERSION.get(this);
        VERSION.setOpaque(this, before + 1);
        VarHandle.storeStoreFence();
        ntp = newNtp;
        extTimestamp = newExtTimestamp;
        arrivalNs = newArrivalNs;
        VERSION.setRelease(this, before + 2);
    }

    boolean read(CaptureClock into) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int before = (int) VERSION.getAcquire(this);
            if (before == 0) {
                return false;
            }
            long readNtp = ntp;
            long readExtTimestamp = extTimestamp;
            long readArrivalNs = arrivalNs;
            VarHandle.loadLoadFence();
            if ((before & 1) == 0 && (int) VERSION.getOpaque(this) == before) {
                into.ntp = readNtp;
                into.extTimestamp = readExtTimestamp;
                into.arrivalNs = readArrivalNs;
                return true;
            }
        }
        return false;
    }
}
