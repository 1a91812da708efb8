package io.steadycast.media.engine;

/** What became of a request to a shard. */
public enum Answer {
    OK,
    NO_SUCH_PEER,
    NO_SUCH_MID,
    /** No publisher of this shard has that track. */
    NO_SUCH_TRACK,
    /** The m-section was negotiated for another codec than the track's. */
    OTHER_CODEC,
    LIMIT_REACHED,
    /** Our own bug; the peer was closed. */
    INTERNAL_ERROR
}
