package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Deals the schedule of a run out to its lanes: each has a pacer for what is its own. Used by the run's thread. */
final class Pacing {
    private static final int[] ALL = {0};

    private final Run run;
    private final Plan plan;
    private final Lanes lanes;
    private final Runnable laneDone;
    private final long startUs;
    private final double endUs;

    /** @param laneDone told once by each lane when it has sent all */
    Pacing(Run run, Lanes lanes, Runnable laneDone, long startUs, double endUs) {
        this.run = run;
        this.lanes = lanes;
        this.laneDone = laneDone;
        this.startUs = startUs;
        this.endUs = endUs;
        plan = run.plan();
    }

    /** Message k is publisher k's, modulo their number, whatever lane or worker has it. */
    void publishers() throws InterruptedException {
        List<int[]> places = lanes.ask(lane ->
                lane.publishers.stream().mapToInt(publisher -> publisher.index).toArray());
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.of(i);
            pace(
                    lane,
                    new Sources.Published(lane),
                    plan.traffic().rate(),
                    run.streams().total(),
                    places.get(i));
        }
    }

    /** The back-end's connections are of no lane: the first one says when. */
    void users(BackEndPublisher backEnd) {
        int users = run.streams().localCount();
        double rate = plan.traffic().rate() * users / run.streams().total();
        Pacer.Source source = new Sources.Notified(backEnd, run.streams().firstLocal(), users);
        for (Lane lane : lanes.all()) {
            pace(lane, source, rate, 1, lane == lanes.of(0) && users > 0 ? ALL : new int[0]);
        }
    }

    /** Each session as often as any other. */
    void sessions() throws InterruptedException {
        List<Integer> clients = lanes.ask(lane -> lane.roster.size());
        int all = clients.stream().mapToInt(Integer::intValue).sum();
        double share = (double) plan.share().of(plan.traffic().clients())
                / plan.traffic().clients();
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.of(i);
            int own = clients.get(i);
            double rate = plan.traffic().rate() * share * own / Math.max(1, all);
            pace(lane, new Sources.Asked(lane), rate, 1, own == 0 ? new int[0] : ALL);
        }
    }

    void connections(Connections connections) {
        int row = lanes.size() * plan.share().workers();
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.of(i);
            int[] place = {(plan.share().worker() - 1) * lanes.size() + i};
            pace(
                    lane,
                    new Sources.Connected(run, lane, connections, i),
                    plan.traffic().rate(),
                    row,
                    place);
        }
    }

    /** Connections that do nothing, until the end. */
    void nothing() {
        for (Lane lane : lanes.all()) {
            lane.loop().schedule(laneDone, (long) endUs - run.clock().nowUs(), TimeUnit.MICROSECONDS);
        }
    }

    private void pace(Lane lane, Pacer.Source source, double rate, int cycle, int[] places) {
        if (places.length == 0) {
            laneDone.run();
            return;
        }
        Timetable timetable =
                new Timetable(startUs, rate, cycle, places, plan.traffic().poisson());
        lane.loop().execute(new Pacer(lane, run, source, laneDone, timetable, endUs));
    }
}
