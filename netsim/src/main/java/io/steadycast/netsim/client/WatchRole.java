package io.steadycast.netsim.client;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.netsim.endpoint.Endpoint;
import io.steadycast.netsim.endpoint.EndpointTransport;
import io.steadycast.netsim.endpoint.SyntheticViewer;
import io.steadycast.netsim.endpoint.ViewerConfig;
import org.jspecify.annotations.Nullable;

/** Confined to its session. To watch as a browser does. */
final class WatchRole implements ClientRole {
    private volatile @Nullable SyntheticViewer viewer;

    @Override
    public String offer(LocalEnd end, long sessionId) {
        return OfferText.watch(end, sessionId);
    }

    @Override
    public Endpoint endpoint(Answer answer, EndpointTransport.Maker transports, long seed) {
        ViewerConfig browser = ViewerConfig.browser(0);
        ViewerConfig.Receiver receiver = browser.receiver();
        Codec codec = VideoFormat.named(answer.video()).orElse(VideoFormat.VP8).codec();
        ViewerConfig config = browser.withSsrcs(answer.streams())
                // The host may be a real one, whose payload says nothing about itself.
                .withReceiver(new ViewerConfig.Receiver(
                        codec, receiver.feedbackMs(), receiver.reportMs(), receiver.decodeMs(), true, false))
                .withRepair(new ViewerConfig.Repair(true, false, answer.redundantAudio(), ViewerConfig.Fec.NONE));
        SyntheticViewer made = new SyntheticViewer(config, transports, seed);
        viewer = made;
        return made;
    }

    /** Once the server has answered, null before. */
    @Nullable
    SyntheticViewer viewer() {
        return viewer;
    }
}
