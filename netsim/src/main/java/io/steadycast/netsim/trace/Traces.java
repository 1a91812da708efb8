package io.steadycast.netsim.trace;

import io.steadycast.netsim.BadInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads trace files of all formats. */
public final class Traces {
    private Traces() {}

    public static Trace read(Path file, TraceOptions options) {
        return read(TraceText.load(file), options);
    }

    /** For a text that is no file; {@code name} stands in messages. */
    public static Trace read(String name, String content, TraceOptions options) {
        return read(new TraceText(name, content), options);
    }

    private static Trace read(TraceText text, TraceOptions options) {
        TraceFormat format = options.format() == null ? FormatDetection.detect(text) : options.format();
        Trace trace = parse(format, text, options);
        GoodputCorrection correction = options.correction();
        Trace corrected = correction == null ? trace : correction.apply(trace);
        return options.scale() == 1 ? corrected : scaled(corrected, options.scale());
    }

    private static Trace parse(TraceFormat format, TraceText text, TraceOptions options) {
        return switch (format) {
            case MAHIMAHI -> MahimahiFormat.read(text, options);
            case SABRE -> SabreFormat.read(text, options);
            case IPERF3 -> Iperf3Format.read(text, options);
            case ALPHARTC -> AlphaRtcFormat.read(text, options);
            case NETEM_TRACE -> NetemTraceFormat.read(text, options);
            case NYU -> NyuFormat.read(text, options);
            case NYU_MULTIVARIATE -> NyuFormat.readMultivariate(text, options);
            case UCC -> UccFormat.read(text, options);
            case AUTOBAHN -> AutobahnFormat.read(text, options);
            case STARLINK_PING -> PingFormat.readStarlink(text, options);
            case LEO -> PingFormat.readLeo(text, options);
            case CICV5G -> PingFormat.readCicv5g(text, options);
        };
    }

    private static Trace scaled(Trace trace, double scale) {
        List<String> notes = new ArrayList<>(trace.notes());
        notes.add(String.format(Locale.ROOT, "rate scaled x%.3g", scale));
        Steps rateBps = trace.rateBps();
        Opportunities opportunities = trace.opportunities();
        if (opportunities != null && opportunities.count() * scale > TraceLimits.MAX_SAMPLES) {
            throw new BadInput(trace.name() + ": scale: " + scale + " makes more than " + TraceLimits.MAX_SAMPLES
                    + " opportunities");
        }
        return trace.withRate(
                rateBps == null ? null : rateBps.map(bps -> bps * scale),
                opportunities == null ? null : opportunities.scaled(scale),
                notes);
    }
}
