package dev.carillon.redis;

/**
 * The Redis that an instance uses. Immutable; whoever chose it closes it, once nobody talks to it any more.
 *
 * @param url where it is, with its password
 * @param kind how it was chosen
 * @param embedded the embedded one, or null when it is not Carillon's to stop
 */
public record RedisChoice(String url, Kind kind, EmbeddedRedis embedded) implements AutoCloseable {
    /** How a Redis was chosen. */
    public enum Kind {
        /** The configuration names it. */
        CONFIGURED,
        /** It was there already, on this machine. */
        FOUND,
        /** Carillon started it. */
        EMBEDDED
    }

    public RedisChoice {
        if ((kind == Kind.EMBEDDED) != (embedded != null)) {
            throw new IllegalArgumentException(kind + " with " + embedded);
        }
    }

    /** In words for the start-up lines, password masked. */
    public String describe() {
        String shown = RedisUrl.masked(url);
        return switch (kind) {
            case CONFIGURED -> "Redis at " + shown + ", as configured";
            case FOUND -> "Redis at " + shown + ", found running on this machine";
            case EMBEDDED -> "embedded Redis at " + shown + ", in memory: nothing is kept when this process stops";
        };
    }

    /** Stops the embedded Redis, if that is what it is; blocking, three seconds at most. */
    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    /** As {@link #describe()}, for a password must not get into a log. */
    @Override
    public String toString() {
        return describe();
    }
}
