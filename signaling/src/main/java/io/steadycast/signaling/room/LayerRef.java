package io.steadycast.signaling.room;

/** Names a simulcast layer of a publisher. */
public record LayerRef(String mid, String rid) {}
