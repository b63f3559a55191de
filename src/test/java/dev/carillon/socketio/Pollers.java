package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.testing.Instances;
import dev.carillon.testing.SharedInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Polling clients whose sessions are closed after each test. Register as an instance field with {@code @RegisterExtension}. */
final class Pollers implements AfterEachCallback {
    private final IntSupplier port;
    private final List<Poller> opened = new ArrayList<>();

    Pollers(SharedInstance server) {
        this(() -> Instances.port(server.instance()));
    }

    /** @param port to connect to where a test names none */
    Pollers(IntSupplier port) {
        this.port = port;
    }

    Poller open() {
        return open(port.getAsInt());
    }

    Poller open(int onPort) {
        return closeLater(Poller.open(onPort));
    }

    Poller open(String target) {
        return closeLater(Poller.open(port.getAsInt(), target));
    }

    /** Shakes hands and connects to a namespace, {@code ""} for the main one. */
    Poller connect(String namespace) {
        return connect(port.getAsInt(), namespace);
    }

    Poller connect(int onPort, String namespace) {
        Poller poller = open(onPort);
        poller.connect(namespace);
        return poller;
    }

    /** Shakes hands, connects to the echo's namespace, and reads what that begins with. */
    Poller echo() {
        Poller poller = connect("/echo,");
        assertThat(poller.next()).isEqualTo("42/echo,[\"auth\",{}]");
        return poller;
    }

    private Poller closeLater(Poller poller) {
        opened.add(poller);
        return poller;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(poller -> poller.post("1"));
        opened.clear();
    }
}
