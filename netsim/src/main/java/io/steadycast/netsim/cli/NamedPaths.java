package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.profile.Profile;
import io.steadycast.netsim.profile.Profiles;
import io.steadycast.netsim.profile.Severity;
import io.steadycast.netsim.profile.TraceProfile;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.file.Paths;
import io.steadycast.netsim.trace.TraceFormat;
import io.steadycast.netsim.trace.TraceOptions;
import io.steadycast.netsim.trace.Traces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Any thread. Profiles that ship and the user's files. */
public enum NamedPaths implements Paths {
    INSTANCE;

    @Override
    public List<String> profiles() {
        List<String> names = new ArrayList<>();
        for (String name : Profiles.list()) {
            for (Severity severity : Severity.values()) {
                names.add(name + ":" + severity.id());
            }
        }
        return names;
    }

    /** Names and what they stand for. */
    Map<String, String> describe() {
        Map<String, String> titles = new LinkedHashMap<>();
        Profiles.list().forEach(name -> titles.put(name, Profiles.file(name).title()));
        return titles;
    }

    @Override
    public PathChoice profile(String name) {
        Profile profile = Profiles.find(name);
        return new PathChoice(name, profile.path());
    }

    @Override
    public PathChoice trace(String file) {
        Path path = Path.of(file);
        return new PathChoice(
                file,
                TraceProfile.of(Traces.read(path, TraceOptions.DEFAULT), path).path());
    }

    @Override
    public boolean isGym(String file) {
        try {
            return Traces.read(Path.of(file), TraceOptions.DEFAULT).format() == TraceFormat.ALPHARTC;
        } catch (BadInput unreadable) {
            return false;
        }
    }
}
