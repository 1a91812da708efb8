package io.steadycast.netsim;

import java.util.List;

/** What a user gave cannot be used: wrong options, files or values. Carries one complete line for each problem (place, value, legal range) and no stack trace. */
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public BadInput(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public BadInput(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
