package io.steadycast.netsim.emulate.control;

import io.steadycast.signaling.http.ProblemException;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Stateless. Bodies of requests, checked: every refusal names the key, the value and what is legal. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object(byte[] body) throws ProblemException {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException notJson) {
            throw refused("the body is no JSON: " + notJson.getOriginalMessage());
        }
        throw refused("the body must be a JSON object");
    }

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** Refuses keys that nobody reads: a misspelt one would otherwise do nothing. */
    static void only(ObjectNode object, List<String> keys) throws ProblemException {
        for (String key : object.propertyNames()) {
            if (!keys.contains(key)) {
                throw refused("\"" + key + "\" is not known here, legal is " + String.join(", ", keys));
            }
        }
    }

    static double number(ObjectNode object, String key, double min, double max) throws ProblemException {
        JsonNode value = object.path(key);
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            String given = value.isMissingNode() ? "missing" : value.toString();
            throw refused(key + " is " + given + ", legal is a number from " + plain(min) + " to " + plain(max));
        }
        return value.doubleValue();
    }

    static double number(ObjectNode object, String key, double min, double max, double otherwise)
            throws ProblemException {
        return object.has(key) ? number(object, key, min, max) : otherwise;
    }

    static String string(ObjectNode object, String key, String legal) throws ProblemException {
        JsonNode value = object.path(key);
        if (!value.isString()) {
            String given = value.isMissingNode() ? "missing" : value.toString();
            throw refused(key + " is " + given + ", legal is " + legal);
        }
        return value.stringValue();
    }

    static boolean flag(ObjectNode object, String key) throws ProblemException {
        JsonNode value = object.path(key);
        if (!value.isBoolean()) {
            String given = value.isMissingNode() ? "missing" : value.toString();
            throw refused(key + " is " + given + ", legal is true or false");
        }
        return value.booleanValue();
    }

    static ProblemException refused(String detail) {
        return new ProblemException(400, "value", "Value not legal", detail);
    }

    static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%s", value);
    }
}
