package dev.carillon.chaos;

import java.util.Random;

/**
 * How much a run of the chaos suite does. Immutable.
 *
 * @param clients that listen
 * @param rate messages a second, each of which goes to every client
 * @param outageSeconds how long what is cut stays so
 * @param seconds of random faults
 * @param seed of random faults
 */
record Scale(int clients, int rate, int outageSeconds, int seconds, long seed) {
    /**
     * From the system properties {@code chaos.clients}, {@code chaos.rate}, {@code chaos.seconds} and {@code chaos.seed};
     * {@code chaos.short} makes the defaults small.
     */
    static Scale asked() {
        boolean small = System.getProperty("chaos.short") != null;
        return new Scale(
                Integer.getInteger("chaos.clients", small ? 200 : 1000),
                Integer.getInteger("chaos.rate", 50),
                small ? 2 : 10,
                Integer.getInteger("chaos.seconds", small ? 8 : 60),
                Long.getLong("chaos.seed", new Random().nextInt(1_000_000)));
    }
}
