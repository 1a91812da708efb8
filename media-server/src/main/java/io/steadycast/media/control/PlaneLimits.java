package io.steadycast.media.control;

/**
 * Bounds of the media plane.
 *
 * @param peers of the process
 * @param tracksPerPeer m-lines
 * @param logBytes memory for the packets of all published tracks
 */
public record PlaneLimits(int peers, int tracksPerPeer, long logBytes) {}
