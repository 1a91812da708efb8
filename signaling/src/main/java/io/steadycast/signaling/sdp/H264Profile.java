package io.steadycast.signaling.sdp;

import java.util.Locale;

/**
 * What of an H.264 format decides whether one side's stream can be another's (RFC 6184 section 8.1): the profile that
 * {@code profile-level-id} spells, and the packetization mode. Levels are left out: level asymmetry is allowed everywhere that matters.
 */
record H264Profile(Profile profile, int packetizationMode) {
    /** RFC 6184 section 8.1, table 5; each decodes those that stand in {@link #decodes}. */
    enum Profile {
        CONSTRAINED_BASELINE,
        BASELINE,
        MAIN,
        CONSTRAINED_HIGH,
        HIGH,
        OTHER;

        boolean decodes(Profile stream) {
            return switch (this) {
                case CONSTRAINED_BASELINE, BASELINE ->
                    // Plain baseline adds tools (FMO, ASO) that no encoder for real time uses.
                    stream == CONSTRAINED_BASELINE || stream == BASELINE;
                case MAIN -> stream == CONSTRAINED_BASELINE || stream == MAIN;
                case CONSTRAINED_HIGH -> stream == CONSTRAINED_BASELINE || stream == CONSTRAINED_HIGH;
                case HIGH -> stream != BASELINE && stream != OTHER;
                case OTHER -> false;
            };
        }
    }

    /** Without profile-level-id the format is baseline at level 1, without packetization-mode it is mode 0 (RFC 6184 section 8.1). */
    static H264Profile of(String fmtp) {
        String id = Fmtp.parameter(fmtp, "profile-level-id").orElse("42000a").toLowerCase(Locale.ROOT);
        int mode = switch (Fmtp.parameter(fmtp, "packetization-mode").orElse("0")) {
            case "0" -> 0;
            case "1" -> 1;
            default -> 2;
        };
        return new H264Profile(profile(id), mode);
    }

    private static Profile profile(String text) {
        // ffmpeg 8.0 prints its own flag for "constrained", 0x200, where constraint_set1_flag, 0x40, belongs.
        String id = text.length() == 7 && text.startsWith("200", 2)
                ? text.substring(0, 2) + "40" + text.substring(5)
                : text;
        if (id.length() != 6 || !id.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return Profile.OTHER;
        }
        int idc = Integer.parseInt(id.substring(0, 2), 16);
        int constraints = Integer.parseInt(id.substring(2, 4), 16);
        boolean set0 = (constraints & 0x80) != 0;
        boolean set1 = (constraints & 0x40) != 0;
        return switch (idc) {
            case 0x42 -> set1 ? Profile.CONSTRAINED_BASELINE : Profile.BASELINE;
            case 0x4d -> set0 ? Profile.CONSTRAINED_BASELINE : Profile.MAIN;
            case 0x58 -> set0 && set1 ? Profile.CONSTRAINED_BASELINE : Profile.OTHER;
            case 0x64 -> (constraints & 0x0c) == 0x0c ? Profile.CONSTRAINED_HIGH : Profile.HIGH;
            default -> Profile.OTHER;
        };
    }

    /** Interleaved packets (mode 2) reorder frames, which no browser takes. */
    boolean isForwardable() {
        return profile != Profile.OTHER && packetizationMode <= 1;
    }

    /** Order of preference among a publisher's offers, 0 first. */
    int publishRank() {
        int byProfile = switch (profile) {
            case CONSTRAINED_BASELINE -> 0;
            case BASELINE -> 1;
            case MAIN, CONSTRAINED_HIGH, HIGH, OTHER -> 2;
        };
        return byProfile * 2 + (packetizationMode == 1 ? 0 : 1);
    }

    /** How well this receiver's format takes {@code stream}: 0 not at all, more is better. */
    int fit(H264Profile stream) {
        boolean modeFits = packetizationMode >= stream.packetizationMode;
        if (!modeFits || !profile.decodes(stream.profile)) {
            return 0;
        }
        return 1 + (profile == stream.profile ? 2 : 0) + (packetizationMode == stream.packetizationMode ? 1 : 0);
    }
}
