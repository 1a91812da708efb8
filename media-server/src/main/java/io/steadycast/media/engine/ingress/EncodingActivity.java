package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.EncodingState;

/** Confined to its shard. Watches which encodings of a publisher flow, how large their pictures are and how they rank. */
final class EncodingActivity {
    /** Even alone in its track, an encoding that is silent for so long is off. */
    private static final long LONG_SILENCE_NS = 10_000_000_000L;

    private final EncodingIntake[][] bySection;
    private final LayerRanking[] rankings;
    private final long silenceNs;
    private long signature;

    EncodingActivity(PublisherSpec spec, EncodingIntake[][] bySection, long silenceNs) {
        this.bySection = bySection;
        this.silenceNs = silenceNs;
        this.rankings = new LayerRanking[bySection.length];
        for (int i = 0; i < rankings.length; i++) {
            rankings[i] = new LayerRanking(spec.media().get(i).source());
        }
    }

    /** True if anything that a user sees of the layers changed. */
    boolean update(long nowNs) {
        long newSignature = 17;
        for (int i = 0; i < bySection.length; i++) {
            silence(nowNs, bySection[i]);
            rankings[i].update();
            for (EncodingIntake encoding : bySection[i]) {
                EncodingState state = encoding.log().state();
                newSignature = newSignature * 31 + state.rank();
                newSignature = newSignature * 31 + (state.active() ? 1 : 0);
                newSignature = newSignature * 31 + (state.available() ? 1 : 0);
                newSignature = newSignature * 65_599 + state.widthPx();
                newSignature = newSignature * 65_599 + state.heightPx();
            }
        }
        boolean changed = newSignature != signature;
        signature = newSignature;
        return changed;
    }

    private void silence(long nowNs, EncodingIntake[] encodings) {
        long newest = Long.MIN_VALUE;
        for (EncodingIntake encoding : encodings) {
            newest = Math.max(newest, encoding.lastPacketNs());
        }
        for (EncodingIntake encoding : encodings) {
            EncodingState state = encoding.log().state();
            if (!state.active() || encoding.lastPacketNs() == Long.MIN_VALUE) {
                continue;
            }
            boolean othersFlow = newest - encoding.lastPacketNs() > silenceNs;
            if (othersFlow || nowNs - encoding.lastPacketNs() > LONG_SILENCE_NS) {
                state.active(false);
            }
        }
    }
}
