package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;
import dev.carillon.load.plan.Scenario;
import dev.carillon.load.plan.Share;
import dev.carillon.load.plan.Traffic;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.wire.Clock;
import dev.carillon.load.wire.Handshake;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A run from its first connection to its result. {@link #stop} may be called from any thread, the rest by one. */
public final class Runner {
    private static final long POLL_MS = 20;
    private static final long OWED_POLL_MS = 100;
    private static final long PATIENCE_POLL_MS = 100;
    private static final long GOODBYE_MS = 3000;
    private static final double FOREVER_US = Double.MAX_VALUE;

    private final Plan plan;
    private final Display display;
    private final Run run;
    private final Share share;
    private final BackEndCounters backEndCounters = new BackEndCounters();
    private final Measured measured = new Measured();
    private Transport transport;
    private Lanes lanes;
    private Steps steps;
    private BackEndPublisher backEnd;

    public Runner(Plan plan, Display display) {
        this.plan = plan;
        this.display = display;
        share = plan.share();
        int boxes = plan.scenario() == Scenario.BOARD ? plan.traffic().publishers() : 0;
        Streams streams = new Streams(
                switch (plan.scenario()) {
                    case CHAT, BOARD -> plan.traffic().publishers();
                    case USERS -> Users.total(plan);
                    default -> 0;
                },
                share);
        run = new Run(plan, new Clock(), streams, new Ticks(boxes));
    }

    /** Ends the run early, in good order: what was sent is still waited for, and there is a result. */
    public void stop() {
        measured.interrupted();
        run.stop();
    }

    /**
     * Runs.
     *
     * @throws dev.carillon.load.LoadException when it cannot
     */
    public Result run() throws InterruptedException {
        Machine.check(plan);
        transport = new Transport(plan.resources().threads());
        try {
            Preflight.check(run, transport, Lanes.lane(run, transport));
            lanes = new Lanes(run, transport);
            steps = new Steps(run, display::line);
            if (plan.scenario() == Scenario.USERS) {
                backEnd = backEnd();
            }
            return sampled();
        } finally {
            run.stop();
            if (backEnd != null) {
                backEnd.close();
            }
            transport.close();
        }
    }

    private Result sampled() throws InterruptedException {
        Sampler sampler = new Sampler(run, lanes.all(), backEndCounters);
        Sampling sampling = new Sampling(run, sampler, new MemoryWatch(run, steps::note), display);
        sampling.start();
        try {
            if (plan.scenario() == Scenario.SESSIONS && plan.traffic().isClosedLoop()) {
                closedLoop();
            } else {
                openLoop();
            }
            if (plan.scenario() == Scenario.BOARD && !run.isStopping()) {
                measured.state(Convergence.check(run, lanes));
            }
            lanes.each(Lane::settle);
        } finally {
            sampling.stop();
            steps.stop();
        }
        sampler.sample();
        goodbye();
        return Results.of(run, sampler, lanes, steps.marks(), backEndCounters, measured);
    }

    /** Each client sends when it has its answer; a batch is done when all of its clients are. */
    private void closedLoop() throws InterruptedException {
        Traffic traffic = plan.traffic();
        run.firstDueUs(run.clock().nowUs());
        steps.start(0);
        lanes.each(lane -> lane.loop()
                .scheduleAtFixedRate(() -> patience(lane), PATIENCE_POLL_MS, PATIENCE_POLL_MS, TimeUnit.MILLISECONDS));
        Thread end = new Thread(() -> stopAfter(traffic.duration().toMillis()), "end");
        end.setDaemon(true);
        if (!traffic.duration().isZero()) {
            end.start();
        }
        connectClients();
        run.lastDueUs(run.clock().nowUs());
        drain();
    }

    private void stopAfter(long ms) {
        try {
            run.awaitStop(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        run.stop();
    }

    private static void patience(Lane lane) {
        long now = lane.nowUs();
        lane.roster.forEach(client -> ((SessionClient) client).checkPatience(now));
    }

    private void openLoop() throws InterruptedException {
        measured.before(plan, this::collect);
        if (plan.traffic().publishers() > 0 && plan.scenario() != Scenario.USERS) {
            Connections connections = new Connections(transport, plan, Publisher::new);
            new Arrivals(run, lanes)
                    .connect(
                            connections,
                            run.streams().firstLocal(),
                            run.streams().localCount());
        }
        if (plan.scenario() != Scenario.CONNECT) {
            connectClients();
        }
        if (backEnd != null) {
            measured.unready(Readiness.await(run, lanes, backEnd), backEndCounters.lastProbeFailure());
        }
        measured.after(plan, this::collect);
        if (run.isStopping()) {
            return;
        }
        long startUs =
                Math.max(run.clock().nowUs() + plan.traffic().settle().toNanos() / 1000, plan.startAt() * 1_000_000);
        publish(startUs);
        drain();
    }

    /** Own garbage is no client's memory. */
    private void collect() {
        if (plan.scenario() == Scenario.IDLE) {
            System.gc();
        }
    }

    private void publish(long startUs) throws InterruptedException {
        double endUs = plan.traffic().duration().isZero()
                ? FOREVER_US
                : startUs + plan.traffic().duration().toNanos() / 1000.0;
        run.lastDueUs((long) Math.min(endUs, Long.MAX_VALUE / 2.0));
        run.firstDueUs(startUs);
        steps.start((startUs - run.clock().nowUs()) / 1000);
        CountDownLatch done = new CountDownLatch(lanes.size());
        Pacing pacing = new Pacing(run, lanes, done::countDown, startUs, endUs);
        switch (plan.scenario()) {
            case CHAT, BOARD -> pacing.publishers();
            case USERS -> pacing.users(backEnd);
            case SESSIONS -> pacing.sessions();
            case CONNECT -> pacing.connections(new Connections(transport, plan, StormClient::new));
            case IDLE -> pacing.nothing();
        }
        while (!done.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            if (run.isStopping()) {
                break;
            }
        }
        run.lastDueUs(Math.min(run.clock().nowUs(), run.lastDueUs()));
    }

    /** Waits for what is on its way, as long as it would not be late, also when the run is stopped. */
    private void drain() throws InterruptedException {
        long endUs = run.clock().nowUs() + plan.traffic().deadline().toNanos() / 1000;
        while (run.clock().nowUs() < endUs && isUnderWay()) {
            TimeUnit.MILLISECONDS.sleep(OWED_POLL_MS);
        }
    }

    private boolean isUnderWay() throws InterruptedException {
        if (plan.scenario() == Scenario.CONNECT) {
            return lanes.ask(lane -> lane.counters.open > 0 || lane.counters.unfinished() > 0)
                    .contains(true);
        }
        return lanes.isOwed();
    }

    private void connectClients() throws InterruptedException {
        int first = share.before(plan.traffic().clients());
        int count = share.of(plan.traffic().clients());
        if (plan.scenario() == Scenario.USERS) {
            int each = plan.backEnd().sessionsPerUser();
            first = run.streams().firstLocal() * each;
            count = Math.min(plan.traffic().clients() - first, run.streams().localCount() * each);
        }
        new Arrivals(run, lanes).connect(new Connections(transport, plan, this::client), first, count);
    }

    private Client client(Place place, Handshake handshake) {
        return switch (plan.scenario()) {
            case SESSIONS -> new SessionClient(place, handshake);
            case CHAT, USERS -> new Subscriber(place, handshake);
            case BOARD -> new BoardPage(place, handshake);
            default -> new IdleClient(place, handshake);
        };
    }

    private BackEndPublisher backEnd() throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        List<BackEndPublisher.Connection> connections = new ArrayList<>();
        for (int i = 0; i < plan.traffic().publishers(); i++) {
            connections.add(
                    plan.backEnd().http()
                            ? new HttpBackEnd(vertx, plan.backEnd())
                            : RedisBackEnd.connect(vertx, plan.backEnd()));
        }
        return new BackEndPublisher(run, vertx, connections, backEndCounters);
    }

    private void goodbye() throws InterruptedException {
        run.stop();
        lanes.each(lane -> lane.roster.forEach(Client::close));
        long endMs = run.atMs() + GOODBYE_MS;
        while (run.atMs() < endMs && lanes.ask(lane -> lane.counters.open > 0).contains(true)) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /**
     * How far a run is, for its display.
     *
     * @param sent messages since the start
     */
    static double part(Run run, Moment moment, long sent) {
        long now = run.clock().nowUs();
        Traffic traffic = run.plan().traffic();
        int clients = run.plan().share().of(traffic.clients());
        if (traffic.duration().isZero()) {
            return (double) sent / ((double) clients * traffic.messagesPerClient());
        }
        if (now < run.firstDueUs()) {
            return (double) moment.open() / clients;
        }
        return (double) (now - run.firstDueUs()) / Math.max(1, run.lastDueUs() - run.firstDueUs());
    }
}
