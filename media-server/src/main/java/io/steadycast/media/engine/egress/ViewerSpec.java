package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.ViewerController;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was negotiated with one viewer.
 *
 * @param cname of the sender reports, the same for all media so that the viewer keeps them in sync (RFC 3550 section 6.5.1)
 * @param seed of the first sequence numbers
 * @param media one per m-section
 * @param controllers makes the controller that steers this viewer; null: nobody does, and packets leave when they come
 */
public record ViewerSpec(
        String cname, long seed, List<ViewerMedia> media, ViewerController.@Nullable Factory controllers) {
    public ViewerSpec {
        media = List.copyOf(media);
    }

    public ViewerSpec(String cname, long seed, List<ViewerMedia> media) {
        this(cname, seed, media, null);
    }

    public ViewerSpec steeredBy(ViewerController.Factory newControllers) {
        return new ViewerSpec(cname, seed, media, newControllers);
    }
}
