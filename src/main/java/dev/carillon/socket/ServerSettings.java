package dev.carillon.socket;

import dev.carillon.setting.Setting;
import java.time.Duration;
import java.util.List;

/** What an instance listens on and whom it lets in. Immutable. */
public record ServerSettings(
        @Setting(
                value = "",
                env = "SERVER_NAME",
                pattern = "[^\\p{Cntrl}]{0,64}",
                expected = "at most 64 characters, no control characters",
                doc = "Name of this instance, in front of its chat messages; empty: Server-<port>.")
        String name,

        @Setting(
                value = "0.0.0.0",
                pattern = "\\S+",
                expected = "an address or a host name",
                doc = "Address to listen on.")
        String host,

        @Setting(value = "9001", env = "PORT", min = 0, max = 65535, doc = "First port to listen on; 0: any free one.")
        int port,

        @Setting(value = "1", min = 1, max = 256, doc = "How many ports in a row are listened on, from port on.")
        int ports,

        @Setting(
                value = "0",
                min = 0,
                max = 1024,
                doc = "WebSocket verticles that share each port; 0: one for each processor.")
        int verticlesPerPort,

        @Setting(
                value = "50000",
                min = 1,
                max = 10_000_000,
                doc = "Sessions that the instance holds; beyond it a handshake gets 503 with Retry-After.")
        int maxSessions,

        @Setting(value = "", doc = "Origins that may connect, such as https://example.org; empty: any.")
        List<String> origins,

        @Setting(
                value = "10s",
                min = 100,
                max = 3_600_000,
                doc = "How long a connection may take to send its whole first request, and an idle HTTP"
                        + " connection to send the next.")
        Duration handshakeTimeout,

        @Setting(value = "8192", min = 1024, max = 1_048_576, doc = "Largest HTTP request header, in bytes.")
        int maxHeaderBytes,

        @Setting(
                value = "1024",
                min = 1,
                max = 65535,
                doc = "Connections that the kernel queues until they are accepted.")
        int acceptBacklog,

        @Setting(
                value = "10s",
                min = 0,
                max = 3_600_000,
                doc = "How long a drain takes: sessions are closed one after another, spread evenly over it; 0s: all at"
                        + " once.")
        Duration drainWindow) {

    public ServerSettings {
        origins = List.copyOf(origins);
    }

    /** The name that the verticles on a port show to clients. */
    public String nameOn(int onPort) {
        return name.isEmpty() ? "Server-" + onPort : name;
    }
}
