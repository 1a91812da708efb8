package io.steadycast.abr.control;

/**
 * A port. Confined to the viewer's shard: the packets of a session under their transport-wide numbers (extended, from 1 on), and what feedback said of them.
 *
 * <p>A packet that no received feedback covers is unknown, not lost: feedback gets lost too. One that was reported lost may be reported received later.
 */
public interface PacketHistory {
    /** Sent, and no feedback covered it yet; or no longer remembered. */
    byte UNKNOWN = 0;

    byte RECEIVED = 1;
    byte LOST = 2;

    /** The number that the next packet will have. */
    long nextSeq();

    /** The oldest number that is still remembered. */
    long oldestSeq();

    byte status(long seq);

    /** UDP payload; 0 if it is not remembered. */
    int sizeBytes(long seq);

    long sentNs(long seq);

    /** By the receiver's clock, only for {@link #RECEIVED}. */
    long arrivalNs(long seq);

    PacketKind kind(long seq);

    /** The probe that this packet belonged to, 0 for none. */
    int probeId(long seq);

    long newestReportedSeq();

    /** How many packets the last feedback changed from unknown or lost to received, or from unknown to lost, in ascending order. */
    int reportedCount();

    long reportedSeq(int index);

    /** Feedbacks so far. */
    long feedbackCount();

    long lastFeedbackNs();

    /** Feedbacks that the receiver sent and that never came, by its count of them; 0 of one that does not count. */
    default long missedFeedbackCount() {
        return 0;
    }

    long receivedCount();

    long lostCount();
}
