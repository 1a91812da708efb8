package io.steadycast.netsim.emulate.control;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.PathMix;
import io.steadycast.netsim.emulate.PathNames;
import io.steadycast.netsim.emulate.StateJson;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.signaling.http.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Any thread. What each request does, without HTTP. */
final class ControlRequests {
    private static final double LONGEST_AUTO_OFF_S = 86_400;

    private final Emulator emulator;
    private final PathNames profiles;

    ControlRequests(Emulator emulator, PathNames profiles) {
        this.emulator = emulator;
        this.profiles = profiles;
    }

    JsonNode state() {
        return StateJson.of(emulator.state());
    }

    JsonNode audit() {
        return StateJson.of(emulator.audit().entries());
    }

    /** What the other requests take. */
    JsonNode vocabulary() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode names = node.putArray("profiles");
        for (PathNames.Entry entry : profiles.all()) {
            names.addObject().put("name", entry.name()).put("title", entry.title());
        }
        profiles.severities().forEach(node.putArray("severities")::add);
        ArrayNode parameters = node.putArray("parameters");
        for (Parameter parameter : Parameter.values()) {
            for (String key : parameter.keys()) {
                parameters
                        .addObject()
                        .put("key", key)
                        .put("meaning", parameter.meaning)
                        .put("min", parameter.min)
                        .put("max", parameter.max);
            }
        }
        ArrayNode events = node.putArray("events");
        for (EventKind kind : EventKind.values()) {
            kind.keys().forEach(events.addObject().put("event", kind.key()).putArray("parameters")::add);
        }
        return node;
    }

    /** {@code {"profile": NAME}}, or a mix {@code NAME=2,NAME=1}. Files are for the command line: a page must not read this machine's. */
    void profile(String who, int client, ObjectNode body) throws ProblemException {
        Json.only(body, List.of("profile"));
        String name = Json.string(body, "profile", "the name of a profile, or NAME=WEIGHT,NAME=WEIGHT");
        PathMix mix;
        try {
            mix = profiles.mixOfNames(name);
        } catch (BadInput unknown) {
            throw new ProblemException(400, "profile", "No such profile", String.join("; ", unknown.problems()));
        }
        act(client, () -> emulator.paths(who, client, mix));
    }

    /** {@code {"down.lossPercent": 5, "baseRttMs": 120}}: all of them, or none. */
    void parameters(String who, int client, ObjectNode body) throws ProblemException {
        if (body.isEmpty()) {
            throw Json.refused("the body names no parameter, legal is " + String.join(", ", Parameter.allKeys()));
        }
        Json.only(body, Parameter.allKeys());
        UnaryOperator<PathSpec> change = path -> path;
        for (Parameter parameter : Parameter.values()) {
            for (String key : parameter.keys()) {
                if (body.has(key)) {
                    double value = parameter.checked(body, key);
                    UnaryOperator<PathSpec> before = change;
                    change = path -> parameter.apply(before.apply(path), key.startsWith("up."), value);
                }
            }
        }
        UnaryOperator<PathSpec> all = change;
        act(client, () -> emulator.tune(who, client, Json.text(body), all));
    }

    /** {@code {"event": "outage", "durationMs": 3000, "direction": "both"}}. */
    void event(String who, int client, ObjectNode body) throws ProblemException {
        EventKind kind = EventKind.of(Json.string(body, "event", "the name of an event"));
        List<String> keys = new ArrayList<>(List.of("event", "direction"));
        keys.addAll(kind.keys());
        Json.only(body, keys);
        Direction direction =
                body.has("direction") ? direction(Json.string(body, "direction", "up, down, both")) : Direction.BOTH;
        Happening what = kind.happening(body);
        act(client, () -> emulator.happen(who, client, direction, what));
    }

    private static Direction direction(String text) throws ProblemException {
        for (Direction direction : Direction.values()) {
            if (direction.name().toLowerCase(Locale.ROOT).equals(text)) {
                return direction;
            }
        }
        throw Json.refused("direction is \"" + text + "\", legal is up, down, both");
    }

    /** {@code {"active": true, "autoOffS": 600}}; without {@code autoOffS} it stays. */
    void impairment(String who, ObjectNode body) throws ProblemException {
        Json.only(body, List.of("active", "autoOffS"));
        boolean active = Json.flag(body, "active");
        if (!active && body.has("autoOffS")) {
            throw Json.refused("autoOffS comes with active = true only");
        }
        double autoOffS = Json.number(body, "autoOffS", 1, LONGEST_AUTO_OFF_S, 0);
        emulator.active(who, active, autoOffS == 0 ? null : Duration.ofMillis(Math.round(autoOffS * 1000)));
    }

    private static void act(int client, Runnable change) throws ProblemException {
        try {
            change.run();
        } catch (NoSuchElementException gone) {
            throw new ProblemException(404, "client", "No such client", "There is no client " + client + " any more.");
        } catch (IllegalArgumentException refused) {
            // Each value was legal, but not together with what the path has already.
            throw Json.refused(String.valueOf(refused.getMessage()));
        }
    }
}
