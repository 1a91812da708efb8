package io.steadycast.netsim.endpoint;

/** Confined to its encoder. Where in a recording its host is. */
final class RecordingHead {
    private final RecordedFrames recording;
    private int frame;

    RecordingHead(RecordedFrames recording) {
        this.recording = recording;
        frame = recording.frames() - 1;
    }

    /** To the next frame, or to the next keyframe where one is asked for; round the end to the first one, which is one. Answers whether it is one. */
    boolean next(boolean asked) {
        frame = (frame + 1) % recording.frames();
        frame = asked ? recording.keyframeFrom(frame) : frame;
        return recording.keyframe(frame);
    }

    /** In the recording. */
    int frame() {
        return frame;
    }

    int sizeBytes() {
        return recording.sizeBytes(frame);
    }
}
