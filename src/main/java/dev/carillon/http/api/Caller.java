package dev.carillon.http.api;

/**
 * Who asks. Immutable.
 *
 * @param scope {@code key:<name>}, or {@code local} for this machine when there are no keys
 */
record Caller(String scope) {
    static final Caller LOCAL = new Caller("local");

    static Caller key(String name) {
        return new Caller("key:" + name);
    }

    boolean hasKey() {
        return this != LOCAL;
    }
}
