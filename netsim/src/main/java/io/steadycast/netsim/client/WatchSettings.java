package io.steadycast.netsim.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Viewers to run.
 *
 * @param whep of the room
 * @param token for the server
 * @param count of viewers
 * @param duration from the first offer to the end; without one until it is stopped
 * @param ramp over which the joins are spread evenly
 */
public record WatchSettings(URI whep, Optional<String> token, int count, Optional<Duration> duration, Duration ramp) {}
