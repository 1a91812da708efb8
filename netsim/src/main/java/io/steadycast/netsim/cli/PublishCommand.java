package io.steadycast.netsim.cli;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.netsim.client.PublishRun;
import io.steadycast.netsim.client.PublishSettings;
import io.steadycast.netsim.client.VideoFormat;
import io.steadycast.netsim.endpoint.HostConfig;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code publish}: a host over the real network. */
@Command(
        name = "publish",
        description = "Publishes to a room as a browser would, over the real network.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class PublishCommand implements Callable<Integer> {
    @Option(names = "--whip", required = true, paramLabel = "URL", description = "The room's WHIP endpoint.")
    private @Nullable URI whip;

    @Option(
            names = "--layers",
            defaultValue = "3",
            paramLabel = "N",
            description = "Layers, 1 to 3 (default ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = "${COMPLETION-CANDIDATES} (default: that of --input, else VP8). VP8 and H264 send layers as a"
                    + " simulcast, VP9 and AV1 inside one stream.")
    private @Nullable VideoFormat codec;

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    @Mixin
    private final ClientOptions options = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandSpec self = Objects.requireNonNull(spec);
        URI url = ClientOptions.http(self, "--whip", Objects.requireNonNull(whip));
        HostConfig host = pictures.given() ? recorded(self) : modelled(self);
        VideoFormat format = VideoFormat.of(host.video().codec());
        PublishRun run = new PublishRun(new PublishSettings(url, options.token(), host, format, options.duration()));
        return options.run(self, run::stop, run::run);
    }

    private HostConfig recorded(CommandSpec self) {
        if (self.commandLine().getParseResult().hasMatchedOption("--layers")) {
            throw new ParameterException(self.commandLine(), "--layers: not with --input, each of which is a layer");
        }
        return pictures.host(codec);
    }

    private HostConfig modelled(CommandSpec self) {
        HostConfig all = HostConfig.browser().withCodec(codec == null ? Codec.VP8 : codec.codec());
        ClientOptions.range(self, "--layers", layers, all.layers().size());
        List<HostConfig.Layer> taken =
                all.layers().subList(all.layers().size() - layers, all.layers().size());
        return all.withLayers(taken.toArray(HostConfig.Layer[]::new));
    }
}
