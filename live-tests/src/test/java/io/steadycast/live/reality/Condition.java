package io.steadycast.live.reality;

import io.steadycast.netsim.link.spec.PathSpec;

/**
 * Immutable. A network under which both viewers are put.
 *
 * @param name of its kind
 * @param figures what was drawn, for people
 * @param host the host's path
 * @param viewer the viewer's path
 */
record Condition(String name, String figures, PathSpec host, PathSpec viewer) {}
