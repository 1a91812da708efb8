package io.steadycast.abr.profile;

/** What is given up first (W3C mst-content-hint, RTCDegradationPreference). */
public enum DegradationPreference {
    MAINTAIN_FRAMERATE,
    MAINTAIN_RESOLUTION,
    BALANCED
}
