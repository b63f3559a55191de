package dev.carillon.load.plan;

import java.util.Map;

/**
 * What a run does. Immutable.
 *
 * @param runId that all workers share
 * @param startAt seconds since 1970 before which nothing is sent; 0: at once
 * @param shown the options that are not at their default, for reports; secrets masked
 */
public record Plan(
        Scenario scenario,
        Target target,
        Connecting connecting,
        Traffic traffic,
        BackEnd backEnd,
        Judgement judgement,
        Resources resources,
        Share share,
        int runId,
        long startAt,
        Map<String, String> shown) {

    /** One line on what was run. */
    public String title() {
        StringBuilder title = new StringBuilder(scenario + ": ");
        title.append(scenario == Scenario.CONNECT ? "connections" : String.format("%,d clients", traffic.clients()));
        if (scenario == Scenario.CHAT || scenario == Scenario.BOARD) {
            title.append(", ")
                    .append(traffic.publishers())
                    .append(traffic.publishers() == 1 ? " publisher" : " publishers");
        }
        if (scenario != Scenario.IDLE) {
            title.append(traffic.isClosedLoop() ? ", closed loop" : String.format(", %,.0f/s", traffic.rate()));
        }
        if (!traffic.duration().isZero()) {
            title.append(", ").append(traffic.duration().toMillis() / 1000.0).append(" s");
        } else {
            title.append(", ").append(traffic.messagesPerClient()).append(" messages each");
        }
        return title.append(", ").append(target.urls().get(0)).toString();
    }

    /** How many connections this process may have open at once. */
    public int maxConnections() {
        int clients = share.of(traffic.clients());
        boolean waves = scenario == Scenario.SESSIONS && traffic.isClosedLoop();
        int open = waves
                ? (int) Math.min(clients, (long) connecting.batchSize() * connecting.maxActiveBatches())
                : clients;
        return open + share.of(traffic.publishers());
    }
}
