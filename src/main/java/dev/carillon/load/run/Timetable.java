package dev.carillon.load.run;

import java.util.concurrent.ThreadLocalRandom;

/**
 * When the messages of one lane are due. At a constant rate all lanes, and all workers, share one row of due times, of which each
 * has its places; a Poisson schedule draws each gap at random, with the same mean. Confined to the event loop of its lane.
 */
final class Timetable {
    private final double startUs;
    private final double intervalUs;
    private final int cycle;
    private final int[] places;
    private final boolean poisson;
    private long taken;
    private double nextUs;

    /**
     * @param startUs when the row begins
     * @param rate of the whole row, a second
     * @param cycle after so many messages the row repeats
     * @param places which of them are this lane's, upwards
     */
    Timetable(double startUs, double rate, int cycle, int[] places, boolean poisson) {
        this.startUs = startUs;
        this.cycle = cycle;
        this.places = places.clone();
        this.poisson = poisson;
        intervalUs = 1e6 / rate;
        nextUs = startUs + (poisson ? gap() : places[0] * intervalUs);
    }

    /** When the next message is due. */
    double nextUs() {
        return nextUs;
    }

    /** The next message has been sent. */
    void advance() {
        taken++;
        int turn = (int) (taken % places.length);
        nextUs = poisson ? nextUs + gap() : startUs + (taken / places.length * cycle + places[turn]) * intervalUs;
    }

    private double gap() {
        return -Math.log(1 - ThreadLocalRandom.current().nextDouble()) * intervalUs * cycle / places.length;
    }
}
