package io.steadycast.netsim.trace;

import org.jspecify.annotations.Nullable;

/** Immutable. Typed access to the fields of one JSON object; what is wrong is named by line and path. */
record JsonFields(TraceText text, String path, Json.Obj object) {
    static JsonFields root(TraceText text) {
        return of(text, "JSON", Json.parse(text));
    }

    static JsonFields of(TraceText text, String path, Json value) {
        if (value instanceof Json.Obj object) {
            return new JsonFields(text, path, object);
        }
        throw text.at(value.line(), path, value.shown(), "an object");
    }

    boolean has(String name) {
        return object.field(name) != null;
    }

    int line() {
        return object.line();
    }

    double number(String name, Range range) {
        return number(text, key(name), required(name, range.toString()), range);
    }

    double numberOr(String name, double fallback, Range range) {
        return has(name) ? number(name, range) : fallback;
    }

    static double number(TraceText text, String path, Json value, Range range) {
        if (value instanceof Json.Leaf leaf && leaf.number()) {
            return text.number(leaf.line(), path, leaf.text(), range);
        }
        throw text.at(value.line(), path, value.shown(), "a number, " + range);
    }

    JsonFields fields(String name) {
        return of(text, key(name), required(name, "an object"));
    }

    Json.Arr array(String name) {
        return array(text, key(name), required(name, "an array"));
    }

    static Json.Arr array(TraceText text, String path, Json value) {
        if (value instanceof Json.Arr array) {
            if (array.items().isEmpty()) {
                throw text.at(value.line(), path, "an empty array", "at least one item");
            }
            if (array.items().size() > TraceLimits.MAX_SAMPLES) {
                throw text.at(value.line(), path, array.items().size() + " items", "up to " + TraceLimits.MAX_SAMPLES);
            }
            return array;
        }
        throw text.at(value.line(), path, value.shown(), "an array");
    }

    boolean flag(String name) {
        Json value = object.field(name);
        return value != null && (value.shown().equals("true") || value.shown().equals("1"));
    }

    @Nullable
    Json field(String name) {
        return object.field(name);
    }

    String key(String name) {
        return path.equals("JSON") ? name : path + "." + name;
    }

    private Json required(String name, String legal) {
        Json value = object.field(name);
        if (value == null) {
            throw text.missing(object.line(), key(name), legal);
        }
        return value;
    }
}
