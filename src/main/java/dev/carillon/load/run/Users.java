package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;

/** Who the users of a run are. Pure. */
final class Users {
    private Users() {}

    static String name(int runId, int user) {
        return "load-" + Integer.toHexString(runId) + "-" + user;
    }

    /** How many there are, in all workers. */
    static int total(Plan plan) {
        int each = plan.backEnd().sessionsPerUser();
        return (plan.traffic().clients() + each - 1) / each;
    }
}
