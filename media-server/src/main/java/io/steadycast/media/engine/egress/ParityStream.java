package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.StreamPlan;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. A subscription's FlexFEC stream: an SSRC and numbers of its own, and an encoder as soon as a plan asks for parity. */
final class ParityStream {
    private static final FrameClass[] CLASSES = FrameClass.values();

    private final ViewerMedia media;
    private final PacketSender sender;
    private final RtpRewriter rewriter;
    private final PacketSender.Outgoing out;
    private final long firstSeq;
    private @Nullable FecEncoder encoder;
    private long packets;

    /** {@code subscription}: the place of its m-section. */
    ParityStream(ViewerMedia media, PacketSender sender, RtpRewriter rewriter, int subscription, long firstSeq) {
        this.media = media;
        this.sender = sender;
        this.rewriter = rewriter;
        this.firstSeq = firstSeq;
        out = new PacketSender.Outgoing(subscription);
        out.kind = PacketKind.PARITY;
    }

    long packets() {
        return packets;
    }

    void steer(long nowNs, StreamPlan plan) {
        if (!media.hasFec()) {
            return;
        }
        boolean wanted = false;
        for (FrameClass kind : CLASSES) {
            wanted |= plan.protection(kind).parityShare > 0;
        }
        if (wanted && encoder == null) {
            encoder = new FecEncoder(media, plan, firstSeq);
        }
        FecEncoder fec = encoder;
        if (fec != null && wanted) {
            fec.onTick(nowNs);
        } else if (fec != null) {
            fec.finish();
        }
        rewriter.protectBy(wanted ? fec : null);
    }

    /** What became of its packets; null before the first plan that asks for parity. */
    @Nullable
    ParityLedger ledger() {
        FecEncoder fec = encoder;
        return fec == null ? null : fec.ledger();
    }

    boolean isReady() {
        FecEncoder fec = encoder;
        return fec != null && fec.isReady();
    }

    /** The oldest parity packet that waits; false if there is none, or it could not be sent. */
    boolean send(long nowNs) {
        FecEncoder fec = encoder;
        if (fec == null || !fec.isReady()) {
            return false;
        }
        out.extSeq = fec.nextSeq();
        out.timestamp = rewriter.lastTimestamp();
        boolean sent = sender.sendParity(nowNs, media, fec, out);
        if (sent) {
            packets++;
            fec.ledger().onParitySent(nowNs, out.extSeq);
        }
        return sent;
    }

    /** The source is gone. */
    void clear() {
        FecEncoder fec = encoder;
        if (fec != null) {
            fec.clear();
        }
    }
}
