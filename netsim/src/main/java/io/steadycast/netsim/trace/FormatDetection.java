package io.steadycast.netsim.trace;

import io.steadycast.netsim.BadInput;
import java.util.List;
import java.util.regex.Pattern;

/** Tells formats apart by content; names of files say too little. */
final class FormatDetection {
    private static final int HEAD_LINES = 8;
    private static final String NUMBER = "[-+]?\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?";
    private static final Pattern STAMP = Pattern.compile("\\d+");
    private static final Pattern NYU = Pattern.compile(NUMBER + "\\s*,\\s*[KMGkmg]?bits/sec");
    private static final Pattern MULTIVARIATE = Pattern.compile(NUMBER + "(?:\\s*,\\s*" + NUMBER + "){7}");
    private static final Pattern STARLINK = Pattern.compile("\\d{9,10}\\.\\d+\\s+\\d+\\s+" + NUMBER);
    private static final Pattern LEO = Pattern.compile("\\d{18,19}\\s*,\\s*" + NUMBER);

    private FormatDetection() {}

    static TraceFormat detect(TraceText text) {
        List<String> head = text.head(HEAD_LINES);
        if (head.isEmpty()) {
            throw new BadInput(text.file() + ": the file holds no line of text");
        }
        String first = head.getFirst();
        if (first.startsWith("{") || first.startsWith("[")) {
            return json(text);
        }
        if (first.startsWith("pub_time(ms)")) {
            return TraceFormat.CICV5G;
        }
        if (first.startsWith("timestamp_start_dl,")) {
            return TraceFormat.AUTOBAHN;
        }
        if (first.startsWith("Timestamp,") && first.contains(",DL_bitrate,")) {
            return TraceFormat.UCC;
        }
        for (Rule rule : RULES) {
            if (head.stream().allMatch(line -> rule.line.matcher(line).matches())) {
                return rule.format;
            }
        }
        throw unknown(text);
    }

    private record Rule(Pattern line, TraceFormat format) {}

    private static final List<Rule> RULES = List.of(
            new Rule(STAMP, TraceFormat.MAHIMAHI),
            new Rule(NYU, TraceFormat.NYU),
            new Rule(MULTIVARIATE, TraceFormat.NYU_MULTIVARIATE),
            new Rule(STARLINK, TraceFormat.STARLINK_PING),
            new Rule(LEO, TraceFormat.LEO));

    private static TraceFormat json(TraceText text) {
        Json root = Json.parse(text);
        if (root instanceof Json.Arr array) {
            if (array.items().isEmpty() || array.items().getFirst() instanceof Json.Obj) {
                return TraceFormat.SABRE;
            }
        } else if (root instanceof Json.Obj object) {
            if (object.fields().containsKey("intervals") || object.fields().containsKey("error")) {
                return TraceFormat.IPERF3;
            }
            if (object.fields().containsKey("uplink") || object.fields().containsKey("downlink")) {
                return TraceFormat.ALPHARTC;
            }
            if (object.fields().keySet().stream().anyMatch(key -> key.endsWith("Config"))) {
                return TraceFormat.NETEM_TRACE;
            }
        }
        throw unknown(text);
    }

    private static BadInput unknown(TraceText text) {
        return new BadInput(text.file() + ": the content looks like none of the formats; choose one (legal: "
                + TraceFormat.ids() + ")");
    }
}
