package dev.carillon.testing;

import dev.carillon.Instance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Clients that are disconnected after each test. Register as an instance field with {@code @RegisterExtension}, with a higher
 * {@code @Order} than {@link Instances}, so that instances have nobody left to say goodbye to when they stop.
 */
public final class Clients implements AfterEachCallback {
    private final List<WsClient> opened = new ArrayList<>();

    /** Connects to an instance's first port and shakes hands. */
    public WsClient open(Instance instance, String path) {
        return open(Instances.port(instance), path);
    }

    /** Connects to a port and shakes hands. */
    public WsClient open(int port, String path) {
        return closeLater(WsClient.open(port, path));
    }

    /** Connects so many clients to an instance's first port. */
    public List<WsClient> open(int number, Instance instance, String path) {
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(open(instance, path));
        }
        return clients;
    }

    /** Connects a client whose receive buffer is as small as the system allows, and shakes hands. */
    public WsClient openWithSmallBuffer(Instance instance, String path) {
        WsClient client = closeLater(new WsClient(Instances.port(instance), 1));
        client.send(WsClient.handshake(path));
        client.readHead();
        return client;
    }

    private WsClient closeLater(WsClient client) {
        opened.add(client);
        return client;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(WsClient::close);
        opened.clear();
    }
}
