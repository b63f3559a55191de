package dev.carillon.load.run;

import dev.carillon.load.plan.Connecting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Has clients connect in batches, with a time between them and a bound on those under way. Used by the run's thread. */
final class Arrivals {
    private static final int SLOWER = 4;
    private static final long POLL_MS = 20;

    private final Run run;
    private final Lanes lanes;
    private final Connecting connecting;

    Arrivals(Run run, Lanes lanes) {
        this.run = run;
        this.lanes = lanes;
        connecting = run.plan().connecting();
    }

    /** Connects clients {@code first} and on, and waits until all batches are done, or the run stops. */
    void connect(Connections connections, int first, int count) throws InterruptedException {
        int batches = (count + connecting.batchSize() - 1) / connecting.batchSize();
        Semaphore free = new Semaphore(connecting.maxActiveBatches());
        CountDownLatch done = new CountDownLatch(batches);
        long nextMs = run.atMs();
        for (int from = 0; from < count; from += connecting.batchSize()) {
            while (run.atMs() < nextMs || !free.tryAcquire(POLL_MS, TimeUnit.MILLISECONDS)) {
                if (run.awaitStop(Math.max(1, Math.min(POLL_MS, nextMs - run.atMs())))) {
                    return;
                }
            }
            int size = Math.min(connecting.batchSize(), count - from);
            start(connections, first + from, size, new Batch(size, () -> {
                free.release();
                done.countDown();
            }));
            nextMs = run.atMs() + connecting.batchInterval().toMillis() * (run.isSlow() ? SLOWER : 1);
        }
        while (!done.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            if (run.isStopping()) {
                return;
            }
        }
    }

    private void start(Connections connections, int first, int size, Batch batch) {
        for (int lane = 0; lane < lanes.size(); lane++) {
            int offset = lane;
            Lane home = lanes.of(first + offset);
            home.loop().execute(() -> {
                for (int i = offset; i < size; i += lanes.size()) {
                    connections.open(new Place(run, home, connections, first + i, batch, 0, home.nowUs()));
                }
            });
        }
    }
}
