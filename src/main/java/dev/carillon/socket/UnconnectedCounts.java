package dev.carillon.socket;

import dev.carillon.endpoint.Ending;
import dev.carillon.endpoint.SessionCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts an endpoint's sessions without a WebSocket as if they had one. Confined to the event loop of its core. */
final class UnconnectedCounts implements SessionCounts {
    private static final Logger log = LoggerFactory.getLogger(UnconnectedCounts.class);

    private final CoreMetrics core;
    private final CoreMetrics.ByEndpoint endpoint;
    private final Runnable turnWanted;

    UnconnectedCounts(CoreMetrics core, CoreMetrics.ByEndpoint endpoint, Runnable turnWanted) {
        this.core = core;
        this.endpoint = endpoint;
        this.turnWanted = turnWanted;
    }

    @Override
    public void opened() {
        endpoint.opened();
    }

    @Override
    public void closed(Ending why) {
        endpoint.closed(CloseCause.valueOf(why.name()));
    }

    @Override
    public void refused(String reason) {
        core.refused(reason);
    }

    @Override
    public void received(int messages, int bytes) {
        endpoint.received(messages, bytes);
        turnWanted.run();
    }

    @Override
    public void sent(int messages, int bytes) {
        endpoint.sent(messages, bytes);
        turnWanted.run();
    }

    @Override
    public void bug(RuntimeException exception) {
        core.bug();
        log.error("Endpoint failed on a session without a WebSocket, which is closed", exception);
    }
}
