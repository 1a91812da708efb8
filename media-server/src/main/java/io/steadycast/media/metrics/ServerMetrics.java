package io.steadycast.media.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steadycast.media.crypto.DtlsEndpoint;
import io.steadycast.media.crypto.SrtpCiphers;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.net.LoopCounters;
import io.steadycast.media.net.StreamCounters;
import io.steadycast.media.net.TcpAcceptor;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Any thread. All meters are functions over counters that the owners keep anyway: a scrape costs the loops nothing, and nothing is counted
 * twice.
 */
public final class ServerMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();

    public ServerMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    /** In the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    /** Every {@link DropReason} of one owner, e.g. a shard, as {@code steadycast_drops_total}. */
    public void drops(String owner, DropCounters drops) {
        for (int i = 0; i < DropReason.count(); i++) {
            DropReason reason = DropReason.of(i);
            FunctionCounter.builder("steadycast.drops", drops, counters -> counters.value(reason))
                    .description("Datagrams, packets and messages that were not used or not sent")
                    .tag("owner", owner)
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** The traffic of one loop. */
    public void loop(String name, LoopCounters counters) {
        loopCounter("steadycast.datagrams", name, "in", counters, LoopCounters::datagramsIn);
        loopCounter("steadycast.datagrams", name, "out", counters, LoopCounters::datagramsOut);
        loopCounter("steadycast.datagram.bytes", name, "in", counters, LoopCounters::bytesIn);
        loopCounter("steadycast.datagram.bytes", name, "out", counters, LoopCounters::bytesOut);
        FunctionCounter.builder("steadycast.datagram.messages", counters, LoopCounters::messagesOut)
                .description(
                        "Messages handed to the kernel, each of one datagram or of several to one receiver (udp.transport = linux)")
                .tag("loop", name)
                .register(registry);
        FunctionCounter.builder("steadycast.loop.failures", counters, LoopCounters::failures)
                .description("Exceptions that reached a loop: each is a bug")
                .tag("loop", name)
                .register(registry);
    }

    /** The TCP connections of one loop. */
    public void streams(String name, StreamCounters counters) {
        Gauge.builder("steadycast.tcp.connections", counters, StreamCounters::open)
                .tag("loop", name)
                .register(registry);
        streamCounter("steadycast.tcp.frames", name, "in", counters, StreamCounters::framesIn);
        streamCounter("steadycast.tcp.frames", name, "out", counters, StreamCounters::framesOut);
        streamCounter("steadycast.tcp.bytes", name, "in", counters, StreamCounters::bytesIn);
        streamCounter("steadycast.tcp.bytes", name, "out", counters, StreamCounters::bytesOut);
    }

    private void streamCounter(
            String meter,
            String loop,
            String direction,
            StreamCounters counters,
            ToDoubleFunction<StreamCounters> value) {
        FunctionCounter.builder(meter, counters, value)
                .tag("loop", loop)
                .tag("direction", direction)
                .register(registry);
    }

    /** Whoever knocks for TCP; who is not let in is told by the drops. */
    public void acceptor(TcpAcceptor acceptor) {
        FunctionCounter.builder("steadycast.tcp.accepted", acceptor, TcpAcceptor::accepted)
                .description("TCP connections so far, refused ones too")
                .register(registry);
        FunctionCounter.builder("steadycast.tcp.handed.over", acceptor, TcpAcceptor::handedOver)
                .description("TCP connections that showed a check for one of the loops")
                .register(registry);
        Gauge.builder("steadycast.tcp.open", acceptor, TcpAcceptor::open)
                .description("TCP connections, those that wait for their first check too")
                .register(registry);
    }

    private void loopCounter(
            String meter, String loop, String direction, LoopCounters counters, ToDoubleFunction<LoopCounters> value) {
        FunctionCounter.builder(meter, counters, value)
                .tag("loop", loop)
                .tag("direction", direction)
                .register(registry);
    }

    public void handshakes(DtlsEndpoint dtls) {
        handshake(dtls, "completed", DtlsEndpoint::completedHandshakes);
        handshake(dtls, "failed", DtlsEndpoint::failedHandshakes);
        Gauge.builder("steadycast.dtls.running", dtls, DtlsEndpoint::runningHandshakes)
                .register(registry);
        FunctionCounter.builder("steadycast.dtls.crypto.operations", dtls, DtlsEndpoint::cryptoOperations)
                .register(registry);
    }

    /** What OpenSSL's ciphers hold outside the heap, in the whole process. */
    public void nativeCrypto() {
        Gauge.builder("steadycast.srtp.native.contexts", SrtpCiphers::nativeContexts)
                .description("EVP_CIPHER_CTX that are open: four for each connected peer")
                .register(registry);
        FunctionCounter.builder("steadycast.srtp.forgotten.contexts", registry, _ -> SrtpCiphers.forgottenContexts())
                .description("Ciphers that the garbage collector had to free: each is a bug")
                .register(registry);
    }

    private void handshake(DtlsEndpoint dtls, String result, ToDoubleFunction<DtlsEndpoint> value) {
        FunctionCounter.builder("steadycast.dtls.handshakes", dtls, value)
                .tag("result", result)
                .register(registry);
    }

    /** A number that goes up and down, such as peers by role. */
    public <T> void gauge(String meter, String tag, String tagValue, T owner, ToDoubleFunction<T> value) {
        Gauge.builder(meter, owner, value)
                .strongReference(true)
                .tag(tag, tagValue)
                .register(registry);
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
