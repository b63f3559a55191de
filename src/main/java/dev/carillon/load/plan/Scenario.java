package dev.carillon.load.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the clients do. */
public enum Scenario {
    /** Each client sends its messages, and gets an answer to each. */
    SESSIONS("/ws"),
    /** What a publisher sends goes to every subscriber. */
    CHAT("/chat"),
    /** A back-end sends to users, each of whom has clients. */
    USERS("/users"),
    /** Ticks that all pages show; at the end they show the same. */
    BOARD("/board"),
    /** Connections that do nothing. */
    IDLE("/ws"),
    /** Connections that come and go. */
    CONNECT("/ws");

    private final String path;

    Scenario(String path) {
        this.path = path;
    }

    /** Where it goes when no address is given. */
    public String defaultUrl() {
        return "ws://localhost" + path;
    }

    /** Whether clients are subscribers to what others publish. */
    public boolean broadcasts() {
        return this == CHAT || this == USERS || this == BOARD;
    }

    public static Optional<Scenario> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst();
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(Scenario::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
