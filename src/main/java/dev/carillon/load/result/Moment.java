package dev.carillon.load.result;

/**
 * What happened in about a second. Immutable.
 *
 * @param atMs its end, since the start of the run
 * @param intervalMs its length
 * @param running whether messages were due in it
 * @param open connections at its end
 * @param connected handshakes in it
 * @param failures connections that failed or were cut in it
 * @param sent messages in it
 * @param received messages in it
 * @param faults messages lost, duplicated, out of order or late, as far as seen in it
 * @param latency corrected, of messages received in it
 * @param heapBytes the tester's own heap at its end
 * @param machineUsed share of the machine's memory
 * @param cpu share of its time that the busiest event loop was busy
 * @param lagUs how late the latest event loop was
 * @param serverBytes resident memory of the server; 0: not known
 */
public record Moment(
        long atMs,
        long intervalMs,
        boolean running,
        long open,
        long connected,
        long failures,
        long sent,
        long received,
        long faults,
        Spread latency,
        long heapBytes,
        double machineUsed,
        double cpu,
        long lagUs,
        long serverBytes) {

    /** A number of this interval as a rate a second. */
    public double perSecond(long number) {
        return intervalMs == 0 ? 0 : number * 1000.0 / intervalMs;
    }
}
