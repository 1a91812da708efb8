package io.steadycast.media.engine.egress;

import io.steadycast.media.wire.rtp.HeaderExtension;
import java.util.Map;

/** Immutable. The ids under which a viewer's m-section negotiated its header extensions (RFC 8285 section 5). */
@SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this process
public final class ExtensionIds {
    private static final ExtensionIds NONE = new ExtensionIds(Map.of());

    private final int[] ids = new int[HeaderExtension.values().length];

    private ExtensionIds(Map<HeaderExtension, Integer> negotiated) {
        negotiated.forEach((extension, id) -> {
            if (id < 1 || id > 255) {
                throw new IllegalArgumentException(extension + " has id " + id);
            }
            ids[extension.ordinal()] = id;
        });
    }

    public static ExtensionIds of(Map<HeaderExtension, Integer> negotiated) {
        return new ExtensionIds(negotiated);
    }

    public static ExtensionIds none() {
        return NONE;
    }

    /** 0 if it was not negotiated. */
    public int id(HeaderExtension extension) {
        return ids[extension.ordinal()];
    }
}
