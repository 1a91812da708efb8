package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.file.Paths;
import java.util.List;
import java.util.Map;

/** Any thread. Profiles that ship and the user's files. */
enum NamedPaths implements Paths {
    INSTANCE;

    @Override
    public List<String> profiles() {
        return List.of("lab-clean");
    }

    /** Names and what they stand for. */
    Map<String, String> describe() {
        return Map.of("lab-clean", "ten milliseconds and nothing else");
    }

    @Override
    public PathChoice profile(String name) {
        if (name.equals("lab-clean")) {
            return new PathChoice(name, Conditions.LAB.spec());
        }
        throw new BadInput("no profile '" + name + "'; there are lab-clean");
    }

    @Override
    public PathChoice trace(String file) {
        throw new BadInput(file + ": cannot be read");
    }
}
