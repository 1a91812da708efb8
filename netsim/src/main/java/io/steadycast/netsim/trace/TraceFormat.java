package io.steadycast.netsim.trace;

import io.steadycast.netsim.BadInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats that {@link Traces} reads. */
public enum TraceFormat {
    MAHIMAHI(false, "packet delivery opportunities, one millisecond stamp a line, 1500 bytes each"),
    SABRE(true, "JSON array of {duration_ms, bandwidth_kbps, latency_ms}; latency is filler and ignored"),
    IPERF3(true, "iperf3 -J output, intervals[].sum"),
    ALPHARTC(false, "AlphaRTC/OpenNetLab gym JSON, uplink.trace_pattern[]"),
    NETEM_TRACE(false, "netem-trace (rattan) JSON of static, repeated and trace patterns"),
    NYU(true, "CSV without header: value,unit once a second"),
    NYU_MULTIVARIATE(true, "eight columns a second, throughput in Mbit/s first"),
    UCC(true, "G-NetTrack CSV with DL_bitrate; idle rows are cut out"),
    AUTOBAHN(true, "Starlink-on-the-Autobahn CSV, download and upload in Mbit/s once a second"),
    STARLINK_PING(false, "unix_time_s, sequence, rtt_ms; rtt -1 = lost"),
    LEO(false, "unix_time_ns,rtt_ms; an absent row = lost"),
    CICV5G(false, "pub_time(ms) sub_time(ms) delay(ms) ..., round trips through a broker");

    private final boolean goodput;
    private final String description;

    TraceFormat(boolean goodput, String description) {
        this.goodput = goodput;
        this.description = description;
    }

    /** The rate is what TCP got, so {@link GoodputCorrection} applies. */
    public boolean goodput() {
        return goodput;
    }

    public String description() {
        return description;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static TraceFormat of(String id) {
        return Arrays.stream(values())
                .filter(format -> format.id().equals(id))
                .findAny()
                .orElseThrow(() -> new BadInput("format: \"" + id + "\" (legal: " + ids() + ")"));
    }

    public static String ids() {
        return Arrays.stream(values()).map(TraceFormat::id).collect(Collectors.joining(", "));
    }
}
