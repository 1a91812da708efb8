/** What operators see: Micrometer meters over the counters of loops, shards and handshakes, as Prometheus text. */
@NullMarked
package io.steadycast.media.metrics;

import org.jspecify.annotations.NullMarked;
