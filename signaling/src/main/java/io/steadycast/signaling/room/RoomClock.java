package io.steadycast.signaling.room;

import java.util.function.LongSupplier;

/** Any thread. The two clocks of the control plane: one for how long, one for when. Tests turn them by hand. */
public record RoomClock(LongSupplier nanoTime, LongSupplier epochMillis) {
    public static RoomClock system() {
        return new RoomClock(System::nanoTime, System::currentTimeMillis);
    }

    long nowNs() {
        return nanoTime.getAsLong();
    }

    long epochMs() {
        return epochMillis.getAsLong();
    }
}
