package dev.carillon.load.run;

import dev.carillon.load.result.Latencies;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Spread;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Once a second asks each lane what it did, which each answers on its own event loop. Confined to its thread. */
final class Sampler {
    private final Run run;
    private final List<Lane> lanes;
    private final BackEndCounters backEnd;
    private final List<Moment> moments = new ArrayList<>();
    private final Histogram corrected = Latencies.histogram();
    private final Histogram uncorrected = Latencies.histogram();
    private final Histogram lag = Latencies.histogram();
    private final Histogram sendLag = Latencies.histogram();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long[] threadIds;
    private final long[] cpuNs;
    private Map<String, Long> before = Map.of();
    private long faultsBefore;
    private long beforeMs;

    Sampler(Run run, List<Lane> lanes, BackEndCounters backEnd) throws InterruptedException {
        this.run = run;
        this.lanes = lanes;
        this.backEnd = backEnd;
        threadIds = new long[lanes.size()];
        cpuNs = new long[lanes.size()];
        for (int i = 0; i < threadIds.length; i++) {
            threadIds[i] =
                    get(lanes.get(i).loop().submit(() -> Thread.currentThread().getId()));
            cpuNs[i] = cpu(threadIds[i]);
        }
    }

    /** Takes a sample. */
    Moment sample() throws InterruptedException {
        boolean running = isRunning();
        List<Future<LaneSample>> asked = new ArrayList<>();
        for (Lane lane : lanes) {
            asked.add(lane.loop().submit(lane::sample));
        }
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("sent", backEnd.totalSent());
        long faults = 0;
        long lagUs = 0;
        Histogram interval = Latencies.histogram();
        for (Future<LaneSample> future : asked) {
            LaneSample sample = get(future);
            sample.counters().forEach((name, number) -> counters.merge(name, number, Long::sum));
            for (long fault : sample.faults()) {
                faults += fault;
            }
            interval.add(sample.corrected());
            uncorrected.add(sample.uncorrected());
            lagUs = Math.max(lagUs, sample.lag().getMaxValue());
            if (running
                    || run.firstDueUs() == Long.MAX_VALUE
                            && run.plan().traffic().isClosedLoop()) {
                lag.add(sample.lag());
            }
            sendLag.add(sample.sendLag());
        }
        corrected.add(interval);
        Moment moment = moment(counters, faults, interval, lagUs, running);
        moments.add(moment);
        before = counters;
        faultsBefore = faults;
        beforeMs = moment.atMs();
        return moment;
    }

    List<Moment> moments() {
        return moments;
    }

    Histogram corrected() {
        return corrected;
    }

    Histogram uncorrected() {
        return uncorrected;
    }

    Histogram lag() {
        return lag;
    }

    Histogram sendLag() {
        return sendLag;
    }

    private Moment moment(Map<String, Long> counters, long faults, Histogram interval, long lagUs, boolean running) {
        long atMs = run.atMs();
        Runtime runtime = Runtime.getRuntime();
        return new Moment(
                atMs,
                atMs - beforeMs,
                running,
                counters.get("open"),
                since(counters, "connected"),
                since(counters, "attemptsFailed") + since(counters, "cut"),
                since(counters, "sent"),
                since(counters, "received"),
                faults - faultsBefore,
                Spread.of(interval),
                runtime.totalMemory() - runtime.freeMemory(),
                Machine.memoryUsed(),
                busiest(atMs - beforeMs),
                lagUs,
                Machine.residentBytes(run.plan().resources().serverPid()));
    }

    private boolean isRunning() {
        long now = run.clock().nowUs();
        return now > run.firstDueUs() && now < run.lastDueUs() + 1_000_000;
    }

    private long since(Map<String, Long> counters, String name) {
        return counters.get(name) - before.getOrDefault(name, 0L);
    }

    private double busiest(long intervalMs) {
        double busiest = 0;
        for (int i = 0; i < threadIds.length; i++) {
            long now = cpu(threadIds[i]);
            busiest = Math.max(busiest, (now - cpuNs[i]) / (Math.max(1, intervalMs) * 1e6));
            cpuNs[i] = now;
        }
        return busiest;
    }

    private long cpu(long thread) {
        return threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(thread) : 0;
    }

    static <T> T get(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
