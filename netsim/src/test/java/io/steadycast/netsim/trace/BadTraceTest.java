package io.steadycast.netsim.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.netsim.BadInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is named by file, line, key, value and legal range, in one line. */
final class BadTraceTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mahimahi | 1;x | f:2: stamp: \"x\" (legal: a whole number, 0 to 604800000 ms)",
                "mahimahi | 5;4 | f:2: stamp: \"4\" (legal: not before the line above, 5)",
                "mahimahi | 0;0 | f:2: last stamp: \"0\" (legal: above 0, it is the period of the loop)",
                "sabre | [] | f:1: JSON: \"an empty array\" (legal: at least one item)",
                "sabre | [{\"duration_ms\": 5}] | f:1: [0].bandwidth_kbps: missing (legal: 0 to 1000000000 kbit/s)",
                "sabre | [;{\"duration_ms\": -1, \"bandwidth_kbps\": 1}] | f:2: [0].duration_ms: \"-1\" (legal: 0 to 604800000 ms)",
                "sabre | [{\"duration_ms\": \"5\"}] | f:1: [0].duration_ms: \"5\" (legal: a number, 0 to 604800000 ms)",
                "iperf3 | {\"error\": \"no route\"} | f:1: error: \"no route\" (legal: a test that ran to its end)",
                "alphartc | {\"uplink\": {\"trace_pattern\": [;{\"duration\": 1, \"capacity\": 1, \"los\": 0}]}} | f:2: uplink.trace_pattern[0].los: \"unknown key\" (legal: duration, capacity, loss, rtt, jitter, time)",
                "alphartc | {\"uplink\": {\"trace_pattern\": [{\"duration\": 1, \"capacity\": 1, \"loss\": 5}]}} | f:1: uplink.trace_pattern[0].loss: \"5\" (legal: 0 to 1 of packets)",
                "netem-trace | {\"NormalizedBwConfig\": {}} | f:1: NormalizedBwConfig: \"not a recorded pattern\" (legal: StaticBwConfig, TraceBwConfig, RepeatedBwPatternConfig, StaticDelayConfig, RepeatedDelayPatternConfig, StaticLossConfig, RepeatedLossPatternConfig)",
                "netem-trace | {\"StaticBwConfig\": {\"bw\": \"fast\"}} | f:1: StaticBwConfig.bw: \"fast\" (legal: such as 12Mbps)",
                "nyu | 1,Mbits/sec;2,furlongs | f:2: unit: \"furlongs\" (legal: bits/sec, Kbits/sec, Mbits/sec, Gbits/sec)",
                "nyu | -1,Mbits/sec | f:1: value: \"-1\" (legal: 0 to 1000000)",
                "ucc | Timestamp,DL_bitrate,State,CellID;2020.01.01_10.00.00,1,D,1 | f:1: column NetworkMode: missing (legal: a header that names it)",
                "ucc | Timestamp,DL_bitrate,State,CellID,NetworkMode;yesterday,1,D,1,5G | f:2: Timestamp: \"yesterday\" (legal: YYYY.MM.DD_hh.mm.ss)",
                "autobahn | timestamp_start_dl,download;2024-04-19 16:23:00.001,NaN | f:2: download: \"NaN\" (legal: 0 to 1000000 Mbit/s)",
                "starlink-ping | 1.5 1 -3 | f:1: rtt_ms: \"-3\" (legal: -1 to 600000 ms, -1 = lost)",
                "starlink-ping | 1.5 1 -1 | f: no probe was answered",
                "leo | 5,1;4,1 | f:2: time stamp: \"4 ns\" (legal: not before the row above, within 7 days)",
                "cicv5g | pub_time(ms) delay(ms);1 | f:2: delay(ms): missing (legal: a value in column 2)",
            })
    void theMessageNamesThePlaceAndTheRange(String format, String content, String message) {
        assertThatThrownBy(() -> Traces.read(
                        "f", content.replace(';', '\n'), TraceOptions.DEFAULT.withFormat(TraceFormat.of(format))))
                .isInstanceOf(BadInput.class)
                .hasMessage(message);
    }

    @Test
    void brokenJsonIsNamedByItsLine() {
        assertThatThrownBy(() -> Traces.read("f", "[\n{\"duration_ms\": 1,,}]", TraceOptions.DEFAULT))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith("f:2: JSON: ")
                .hasMessageNotContaining("\n");
        String deep = "[".repeat(TraceLimits.MAX_JSON_DEPTH + 1);
        assertThatThrownBy(() -> Traces.read("f", deep, TraceOptions.DEFAULT)).isInstanceOf(BadInput.class);
    }

    @Test
    void whatLooksLikeNothingAsksForAChoice() {
        assertThatThrownBy(() -> Traces.read("f", "hello\n", TraceOptions.DEFAULT))
                .hasMessageContaining("mahimahi, sabre, iperf3");
        assertThatThrownBy(() -> TraceFormat.of("pcap")).hasMessageContaining("format: \"pcap\" (legal: mahimahi");
    }

    @Test
    void filesAreBounded() throws IOException {
        assertThatThrownBy(() -> Traces.read(directory.resolve("absent"), TraceOptions.DEFAULT))
                .hasMessageEndingWith("absent: no such file");
        assertThatThrownBy(() -> Traces.read(directory, TraceOptions.DEFAULT))
                .hasMessageEndingWith("not a regular file");
        Path empty = Files.createFile(directory.resolve("empty"));
        assertThatThrownBy(() -> Traces.read(empty, TraceOptions.DEFAULT)).hasMessageEndingWith("the file is empty");
        Path line = Files.writeString(directory.resolve("line"), "1\n" + "1".repeat(TraceLimits.MAX_LINE_CHARS + 1));
        assertThatThrownBy(() -> Traces.read(line, TraceOptions.DEFAULT.withFormat(TraceFormat.MAHIMAHI)))
                .hasMessageContaining("line:2: line length")
                .hasMessageContaining("...\"");
        Path bomb = directory.resolve("bomb.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] zeros = new byte[1 << 20];
            for (long sent = 0; sent <= TraceLimits.MAX_TEXT_BYTES; sent += zeros.length) {
                out.write(zeros);
            }
        }
        assertThatThrownBy(() -> Traces.read(bomb, TraceOptions.DEFAULT)).hasMessageContaining("unpacked size");
    }

    @Test
    void gzipIsUnpacked() throws IOException {
        Path file = directory.resolve("trace.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("1.5,Mbits/sec\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Traces.read(file, TraceOptions.DEFAULT).format()).isEqualTo(TraceFormat.NYU);
    }
}
