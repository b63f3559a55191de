package dev.carillon.socketio;

import dev.carillon.endpoint.EndpointSettings;
import dev.carillon.endpoint.SlowClients;
import dev.carillon.setting.Setting;
import java.time.Duration;
import java.util.List;

/** Settings of the {@code socketio} endpoint: the board for the clients of Socket.IO. Immutable. */
public record SocketIoSettings(
        @Setting(value = "true", doc = "Whether the endpoint is served.")
        boolean enabled,

        @Setting(
                value = "/socket.io/",
                pattern = "/\\S*",
                expected = "a path that starts with /",
                doc = "Path of polling and of the WebSocket; with or without a slash at its end.")
        String path,

        @Setting(value = "disconnect", doc = "What happens to a WebSocket session whose client reads too slowly.")
        SlowClients slowClients,

        @Setting(value = "25s", min = 10, max = 3_600_000, doc = "How often a client is pinged.")
        Duration pingInterval,

        @Setting(
                value = "20s",
                min = 10,
                max = 3_600_000,
                doc = "How long a client may take to answer a ping before its session is closed.")
        Duration pingTimeout,

        @Setting(
                value = "45s",
                min = 10,
                max = 3_600_000,
                doc = "How long a client may take to connect to a first namespace before its session is closed.")
        Duration connectTimeout,

        @Setting(
                value = "10s",
                min = 10,
                max = 3_600_000,
                doc = "How long the change from polling to a WebSocket may take before it is given up.")
        Duration upgradeTimeout,

        @Setting(
                value = "1000000",
                min = 1024,
                max = 1_073_741_823,
                doc = "Largest message or polling request a client may send, in bytes, and all attachments of an"
                        + " event together; over it the session is closed.")
        int maxPayloadBytes,

        @Setting(value = "64", min = 0, max = 10_000, doc = "Binary attachments that one event may have.")
        int maxAttachments,

        @Setting(
                value = "1048576",
                min = 1024,
                max = 1_073_741_823,
                doc = "Bytes that may wait for a client until it polls; a session where more wait is closed.")
        int maxPendingBytes,

        @Setting(
                value = "1024",
                min = 1,
                max = 1_000_000,
                doc = "Messages of one polling session that may await their answer; beyond it the client's request is"
                        + " not answered, so that it sends no more.")
        int maxUnanswered,

        @Setting(
                value = "",
                pattern = "\\*|https?://\\S+",
                expected = "an origin such as https://example.org, or *",
                doc = "Origins other than the server's own whose pages may poll; *: any; empty: none.")
        List<String> corsOrigins,

        @Setting(value = "false", doc = "Whether there is a namespace /echo; it is for protocol tests.")
        boolean echo)
        implements EndpointSettings {
    public SocketIoSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }
}
