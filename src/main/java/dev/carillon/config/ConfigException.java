package dev.carillon.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration does not hold; the message lists every problem, one a line. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining(
                        "",
                        problems.size() == 1
                                ? "the configuration has a problem"
                                : "the configuration has " + problems.size() + " problems",
                        "")));
        this.problems = List.copyOf(problems);
    }

    /** All of them: those of the file in its order, those of the environment by name, those between keys. */
    public List<Problem> problems() {
        return problems;
    }
}
