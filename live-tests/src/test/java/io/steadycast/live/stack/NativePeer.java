package io.steadycast.live.stack;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Confined to the test's thread; counters from any. A peer connection of native libwebrtc in this JVM that publishes or plays by WHIP/WHEP. */
public final class NativePeer implements AutoCloseable {
    private static final long DEADLINE_S = 15;
    private static final int LOUD = 1000;

    private final NativeSource source;
    private final RTCPeerConnection connection;
    private final WhipExchange exchange;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final AtomicLong pictures = new AtomicLong();
    private final AtomicLong loudBlocks = new AtomicLong();

    private NativePeer(
            PeerConnectionFactory factory,
            NativeSource source,
            HttpClient http,
            String url,
            RTCRtpTransceiverDirection direction) {
        this.source = source;
        var configuration = new RTCConfiguration();
        configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
        connection = factory.createPeerConnection(configuration, new Observer());
        add(source.audio(), direction);
        add(source.video(), direction);
        RTCSessionDescription offer = offer();
        set(done -> connection.setLocalDescription(offer, done));
        exchange = WhipExchange.post(http, url, offer.sdp);
        set(done ->
                connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, exchange.answer()), done));
        connected.orTimeout(DEADLINE_S, TimeUnit.SECONDS).join();
    }

    /** Publishes pictures and a tone, and returns once it is connected. */
    public static NativePeer publish(PeerConnectionFactory factory, HttpClient http, String url) {
        return new NativePeer(factory, NativeSource.start(factory), http, url, RTCRtpTransceiverDirection.SEND_ONLY);
    }

    /** Plays, and returns once it is connected. */
    public static NativePeer play(PeerConnectionFactory factory, HttpClient http, String url) {
        return new NativePeer(factory, NativeSource.silent(factory), http, url, RTCRtpTransceiverDirection.RECV_ONLY);
    }

    public long pictures() {
        return pictures.get();
    }

    /** Blocks of 10 ms whose sound is above the noise. */
    public long loudBlocks() {
        return loudBlocks.get();
    }

    @Override
    public void close() {
        exchange.delete();
        connection.close();
        source.close();
    }

    private void add(MediaStreamTrack track, RTCRtpTransceiverDirection direction) {
        var init = new RTCRtpTransceiverInit();
        init.direction = direction;
        init.streamIds = List.of("native");
        connection.addTransceiver(track, init);
    }

    private RTCSessionDescription offer() {
        var offer = new CompletableFuture<RTCSessionDescription>();
        connection.createOffer(new RTCOfferOptions(), new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                offer.complete(description);
            }

            @Override
            public void onFailure(String error) {
                offer.completeExceptionally(new AssertionError(error));
            }
        });
        return offer.orTimeout(DEADLINE_S, TimeUnit.SECONDS).join();
    }

    private static void set(java.util.function.Consumer<SetSessionDescriptionObserver> setter) {
        var done = new CompletableFuture<@Nullable Void>();
        setter.accept(new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                done.complete(null);
            }

            @Override
            public void onFailure(String error) {
                done.completeExceptionally(new AssertionError(error));
            }
        });
        done.orTimeout(DEADLINE_S, TimeUnit.SECONDS).join();
    }

    private void count(MediaStreamTrack track) {
        switch (track) {
            case VideoTrack video ->
                video.addSink(frame -> {
                    pictures.incrementAndGet();
                    frame.release();
                });
            case AudioTrack audio ->
                audio.addSink((data, bits, rate, channels, frames) -> {
                    if (isLoud(data)) {
                        loudBlocks.incrementAndGet();
                    }
                });
            default -> throw new AssertionError("unknown track " + track);
        }
    }

    private static boolean isLoud(byte[] samples) {
        for (int i = 0; i + 1 < samples.length; i += 2) {
            if (Math.abs((short) ((samples[i] & 0xff) | (samples[i + 1] << 8))) > LOUD) {
                return true;
            }
        }
        return false;
    }

    /** Called on libwebrtc's signalling thread. */
    private final class Observer implements PeerConnectionObserver {
        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            // The server is ICE-lite: it learns our addresses from our checks.
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState state) {
            switch (state) {
                case CONNECTED -> connected.complete(null);
                case FAILED -> connected.completeExceptionally(new AssertionError("the connection failed"));
                case NEW, CONNECTING, DISCONNECTED, CLOSED -> {}
            }
        }

        @Override
        public void onTrack(RTCRtpTransceiver transceiver) {
            count(transceiver.getReceiver().getTrack());
        }
    }
}
