package io.steadycast.netsim.scenario;

import io.steadycast.netsim.endpoint.VideoReport;
import java.util.List;

/** Pure. How good a picture of a layer looks, as a stand-in for VMAF: typical scores of talking people on a phone, encoded at the ladder's rates. */
public final class Quality {
    private static final int[] LINES = {0, 135, 180, 270, 360, 540, 720, 1080};
    private static final double[] SCORE = {0, 30, 40, 55, 66, 80, 88, 94};
    /** Points for one per cent of the time stalled, and for one switch a minute. */
    private static final double PER_STALLED_PERCENT = 2;

    private static final double PER_SWITCH = 0.5;

    private Quality() {}

    /** Between the points of the table in a straight line. */
    public static double ofLines(int lines) {
        for (int i = 1; i < LINES.length; i++) {
            if (lines <= LINES[i]) {
                double part = (lines - LINES[i - 1]) / (double) (LINES[i] - LINES[i - 1]);
                return SCORE[i - 1] + part * (SCORE[i] - SCORE[i - 1]);
            }
        }
        return SCORE[SCORE.length - 1];
    }

    /** Of the pictures shown, by time; 0 if there were none. */
    public static double shown(List<VideoReport.LayerTime> layers) {
        double sum = 0;
        double time = 0;
        for (VideoReport.LayerTime layer : layers) {
            sum += ofLines(layer.heightPx()) * layer.shownNs();
            time += layer.shownNs();
        }
        return time == 0 ? 0 : sum / time;
    }

    static double qoe(List<VideoReport.LayerTime> layers, double stalledPercent, double switchesPerMinute) {
        double score = shown(layers) - PER_STALLED_PERCENT * stalledPercent - PER_SWITCH * switchesPerMinute;
        return Math.max(0, score);
    }
}
