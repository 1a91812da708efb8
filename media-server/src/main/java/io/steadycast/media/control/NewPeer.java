package io.steadycast.media.control;

import io.steadycast.media.engine.PeerSpec;

/** A peer that is about to be added to its shard. */
record NewPeer(PeerEntry entry, PeerSpec spec) {}
