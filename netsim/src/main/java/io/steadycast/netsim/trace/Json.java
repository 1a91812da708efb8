package io.steadycast.netsim.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Immutable. A JSON value that knows its line, so that an error can name it. */
sealed interface Json {
    int line();

    record Obj(int line, Map<String, Json> fields) implements Json {
        @Nullable
        Json field(String name) {
            return fields.get(name);
        }
    }

    record Arr(int line, List<Json> items) implements Json {}

    /** A string, number, true, false or null, as it is written. */
    record Leaf(int line, String text, boolean number) implements Json {}

    /** What stands in a message. */
    default String shown() {
        return switch (this) {
            case Obj object -> "an object";
            case Arr array -> "an array";
            case Leaf leaf -> leaf.text();
        };
    }

    static Json parse(TraceText text) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(TraceLimits.MAX_JSON_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text.content())) {
            Reader reader = new Reader(parser, text);
            Json root = reader.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw text.at(line(parser), "JSON", "more text after the value", "one value");
            }
            return root;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw text.at(line, "JSON", e.getOriginalMessage(), "well-formed JSON");
        }
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Confined to one parse. */
    final class Reader {
        private final JsonParser parser;
        private final TraceText text;
        private int values;

        private Reader(JsonParser parser, TraceText text) {
            this.parser = parser;
            this.text = text;
        }

        private Json value(@Nullable JsonToken token) {
            int line = line(parser);
            if (token == null) {
                throw text.at(line, "JSON", "end of file", "a value");
            }
            if (++values > MAX_VALUES) {
                throw text.at(line, "number of JSON values", "more", "up to " + MAX_VALUES);
            }
            return switch (token) {
                case START_OBJECT -> object(line);
                case START_ARRAY -> array(line);
                default -> new Leaf(line, parser.getString(), token.isNumeric());
            };
        }

        private Obj object(int line) {
            Map<String, Json> fields = new LinkedHashMap<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
                String name = parser.currentName();
                fields.put(name, value(parser.nextToken()));
            }
            return new Obj(line, fields);
        }

        private Arr array(int line) {
            List<Json> items = new ArrayList<>();
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                items.add(value(token));
            }
            return new Arr(line, items);
        }
    }

    int MAX_VALUES = 8_000_000;
}
