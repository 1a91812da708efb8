package io.steadycast.netsim.report;

import java.util.ArrayList;
import java.util.List;

/** Confined to its maker. Aligned columns for a terminal: the first to the left, the others to the right. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final int leftColumns;

    /** @param leftColumns so many are aligned to the left */
    TextTable(int leftColumns) {
        this.leftColumns = leftColumns;
    }

    TextTable row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    TextTable row(String... cells) {
        return row(List.of(cells));
    }

    List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = width(row.get(i));
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            String space = " ".repeat(widths.get(i) - width(cell));
            line.append("  ").append(i < leftColumns ? cell + space : space + cell);
        }
        return line.toString().stripTrailing();
    }

    /** Escape sequences take no room. */
    private static int width(String cell) {
        return cell.replaceAll("\u001B\\[[0-9;]*m", "").length();
    }
}
