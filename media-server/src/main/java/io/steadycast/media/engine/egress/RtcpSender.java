package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.SourceDescription;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Composes what a viewer is told: sender reports with the CNAME of their source (RFC 3550 section 6.1), and DLRR as the
 * answer to a receiver's reference time (RFC 3611 section 4.5).
 */
final class RtcpSender {
    /** A compound that is longer is sent, and another begun. */
    private static final int FULL_BYTES = 1_000;

    private final PeerTransport transport;
    private final DropTally drops;
    private final byte[] cname;
    private long referenceSsrc = -1;
    private long referenceCompact;
    private long referenceArrivalNs;

    RtcpSender(PeerTransport transport, DropTally drops, String cname) {
        this.transport = transport;
        this.drops = drops;
        this.cname = cname.getBytes(StandardCharsets.UTF_8);
    }

    /** An RRTR came: the next compound answers it. */
    void onReceiverReference(long nowNs, long ssrc, long ntp) {
        referenceSsrc = ssrc;
        referenceCompact = NtpTime.compact(ntp);
        referenceArrivalNs = nowNs;
    }

    void onTick(long nowNs, Subscription[] subscriptions) {
        Datagram d = null;
        for (Subscription subscription : subscriptions) {
            if (!subscription.reports().isDue(nowNs) || !subscription.report(nowNs)) {
                continue;
            }
            d = d == null ? begin() : d;
            if (d == null) {
                return;
            }
            long ssrc = subscription.media().ssrcs().media();
            d.length += subscription.reports().write(nowNs, d.buffer, d.length, ssrc);
            d.length += SourceDescription.write(d.buffer, d.length, ssrc, cname);
            if (d.length > FULL_BYTES) {
                transport.sendRtcp(d);
                d = null;
            }
        }
        if (referenceSsrc >= 0 && subscriptions.length > 0) {
            d = d == null ? begin() : d;
            if (d == null) {
                return;
            }
            addDelay(nowNs, d, subscriptions[0].media().ssrcs().media());
        }
        if (d != null) {
            transport.sendRtcp(d);
        }
    }

    private @Nullable Datagram begin() {
        Datagram d = transport.claim();
        if (d == null) {
            drops.count(DropReason.SEND_QUEUE_FULL);
        } else {
            d.length = 0;
        }
        return d;
    }

    private void addDelay(long nowNs, Datagram d, long ssrc) {
        if (d.length == 0) {
            // A compound begins with a report, even an empty one (RFC 3550 section 6.1).
            d.length = ReceiverReport.begin(d.buffer, 0, ssrc, 0);
        }
        long offset = d.length;
        int header = ExtendedReport.begin(d.buffer, offset, ssrc);
        int length = ExtendedReport.addDelays(d.buffer, offset, header, 1);
        long delay = NtpTime.compactDuration(nowNs - referenceArrivalNs);
        ExtendedReport.putDelay(d.buffer, offset + header, 0, referenceSsrc, referenceCompact, delay);
        d.length += length;
        referenceSsrc = -1;
    }
}
