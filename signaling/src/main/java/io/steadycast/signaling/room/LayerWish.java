package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.LayerChoice;
import java.util.Optional;

/** A change to a {@link LayerChoice}; what is empty stays as it is. Without a mid it means every video m-line. */
public record LayerWish(
        Optional<String> mid, Optional<Integer> rank, Optional<Integer> maxTemporalLayer, Optional<Boolean> paused) {
    LayerChoice over(LayerChoice now) {
        return new LayerChoice(
                rank.orElse(now.rank()), maxTemporalLayer.orElse(now.maxTemporalLayer()), paused.orElse(now.paused()));
    }
}
