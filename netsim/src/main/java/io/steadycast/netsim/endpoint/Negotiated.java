package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.rtp.HeaderExtension;
import java.util.Map;

/** Immutable. What a simulated session would have found in its descriptions: payload types, mids and extension ids, the same for everybody. */
public final class Negotiated {
    public static final int OPUS = 111;
    public static final int VP8 = 96;
    public static final int RTX = 97;
    public static final String AUDIO_MID = "0";
    public static final String VIDEO_MID = "1";

    public static final int AUDIO_LEVEL_ID = 1;
    public static final int ABS_SEND_TIME_ID = 2;
    public static final int TRANSPORT_CC_ID = 3;
    public static final int MID_ID = 4;
    public static final int RID_ID = 10;
    public static final int REPAIRED_RID_ID = 11;

    private Negotiated() {}

    public static Map<HeaderExtension, Integer> extensions() {
        return Map.of(
                HeaderExtension.AUDIO_LEVEL, AUDIO_LEVEL_ID,
                HeaderExtension.ABS_SEND_TIME, ABS_SEND_TIME_ID,
                HeaderExtension.TRANSPORT_CC, TRANSPORT_CC_ID,
                HeaderExtension.SDES_MID, MID_ID,
                HeaderExtension.SDES_RID, RID_ID,
                HeaderExtension.SDES_REPAIRED_RID, REPAIRED_RID_ID);
    }
}
