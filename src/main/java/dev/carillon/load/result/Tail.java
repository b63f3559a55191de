package dev.carillon.load.result;

/**
 * Where clients stand at the end in a stream that another worker publishes. Immutable.
 *
 * @param clients that listened to the end
 * @param next sum of the first numbers that did not come
 */
public record Tail(long clients, long next) {
    public Tail plus(Tail other) {
        return new Tail(clients + other.clients, next + other.next);
    }
}
