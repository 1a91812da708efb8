package io.steadycast.media.control;

import io.steadycast.media.engine.log.TrackSource;

/** A track and the shard of its publisher. */
record Source(TrackSource track, int shard) {}
