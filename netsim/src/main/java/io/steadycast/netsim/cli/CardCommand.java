package io.steadycast.netsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.netsim.profile.Card;
import io.steadycast.netsim.profile.CardMeter;
import io.steadycast.netsim.profile.CardText;
import io.steadycast.netsim.profile.ProfileFile;
import io.steadycast.netsim.profile.Profiles;
import io.steadycast.netsim.profile.Quantity;
import io.steadycast.netsim.profile.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a profile and holds it against its card, or writes the card anew. */
@Command(
        name = "card",
        description = "Measures a profile at each severity and compares with its expect card.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class CardCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "A profile that ships, or a file.")
    private @Nullable String name;

    @Option(
            names = "--write",
            description = "Write the card anew into the file (a profile of your own, or one in the sources).")
    private boolean write;

    @Option(names = "--seed", description = "Of all that is drawn (default ${DEFAULT-VALUE}).")
    private long seed = CardMeter.SEED;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String wanted = Objects.requireNonNull(name);
        boolean ships = !write && Profiles.list().contains(wanted);
        ProfileFile file = ships ? Profiles.file(wanted) : Profiles.read(Path.of(wanted));
        Map<Severity, Map<Quantity, Double>> measured = new EnumMap<>(Severity.class);
        boolean deviates = false;
        for (Severity severity : Severity.values()) {
            Map<Quantity, Double> values = CardMeter.measure(file.at(severity).path(), seed);
            measured.put(severity, values);
            deviates |= tell(out, file, severity, values);
        }
        if (write) {
            Path target = Path.of(wanted);
            String renewed = CardText.renewed(Files.readString(target), measured);
            try (OutputFile output = OutputFile.open("--write", target)) {
                Files.writeString(output.path(), renewed, UTF_8);
                output.commit();
            }
            return ExitCode.OK;
        }
        return deviates ? ExitCode.MISSED : ExitCode.OK;
    }

    private static boolean tell(PrintWriter out, ProfileFile file, Severity severity, Map<Quantity, Double> values) {
        out.println(file.name() + ":" + severity.id());
        values.forEach((quantity, value) -> out.println(
                String.format(Locale.ROOT, "  %-16s %12.2f  %s", quantity.key(), value, quantity.description())));
        Card card = file.cards().get(severity);
        if (card == null) {
            out.println("  no card");
            return false;
        }
        List<String> deviations = card.deviations(values);
        deviations.forEach(line -> out.println("  DEVIATES " + line));
        return !deviations.isEmpty();
    }
}
