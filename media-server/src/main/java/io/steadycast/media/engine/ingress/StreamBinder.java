package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.ingress.PublisherMedia.EncodingDescription;
import io.steadycast.media.engine.ingress.StreamTable.Stream;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Finds out what an SSRC is that comes for the first time (RFC 8843 section 9.2, RFC 8852): by the description if that names it, by the
 * header extensions mid, rid and repaired-rid, at last by its payload type.
 */
final class StreamBinder {
    private static final int NO_MATCH = -1;

    private final PublisherSpec spec;
    private final EncodingIntake[][] encodings;
    private final byte[][] mids;
    private final byte[][][] rids;
    private final StreamTable table;
    private DropReason refusal = DropReason.RTP_UNKNOWN_SSRC;

    StreamBinder(PublisherSpec spec, EncodingIntake[][] encodings, StreamTable table) {
        this.spec = spec;
        this.encodings = encodings;
        this.table = table;
        int count = spec.media().size();
        mids = new byte[count][];
        rids = new byte[count][][];
        for (int i = 0; i < count; i++) {
            PublisherMedia media = spec.media().get(i);
            mids[i] = media.mid().getBytes(StandardCharsets.UTF_8);
            rids[i] = new byte[media.encodings().size()][];
            for (int j = 0; j < rids[i].length; j++) {
                rids[i][j] = media.encodings().get(j).rid().getBytes(StandardCharsets.UTF_8);
            }
        }
    }

    /** Binds a new SSRC, or answers null and tells why in {@link #refusal}. The packet's extension was scanned before. */
    @Nullable
    Stream bind(MemorySegment segment, int ssrc, int payloadType, ExtensionScan extensions) {
        if (table.full()) {
            refusal = DropReason.RTP_ENCODING_LIMIT;
            return null;
        }
        refusal = DropReason.RTP_UNKNOWN_SSRC;
        Stream bound = byDescription(ssrc);
        if (bound == null) {
            bound = byExtensions(segment, ssrc, payloadType, extensions);
        }
        if (bound != null) {
            table.bind(bound);
            if (!bound.retransmission()) {
                bound.encoding().onSource(ssrc);
            }
        }
        return bound;
    }

    DropReason refusal() {
        return refusal;
    }

    private @Nullable Stream byDescription(int ssrc) {
        long unsigned = ssrc & 0xffff_ffffL;
        for (int i = 0; i < encodings.length; i++) {
            for (int j = 0; j < encodings[i].length; j++) {
                EncodingDescription described = spec.media().get(i).encodings().get(j);
                if (described.ssrc() == unsigned || described.rtxSsrc() == unsigned) {
                    return new Stream(ssrc, encodings[i][j], described.rtxSsrc() == unsigned);
                }
            }
        }
        return null;
    }

    private @Nullable Stream byExtensions(MemorySegment segment, int ssrc, int payloadType, ExtensionScan extensions) {
        long mid = extensions.element(ExtensionScan.MID);
        long rid = extensions.element(ExtensionScan.RID);
        long repaired = extensions.element(ExtensionScan.REPAIRED_RID);
        boolean hasRid = rid != HeaderExtensions.NONE || repaired != HeaderExtensions.NONE;
        if (mid == HeaderExtensions.NONE && !hasRid) {
            return byPayloadType(ssrc, payloadType);
        }
        for (int i = 0; i < encodings.length; i++) {
            boolean midFits = mid == HeaderExtensions.NONE || ExtensionValues.textEquals(segment, mid, mids[i]);
            if (!midFits || !spec.media().get(i).payloadTypes().contains(payloadType)) {
                continue;
            }
            if (!hasRid) {
                return ofSection(ssrc, payloadType, i);
            }
            boolean retransmission = repaired != HeaderExtensions.NONE;
            int j = encodingOf(segment, retransmission ? repaired : rid, i);
            if (j != NO_MATCH) {
                // Some senders put the rid where RFC 8852 wants repaired-rid: the payload type tells.
                boolean rtx = retransmission
                        || payloadType == spec.media().get(i).payloadTypes().rtx();
                return new Stream(ssrc, encodings[i][j], rtx);
            }
        }
        refusal = DropReason.RTP_UNKNOWN_RID;
        return null;
    }

    /** The section is known, the encoding is not: it must have only one, else a later packet will carry the rid. */
    private @Nullable Stream ofSection(int ssrc, int payloadType, int section) {
        if (encodings[section].length > 1) {
            refusal = DropReason.RTP_UNKNOWN_RID;
            return null;
        }
        boolean rtx = payloadType == spec.media().get(section).payloadTypes().rtx();
        return new Stream(ssrc, encodings[section][0], rtx);
    }

    private int encodingOf(MemorySegment segment, long rid, int section) {
        for (int j = 0; j < rids[section].length; j++) {
            if (ExtensionValues.textEquals(segment, rid, rids[section][j])) {
                return j;
            }
        }
        return NO_MATCH;
    }

    /** A sender without mid: the first section of this payload type whose only encoding has no such stream yet and no such SSRC described. */
    private @Nullable Stream byPayloadType(int ssrc, int payloadType) {
        for (int i = 0; i < encodings.length; i++) {
            PublisherMedia media = spec.media().get(i);
            if (!media.payloadTypes().contains(payloadType)) {
                continue;
            }
            boolean rtx = payloadType == media.payloadTypes().rtx();
            EncodingIntake only = encodings[i][0];
            EncodingDescription description = media.encodings().getFirst();
            boolean described = (rtx ? description.rtxSsrc() : description.ssrc()) != EncodingDescription.UNKNOWN_SSRC;
            if (encodings[i].length == 1 && !described && (rtx ? only.hasSource() : !only.hasSource())) {
                return new Stream(ssrc, only, rtx);
            }
        }
        return null;
    }
}
