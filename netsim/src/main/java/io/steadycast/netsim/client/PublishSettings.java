package io.steadycast.netsim.client;

import io.steadycast.netsim.endpoint.HostConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A host to run.
 *
 * @param whip of the room
 * @param token for the server
 * @param host what it sends
 * @param format of its video
 * @param duration from the offer to the end; without one until it is stopped
 */
public record PublishSettings(
        URI whip, Optional<String> token, HostConfig host, VideoFormat format, Optional<Duration> duration) {}
