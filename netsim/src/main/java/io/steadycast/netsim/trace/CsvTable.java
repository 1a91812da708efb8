package io.steadycast.netsim.trace;

import java.util.Arrays;
import java.util.List;

/** Immutable. Rows under a header. The formats at hand quote nothing. */
final class CsvTable {
    private final TraceText text;
    private final List<String> header;
    private final List<TraceText.Line> rows;
    private final String separator;

    CsvTable(TraceText text, String separator) {
        List<TraceText.Line> lines = text.lines();
        this.text = text;
        this.separator = separator;
        this.header = Arrays.asList(lines.getFirst().text().split(separator, -1));
        this.rows = lines.subList(1, lines.size());
        if (rows.isEmpty()) {
            throw text.at(lines.getFirst().number(), "rows", "none after the header", "at least one");
        }
    }

    int count() {
        return rows.size();
    }

    int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw text.missing(1, "column " + name, "a header that names it");
        }
        return index;
    }

    Row row(int index) {
        TraceText.Line line = rows.get(index);
        List<String> cells = List.of(line.text().split(separator, -1));
        if (cells.size() != header.size() && !separator.equals("\\s+")) {
            throw text.at(line.number(), "columns", cells.size() + "", header.size() + ", as in the header");
        }
        return new Row(text, line.number(), cells);
    }

    /** One line of the table. */
    record Row(TraceText text, int line, List<String> cells) {
        String cell(int column, String name) {
            if (column >= cells.size()) {
                throw text.missing(line, name, "a value in column " + (column + 1));
            }
            return cells.get(column).strip();
        }

        double number(int column, String name, Range range) {
            return text.number(line, name, cell(column, name), range);
        }
    }
}
