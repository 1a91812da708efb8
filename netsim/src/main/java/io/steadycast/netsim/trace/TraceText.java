package io.steadycast.netsim.trace;

import io.steadycast.netsim.BadInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Immutable. A file's text, bounded, with the helpers that name a place when something in it is wrong. */
final class TraceText {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final Pattern LINE_END = Pattern.compile("\r?\n|\r");

    private final String file;
    private final String content;

    TraceText(String file, String content) {
        this.file = file;
        this.content = content;
    }

    /** A line that is not empty; numbers count from 1. */
    record Line(int number, String text) {}

    static TraceText load(Path path) {
        String file = path.toString();
        if (!Files.exists(path)) {
            throw new BadInput(file + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new BadInput(file + ": not a regular file");
        }
        try {
            long bytes = Files.size(path);
            if (bytes == 0) {
                throw new BadInput(file + ": the file is empty");
            }
            if (bytes > TraceLimits.MAX_FILE_BYTES) {
                throw tooLong(file, "size of " + bytes + " bytes", TraceLimits.MAX_FILE_BYTES);
            }
            return new TraceText(file, decode(file, path));
        } catch (IOException e) {
            throw new BadInput(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static String decode(String file, Path path) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path))) {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (InputStream text = gzip ? new GZIPInputStream(raw) : raw) {
                byte[] chunk = new byte[CHUNK_BYTES];
                for (int n = text.read(chunk); n >= 0; n = text.read(chunk)) {
                    bytes.write(chunk, 0, n);
                    if (bytes.size() > TraceLimits.MAX_TEXT_BYTES) {
                        throw tooLong(file, "unpacked size", TraceLimits.MAX_TEXT_BYTES);
                    }
                }
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private static BadInput tooLong(String file, String what, long limitBytes) {
        return new BadInput(file + ": " + what + " is too large (legal: up to " + limitBytes + " bytes)");
    }

    String file() {
        return file;
    }

    String content() {
        return content;
    }

    /** All lines that hold anything. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : LINE_END.split(content, -1)) {
            number++;
            if (text.length() > TraceLimits.MAX_LINE_CHARS) {
                throw at(number, "line length", text, "up to " + TraceLimits.MAX_LINE_CHARS + " characters");
            }
            if (!text.isBlank()) {
                lines.add(new Line(number, text.strip()));
            }
            if (lines.size() > TraceLimits.MAX_SAMPLES) {
                throw at(number, "number of lines", text, "up to " + TraceLimits.MAX_SAMPLES);
            }
        }
        if (lines.isEmpty()) {
            throw new BadInput(file + ": the file holds no line of text");
        }
        return lines;
    }

    /** The first lines that hold anything, for telling formats apart. */
    List<String> head(int count) {
        return content.lines()
                .filter(line -> !line.isBlank())
                .limit(count)
                .map(String::strip)
                .toList();
    }

    double number(int line, String key, String text, Range range) {
        double value;
        try {
            value = Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw at(line, key, text, range.toString());
        }
        if (!range.holds(value)) {
            throw at(line, key, text, range.toString());
        }
        return value;
    }

    long integer(int line, String key, String text, Range range) {
        try {
            long value = Long.parseLong(text.strip());
            if (range.holds((double) value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through: the same message as for a number outside the range
        }
        throw at(line, key, text, "a whole number, " + range);
    }

    BadInput at(int line, String key, String value, String legal) {
        return Wrong.at(file, line, key, value, legal);
    }

    BadInput missing(int line, String key, String legal) {
        return Wrong.at(file, line, key, null, legal);
    }
}
