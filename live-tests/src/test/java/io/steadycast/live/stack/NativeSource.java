package io.steadycast.live.stack;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Confined to its own thread once started. A moving picture (640x360, 25 fps) and a tone for native libwebrtc. */
final class NativeSource implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int BLOCKS_PER_FRAME = 4;
    private static final int SAMPLE_RATE = 48_000;
    private static final int BLOCK_MS = 10;
    private static final int BLOCK_SAMPLES = SAMPLE_RATE * BLOCK_MS / 1000;
    private static final int AMPLITUDE = 12_000;

    private final CustomVideoSource videoSource = new CustomVideoSource();
    private final CustomAudioSource audioSource = new CustomAudioSource();
    private final VideoTrack video;
    private final AudioTrack audio;
    private @Nullable Thread thread;
    private int frames;
    private int blocks;

    private NativeSource(PeerConnectionFactory factory) {
        video = factory.createVideoTrack("video", videoSource);
        audio = factory.createAudioTrack("audio", audioSource);
    }

    static NativeSource start(PeerConnectionFactory factory) {
        var source = new NativeSource(factory);
        source.thread = Thread.ofPlatform().daemon().name("native-source").start(source::run);
        return source;
    }

    /** Tracks that only stand for the receiving half of a transceiver. */
    static NativeSource silent(PeerConnectionFactory factory) {
        return new NativeSource(factory);
    }

    VideoTrack video() {
        return video;
    }

    AudioTrack audio() {
        return audio;
    }

    private void run() {
        long nextNs = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            pushTone();
            if (blocks % BLOCKS_PER_FRAME == 0) {
                pushPicture();
            }
            nextNs += BLOCK_MS * 1_000_000L;
            LockSupport.parkNanos(nextNs - System.nanoTime());
        }
    }

    private void pushPicture() {
        NativeI420Buffer picture = NativeI420Buffer.allocate(WIDTH, HEIGHT);
        fill(picture.getDataY(), picture.getStrideY(), HEIGHT, frames * 4);
        fill(picture.getDataU(), picture.getStrideU(), HEIGHT / 2, frames * 2);
        fill(picture.getDataV(), picture.getStrideV(), HEIGHT / 2, frames);
        frames++;
        var frame = new VideoFrame(picture, System.nanoTime());
        videoSource.pushFrame(frame);
        frame.release();
    }

    private static void fill(ByteBuffer plane, int stride, int rows, int phase) {
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < stride; x += 8) {
                plane.putLong(row * stride + x, 0x0101010101010101L * ((x + row + phase) & 0xff));
            }
        }
    }

    private void pushTone() {
        byte[] samples = new byte[BLOCK_SAMPLES * 2];
        for (int i = 0; i < BLOCK_SAMPLES; i++) {
            double seconds = (double) (blocks * BLOCK_SAMPLES + i) / SAMPLE_RATE;
            int sample = (int) (AMPLITUDE * Math.sin(2 * Math.PI * 440 * seconds));
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        blocks++;
        audioSource.pushAudio(samples, 16, SAMPLE_RATE, 1, BLOCK_SAMPLES);
    }

    @Override
    public void close() {
        stop();
        // Tracks and sources still belong to the closed connection's senders; libwebrtc frees them with it.
    }

    private void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
