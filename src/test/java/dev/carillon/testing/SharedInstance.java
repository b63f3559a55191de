package dev.carillon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One real instance for all tests of a class, for tests that leave nothing behind. The class fails when a session was left, a
 * verticle was replaced or a bug was counted. Register as a static field with {@code @RegisterExtension}.
 */
public final class SharedInstance implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final int SECONDS = 10;

    private final Instances instances = new Instances();
    private final List<WsClient> clients = new ArrayList<>();
    private final String[] settings;
    private Instance instance;

    /** @param settings key and value in turns, as for {@link Instances#start} */
    public SharedInstance(String... settings) {
        this.settings = settings;
    }

    /** The instance, while tests run. */
    public Instance instance() {
        return instance;
    }

    /** Connects, and sends nothing yet; the connection is closed after the test at the latest. */
    public WsClient connect() {
        WsClient client = new WsClient(Instances.port(instance));
        clients.add(client);
        return client;
    }

    /** Connects and shakes hands; the connection is closed after the test at the latest. */
    public WsClient open(String path, String... headers) {
        WsClient client = WsClient.open(Instances.port(instance), path, headers);
        clients.add(client);
        return client;
    }

    /** Closes all connections that were opened through this, as happens after each test. */
    public void closeClients() {
        clients.forEach(WsClient::close);
        clients.clear();
    }

    /** How many sessions are open now. */
    public int sessions() {
        return (int) Instances.metric(instance, "carillon_sessions_open");
    }

    /** Waits until the instance has so many sessions. */
    public void awaitSessions(int sessions) {
        Awaitility.await("sessions open")
                .pollDelay(0, TimeUnit.MILLISECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .atMost(SECONDS, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(sessions()).isEqualTo(sessions));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        instance = instances.start(settings);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        closeClients();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            awaitSessions(0);
            assertThat(Instances.metric(instance, "carillon_worker_restarts_total"))
                    .as("verticles that were replaced")
                    .isZero();
        } finally {
            instances.afterEach(context);
        }
    }
}
