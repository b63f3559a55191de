package dev.carillon.ops;

import dev.carillon.loop.EventLoops;
import dev.carillon.retry.Backoff;
import dev.carillon.socket.WebSocketVerticle;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Keeps the WebSocket verticles of an instance running: one that fails is replaced on its port, after a pause that grows, while
 * the others go on. Confined to the event loop of the verticle that created it.
 */
final class Supervisor {
    private static final int PROBES = 8;
    private static final long MIN_START_MS = 2000;

    private final Vertx vertx;
    private final Context context;
    private final SupervisorSettings settings;
    private final OpsVerticle.VerticleFactory factory;
    private final EventLoops loops;
    private final Counter restarts;
    private final Ports ports;
    private final List<Worker> workers = new ArrayList<>();
    private int lastNumber = -1;

    Supervisor(
            Vertx vertx,
            SupervisorSettings settings,
            OpsVerticle.VerticleFactory factory,
            EventLoops loops,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.factory = factory;
        this.loops = loops;
        long startMs = Math.max(MIN_START_MS, settings.blockedAfter().toMillis());
        this.ports = new Ports(vertx, port -> ports(true).contains(port), startMs);
        this.restarts = Counter.builder("carillon.worker.restarts")
                .description("Verticles that failed and were replaced")
                .register(registry);
    }

    /** Starts {@code verticles} verticles that share a port. */
    Future<Void> start(int port, int verticles) {
        List<Future<Void>> started = new ArrayList<>();
        for (int i = 0; i < verticles; i++) {
            Backoff backoff = new Backoff(settings.backoffMin(), settings.backoffMax(), new Random());
            Worker worker =
                    new Worker(vertx, port, settings, backoff, this::create, ports, loops.size(), restarts::increment);
            workers.add(worker);
            started.add(worker.start());
        }
        return Future.all(started).mapEmpty();
    }

    /** Begins to look after the verticles. */
    void watch() {
        long periodMs = Math.max(10, settings.blockedAfter().toMillis() / PROBES);
        vertx.setPeriodic(periodMs, timer -> workers.forEach(this::probe));
    }

    /** Nothing is accepted any more, nobody is replaced, and sessions are closed; completes when the first of these is so. */
    Future<Void> drain(long windowMs) {
        return Future.join(
                        workers.stream().map(worker -> worker.drain(windowMs)).toList())
                .mapEmpty();
    }

    /** Cuts the window of a drain short. */
    void hurry() {
        workers.forEach(Worker::hurry);
    }

    Future<Void> stop() {
        return Future.join(workers.stream().map(Worker::stop).toList()).mapEmpty();
    }

    /** The ports that are served, and those that are not at the moment. */
    List<Integer> ports(boolean served) {
        TreeSet<Integer> running = new TreeSet<>();
        TreeSet<Integer> all = new TreeSet<>();
        for (Worker worker : workers) {
            all.add(worker.port());
            if (worker.isRunning()) {
                running.add(worker.port());
            }
        }
        if (!served) {
            all.removeAll(running);
        }
        return List.copyOf(served ? running : all);
    }

    /** How many verticles run. */
    int running() {
        return (int) workers.stream().filter(Worker::isRunning).count();
    }

    /** The verticle in a place, or null. */
    WebSocketVerticle verticle(int place) {
        return place >= 0 && place < workers.size() && workers.get(place).isRunning()
                ? workers.get(place).verticle()
                : null;
    }

    private void probe(Worker worker) {
        WebSocketVerticle asked = worker.verticle();
        worker.probe(System.nanoTime(), () -> context.runOnContext(done -> worker.answered(asked)));
    }

    private WebSocketVerticle create(Worker worker, int port) {
        WebSocketVerticle[] made = new WebSocketVerticle[1];
        made[0] = factory.create(
                ++lastNumber,
                port,
                failure -> context.runOnContext(done -> worker.failed(made[0], String.valueOf(failure))));
        return made[0];
    }
}
