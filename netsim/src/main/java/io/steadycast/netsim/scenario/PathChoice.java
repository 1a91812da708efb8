package io.steadycast.netsim.scenario;

import io.steadycast.netsim.link.spec.PathSpec;

/**
 * A path and what to call it.
 *
 * @param label in reports
 * @param spec of it
 */
public record PathChoice(String label, PathSpec spec) {}
