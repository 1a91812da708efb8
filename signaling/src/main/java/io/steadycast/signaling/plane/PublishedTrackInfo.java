package io.steadycast.signaling.plane;

import java.util.List;

/** A publisher's track as it runs now; layers in order of rank. Audio has one layer. */
public record PublishedTrackInfo(String mid, MediaKind kind, Codec codec, List<LayerInfo> layers) {
    public PublishedTrackInfo {
        Checks.mid(mid);
        layers = Checks.unique(layers, LayerInfo::rank, "ranks");
    }
}
