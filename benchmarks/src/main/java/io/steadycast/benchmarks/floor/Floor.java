package io.steadycast.benchmarks.floor;

/**
 * Immutable. CPU for each packet, in microseconds, of a loop that does nothing else.
 *
 * @param sendtoUs a call for each packet of video
 * @param sendmmsgUs 32 packets of video to 32 viewers in a call
 * @param segmentedUs the same with five packets to each viewer as one message (UDP_SEGMENT)
 * @param audioUs 32 packets of audio to 32 viewers in a call
 * @param videoCipherUs AES-128-GCM over a packet of video
 * @param audioCipherUs the same over one of audio
 */
public record Floor(
        double sendtoUs,
        double sendmmsgUs,
        double segmentedUs,
        double audioUs,
        double videoCipherUs,
        double audioCipherUs) {
    private static final double VIDEO = 181;
    private static final double AUDIO = 50;

    /** What a forwarded packet takes at least: pictures segmented, audio by itself, everything encrypted; feedback is not in it. */
    public double mixedUs() {
        return (VIDEO * (segmentedUs + videoCipherUs) + AUDIO * (audioUs + audioCipherUs)) / (VIDEO + AUDIO);
    }

    /** One line, which {@link #parse} reads. */
    String line() {
        return "floor " + sendtoUs + ' ' + sendmmsgUs + ' ' + segmentedUs + ' ' + audioUs + ' ' + videoCipherUs + ' '
                + audioCipherUs;
    }

    static boolean isLine(String line) {
        return line.startsWith("floor ");
    }

    static Floor parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 7) {
            throw new IllegalArgumentException("no floor in \"" + line + "\"");
        }
        return new Floor(
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]),
                Double.parseDouble(words[6]));
    }
}
