package io.steadycast.netsim.profile;

import io.steadycast.netsim.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where profiles are found. */
public final class Profiles {
    private static final String FOLDER = "/profiles/";
    /** A class path has no folders to list, so the library is named here, in the order in which it is shown. */
    private static final List<String> NAMES = List.of(
            "in-4g-city-evening",
            "in-rural-3g-fallback",
            "id-outer-island-4g",
            "ph-prepaid-policed",
            "vn-ftth-cable-cut",
            "th-5g-moving",
            "br-interior-4g",
            "mx-dsl-wifi-bloat",
            "co-cellular-far",
            "ng-4g-lagos",
            "ng-rural-edge3g",
            "ke-4g",
            "eg-4g",
            "sa-5g-mall",
            "ru-16k-cut",
            "us-rural-geo",
            "starlink-bentpipe",
            "starlink-isl-africa",
            "starlink-in-motion",
            "cn-sg-border-peak",
            "cn-latam-host",
            "cn-africa-host",
            "hsr-5g-train",
            "cafe-wifi-stall",
            "edge-2g-floor",
            "roam-wifi-to-4g",
            "rfc8867-vac",
            "lab-clean");

    private Profiles() {}

    /** Names of the library. */
    public static List<String> list() {
        return NAMES;
    }

    /** A profile of the library: {@code name} or {@code name:severity}; p50 if none is said. */
    public static Profile byName(String nameAndSeverity) {
        int colon = nameAndSeverity.lastIndexOf(':');
        String name = colon < 0 ? nameAndSeverity : nameAndSeverity.substring(0, colon);
        Severity severity = colon < 0 ? Severity.P50 : Severity.of(nameAndSeverity.substring(colon + 1));
        return file(name).at(severity);
    }

    /** The whole file of a profile of the library. */
    public static ProfileFile file(String name) {
        return ProfileFile.parse(name + ".conf", text(name), null);
    }

    /** The text of a profile of the library, to begin a file of one's own with. */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new BadInput("profile: \"" + name + "\" (legal: " + String.join(", ", NAMES) + ")");
        }
        try (InputStream in = Profiles.class.getResourceAsStream(FOLDER + name + ".conf")) {
            if (in == null) {
                throw new IllegalStateException(FOLDER + name + ".conf is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A profile of one's own, in the middle severity. */
    public static Profile ofFile(Path file) {
        return ofFile(file, Severity.P50);
    }

    public static Profile ofFile(Path file, Severity severity) {
        return read(file).at(severity);
    }

    public static ProfileFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInput(file + ": " + (Files.exists(file) ? "not a regular file" : "no such file"));
        }
        Path folder = file.toAbsolutePath().getParent();
        try {
            return ProfileFile.parse(file.toString(), Files.readString(file), folder);
        } catch (MalformedInputException e) {
            throw new BadInput(file + ": not UTF-8 text");
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage());
        }
    }

    /** A profile's text that lies in no file; it may refer to no traces. */
    public static ProfileFile parse(String origin, String text) {
        return ProfileFile.parse(origin, text, null);
    }

    /** What a command line takes: {@code NAME[:severity]} of the library, or {@code FILE[:severity]}. */
    public static Profile find(String argument) {
        int colon = argument.lastIndexOf(':');
        String severity = colon < 0 ? "" : argument.substring(colon + 1);
        boolean said = severity.equals("p50") || severity.equals("p90") || severity.equals("p99");
        String place = said ? argument.substring(0, colon) : argument;
        if (!NAMES.contains(place) && (place.contains("/") || place.contains(".") || Files.exists(Path.of(place)))) {
            return ofFile(Path.of(place), said ? Severity.of(severity) : Severity.P50);
        }
        return byName(argument);
    }
}
