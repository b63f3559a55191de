package dev.carillon.load.run;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A user is there when something published reaches the client; no protocol says it earlier. The back-end probes those who are not
 * there yet, again and again. Used by the run's thread.
 */
final class Readiness {
    private static final long AGAIN_MS = 250;

    private Readiness() {}

    /** Waits until every client got a probe, at most the time of a connection. Returns how many did not. */
    static int await(Run run, Lanes lanes, BackEndPublisher backEnd) throws InterruptedException {
        long endMs = run.atMs() + run.plan().connecting().timeout().toMillis();
        List<Integer> missing = missing(lanes);
        while (!missing.isEmpty() && run.atMs() < endMs && !run.isStopping()) {
            BitSet users = new BitSet();
            missing.forEach(users::set);
            users.stream().forEach(backEnd::probe);
            run.awaitStop(AGAIN_MS);
            missing = missing(lanes);
        }
        return missing.size();
    }

    private static List<Integer> missing(Lanes lanes) throws InterruptedException {
        List<Integer> all = new ArrayList<>();
        lanes.ask(Readiness::missingIn).forEach(all::addAll);
        return all;
    }

    private static List<Integer> missingIn(Lane lane) {
        List<Integer> users = new ArrayList<>();
        lane.roster.forEach(client -> {
            if (client instanceof Subscriber subscriber && !subscriber.isReady()) {
                users.add(subscriber.user());
            }
        });
        return users;
    }
}
