package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PassedExtension;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;

/** Confined to its shard. One pass over a packet's header extension; what matters to us is then found by index. */
final class ExtensionScan {
    static final int TRANSPORT_CC = 0;
    static final int MID = 1;
    static final int RID = 2;
    static final int REPAIRED_RID = 3;
    private static final int PASSED = 4;
    private static final int ROLES = PASSED + PassedExtension.COUNT;
    private static final int MAX_ID = 255;
    private static final byte NO_ROLE = -1;
    private static final PassedExtension[] PASSED_BY_INDEX = PassedExtension.values();

    private final byte[] roleOfId = new byte[MAX_ID + 1];
    private final long[] elements = new long[ROLES];

    ExtensionScan(Map<HeaderExtension, Integer> negotiated) {
        Arrays.fill(roleOfId, NO_ROLE);
        negotiated.forEach((extension, id) -> {
            int role = role(extension);
            if (role >= 0) {
                roleOfId[id] = (byte) role;
            }
        });
    }

    private static int role(HeaderExtension extension) {
        return switch (extension) {
            case TRANSPORT_CC -> TRANSPORT_CC;
            case SDES_MID -> MID;
            case SDES_RID -> RID;
            case SDES_REPAIRED_RID -> REPAIRED_RID;
            case AUDIO_LEVEL -> PASSED + PassedExtension.AUDIO_LEVEL.index();
            case VIDEO_ORIENTATION -> PASSED + PassedExtension.VIDEO_ORIENTATION.index();
            case DEPENDENCY_DESCRIPTOR -> PASSED + PassedExtension.DEPENDENCY_DESCRIPTOR.index();
            case ABS_CAPTURE_TIME -> PASSED + PassedExtension.ABS_CAPTURE_TIME.index();
            case COLOR_SPACE -> PASSED + PassedExtension.COLOR_SPACE.index();
            case VIDEO_CONTENT_TYPE -> PASSED + PassedExtension.VIDEO_CONTENT_TYPE.index();
            case ABS_SEND_TIME, TRANSMISSION_OFFSET, PLAYOUT_DELAY, VIDEO_TIMING, VIDEO_LAYERS_ALLOCATION -> NO_ROLE;
        };
    }

    void scan(MemorySegment segment, long offset, int lengthBytes) {
        Arrays.fill(elements, HeaderExtensions.NONE);
        long element = HeaderExtensions.first(segment, offset, lengthBytes);
        while (element != HeaderExtensions.NONE) {
            int role = roleOfId[HeaderExtensions.id(element)];
            if (role != NO_ROLE) {
                elements[role] = element;
            }
            element = HeaderExtensions.next(segment, offset, lengthBytes, element);
        }
    }

    /** A packed element of {@link HeaderExtensions}, or its NONE. */
    long element(int role) {
        return elements[role];
    }

    long passed(PassedExtension extension) {
        return elements[PASSED + extension.index()];
    }

    /** Tells the packet's description where its passed extensions lie. */
    void describe(PacketInfo info, long packetOffset) {
        for (int i = 0; i < PassedExtension.COUNT; i++) {
            long element = elements[PASSED + i];
            if (element != HeaderExtensions.NONE) {
                int offset = (int) (HeaderExtensions.dataOffset(element) - packetOffset);
                info.extension(PASSED_BY_INDEX[i], offset, HeaderExtensions.dataBytes(element));
            }
        }
    }
}
