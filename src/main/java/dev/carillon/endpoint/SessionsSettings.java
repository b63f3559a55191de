package dev.carillon.endpoint;

import dev.carillon.setting.Setting;
import java.time.Duration;

/** Settings of the {@code sessions} endpoint. Immutable. */
public record SessionsSettings(
        @Setting(value = "true", doc = "Whether the endpoint is served.")
        boolean enabled,

        @Setting(
                value = "/ws",
                pattern = "/\\S*",
                expected = "a path that starts with /",
                doc = "Path of the WebSocket.")
        String path,

        @Setting(value = "disconnect", doc = "What happens to a session whose client reads too slowly.")
        SlowClients slowClients,

        @Setting(
                value = "0s",
                min = 0,
                max = 86_400_000,
                doc = "How often a server event goes to every session of every instance; 0s: never.")
        Duration serverEventInterval)
        implements EndpointSettings {}
