package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.LayerHold;
import java.util.Map;

/**
 * What a host's page shall not send from now on; all else it sends.
 *
 * @param turn counts what the page was told, so that its answer can be told from one to something older
 */
public record HeldLayers(long turn, Map<LayerRef, LayerHold> held) {
    public HeldLayers {
        held = Map.copyOf(held);
    }
}
