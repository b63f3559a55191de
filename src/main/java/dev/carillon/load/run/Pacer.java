package dev.carillon.load.run;

import java.util.concurrent.TimeUnit;

/** Has messages sent when they are due, whatever became of those before. Confined to the event loop of its lane. */
final class Pacer implements Runnable {
    /** So many at once; then others get their turn. */
    private static final int BURST = 256;

    private static final double ROUNDING_US = 0.5;
    private static final long MAX_SLEEP_US = 50_000;

    /** What sends. */
    interface Source {
        /** Sends what is due at a time; false when there is nothing to send any more. */
        boolean publish(long dueUs);

        /** A row of messages is over. */
        void flush();
    }

    private final Lane lane;
    private final Run run;
    private final Source source;
    private final Runnable whenDone;
    private final Timetable timetable;
    private final double endUs;

    /** @param endUs nothing is due from then on */
    Pacer(Lane lane, Run run, Source source, Runnable whenDone, Timetable timetable, double endUs) {
        this.lane = lane;
        this.run = run;
        this.source = source;
        this.whenDone = whenDone;
        this.timetable = timetable;
        this.endUs = endUs - ROUNDING_US;
    }

    @Override
    public void run() {
        long now = lane.nowUs();
        int sent = 0;
        while (timetable.nextUs() <= now && sent < BURST) {
            long dueUs = (long) timetable.nextUs();
            if (timetable.nextUs() >= endUs || run.isStopping() || !source.publish(dueUs)) {
                source.flush();
                whenDone.run();
                return;
            }
            lane.sendLag(lane.nowUs() - dueUs);
            timetable.advance();
            sent++;
        }
        if (sent > 0) {
            source.flush();
        }
        if (timetable.nextUs() <= now) {
            lane.loop().execute(this);
        } else {
            long us = (long) Math.min(timetable.nextUs() - now, MAX_SLEEP_US);
            lane.loop().schedule(this, us, TimeUnit.MICROSECONDS);
        }
    }
}
