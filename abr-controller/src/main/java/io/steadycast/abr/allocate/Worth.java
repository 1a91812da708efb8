package io.steadycast.abr.allocate;

import io.steadycast.abr.profile.QualityProfile;

/**
 * Immutable. What a picture is worth to a viewer: octaves of lines and of frames a second, weighed by what the profile wants kept (W3C mst-content-hint,
 * RTCDegradationPreference). Below the profile's least height lines count more, below its least frame rate frames do, so that the preference turns round there.
 */
final class Worth {
    private static final double BELOW_MINIMUM = 3;
    /** Nobody sees more on a phone. */
    private static final double MAX_FPS = 60;

    private static final double LOWEST_LINES = 16;
    private static final double LOWEST_FPS = 0.5;
    private static final double OCTAVE = Math.log(2);

    private final double ofLines;
    private final double ofFrames;
    private final double minLines;
    private final double minFps;

    Worth(QualityProfile profile) {
        ofLines = switch (profile.preference()) {
            case MAINTAIN_RESOLUTION -> 2;
            case MAINTAIN_FRAMERATE, BALANCED -> 1;
        };
        ofFrames = switch (profile.preference()) {
            case MAINTAIN_FRAMERATE -> 2;
            case MAINTAIN_RESOLUTION -> 1;
            case BALANCED -> 0.9;
        };
        minLines = Math.max(LOWEST_LINES, profile.layers().minHeightPx());
        minFps = profile.layers().minFramesPerSecond();
    }

    /** More than 0 for any picture that moves. */
    double of(double lines, double fps) {
        return 1
                + weighed(Math.max(lines, LOWEST_LINES), LOWEST_LINES, minLines, ofLines)
                + weighed(Math.clamp(fps, LOWEST_FPS, MAX_FPS), LOWEST_FPS, minFps, ofFrames);
    }

    private static double weighed(double value, double lowest, double minimum, double weight) {
        double below = octaves(Math.min(value, minimum), lowest);
        double above = octaves(Math.max(value, minimum), minimum);
        return weight * (BELOW_MINIMUM * Math.max(0, below) + above);
    }

    private static double octaves(double value, double from) {
        return Math.log(value / from) / OCTAVE;
    }
}
