package dev.carillon.load.run;

/**
 * Where a client stands. Immutable.
 *
 * @param index of all workers' clients
 * @param batch that it connects with
 * @param attempt from 0; negative: it comes back after it was cut
 * @param dueUs when the first attempt was to be made
 * @param resumption what the one before it had, or null when it starts anew
 */
record Place(
        Run run,
        Lane lane,
        Connections connections,
        int index,
        Batch batch,
        int attempt,
        long dueUs,
        Resumption resumption) {
    Place(Run run, Lane lane, Connections connections, int index, Batch batch, int attempt, long dueUs) {
        this(run, lane, connections, index, batch, attempt, dueUs, null);
    }
}
