package io.steadycast.netsim.endpoint;

/**
 * Confined to its encoder. Dependency descriptors of a stream with some spatial and up to three temporal layers that depend on each other in key pictures only: what
 * libwebrtc's scalability_structure_key_svc.cc@bb9331cf describes, written as the AV1 RTP payload format's appendix A says.
 */
final class DescriptorWriter {
    /** Of each spatial layer: key picture, T0, T2 after T0, T1, T2 after T1, by layers as the format wants it. */
    private static final int[] TEMPORAL = {0, 0, 1, 2, 2};

    private static final int KEY = 0;
    private static final int[] TEMPLATE_OF_POSITION = {1, 3, 2, 4};
    /** Pictures since the last T0, of each template. */
    private static final int[] SINCE_T0 = {0, 4, 2, 1, 3};
    /** Pictures back that each template refers to. */
    private static final int[] REFERENCE = {0, 4, 2, 1, 1};

    private static final int SINGLE_LAYER_REFERENCE = 1;
    private static final int MAX_TEMPLATE_ID = 64;
    private static final int SAME_LAYER = 0;
    private static final int NEXT_TEMPORAL = 1;
    private static final int NEXT_SPATIAL = 2;
    private static final int NO_MORE = 3;
    private static final int NOT_PRESENT = 0;
    private static final int DISCARDABLE = 1;
    private static final int SWITCH = 2;

    private final HostConfig config;
    private final int spatials;
    private final int temporals;
    /** Templates of one spatial layer. */
    private final int perLayer;

    private int offset;
    private int template;

    DescriptorWriter(HostConfig config) {
        this.config = config;
        this.spatials = config.layers().size();
        this.temporals = config.video().temporalLayers();
        this.perLayer = temporals == 1 ? 2 : TEMPORAL.length;
    }

    /** A key picture brings a new structure, under template ids of its own. */
    void begin(boolean keyPicture, int position) {
        if (keyPicture) {
            offset = (offset + perLayer * spatials) % MAX_TEMPLATE_ID;
            template = KEY;
        } else {
            template = TEMPLATE_OF_POSITION[position];
        }
    }

    byte[] of(SvcPayload.Place place, FrameTruth truth) {
        boolean first = truth.index == 0;
        int id = (offset + place.spatialId() * perLayer + template) % MAX_TEMPLATE_ID;
        BitSink bits = new BitSink()
                .flag(first)
                .flag(truth.index == truth.count - 1)
                .put(6, id)
                .put(16, (int) truth.frame & 0xFFFF);
        if (first && truth.keyframe) {
            bits.put(5, 0b10000);
            structure(bits);
        }
        return bits.bytes();
    }

    private void structure(BitSink bits) {
        bits.put(6, offset).put(5, spatials * temporals - 1);
        layers(bits);
        for (int spatial = 0; spatial < spatials; spatial++) {
            for (int of = 0; of < perLayer; of++) {
                indications(bits, spatial, of);
            }
        }
        for (int spatial = 0; spatial < spatials; spatial++) {
            for (int of = 0; of < perLayer; of++) {
                difference(bits, spatial, of);
            }
        }
        bits.nonSymmetric(spatials * temporals + 1, spatials);
        for (int target = 0; target < spatials * temporals; target++) {
            bits.nonSymmetric(spatials, target / temporals);
        }
        for (int spatial = 0; spatial < spatials; spatial++) {
            for (int of = 0; of < perLayer; of++) {
                for (int chain = 0; chain < spatials; chain++) {
                    bits.put(4, chainDifference(spatial, of, chain));
                }
            }
        }
        bits.put(1, 1);
        for (HostConfig.Layer layer : config.layers()) {
            bits.put(16, layer.widthPx() - 1).put(16, layer.heightPx() - 1);
        }
    }

    private void layers(BitSink bits) {
        for (int spatial = 0; spatial < spatials; spatial++) {
            for (int of = 0; of < perLayer; of++) {
                boolean last = of == perLayer - 1;
                int next = last
                        ? (spatial == spatials - 1 ? NO_MORE : NEXT_SPATIAL)
                        : TEMPORAL[of + 1] == TEMPORAL[of] ? SAME_LAYER : NEXT_TEMPORAL;
                bits.put(2, next);
            }
        }
    }

    /** Decode targets go by spatial, then by temporal layer. */
    private void indications(BitSink bits, int spatial, int of) {
        for (int target = 0; target < spatials * temporals; target++) {
            int targetSpatial = target / temporals;
            int targetTemporal = target % temporals;
            boolean present =
                    of == KEY ? targetSpatial >= spatial : targetSpatial == spatial && targetTemporal >= TEMPORAL[of];
            boolean discardable = of != KEY && TEMPORAL[of] > 0 && targetTemporal == TEMPORAL[of];
            bits.put(2, !present ? NOT_PRESENT : discardable ? DISCARDABLE : SWITCH);
        }
    }

    private void difference(BitSink bits, int spatial, int of) {
        int pictures = temporals == 1 ? SINGLE_LAYER_REFERENCE : REFERENCE[of];
        int difference = of == KEY ? (spatial == 0 ? 0 : 1) : pictures * spatials;
        if (difference > 0) {
            bits.put(1, 1).put(4, difference - 1);
        }
        bits.put(1, 0);
    }

    /** To the chain's last frame: chain i has the key picture's layers up to i, then T0 of layer i. */
    private int chainDifference(int spatial, int of, int chain) {
        if (of == KEY) {
            return spatial == 0 ? 0 : chain < spatial ? spatial - chain : 1;
        }
        int pictures = temporals == 1 ? SINGLE_LAYER_REFERENCE : SINCE_T0[of];
        boolean base = TEMPORAL[of] == 0;
        return base && chain < spatial ? spatial - chain : pictures * spatials + spatial - chain;
    }
}
