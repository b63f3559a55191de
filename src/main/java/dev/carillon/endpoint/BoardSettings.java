package dev.carillon.endpoint;

import dev.carillon.setting.Setting;

/** Settings of the {@code board} endpoint. Immutable. */
public record BoardSettings(
        @Setting(value = "true", doc = "Whether the endpoint is served.")
        boolean enabled,

        @Setting(
                value = "/board",
                pattern = "/\\S*",
                expected = "a path that starts with /",
                doc = "Path of the WebSocket.")
        String path,

        @Setting(value = "disconnect", doc = "What happens to a session whose client reads too slowly.")
        SlowClients slowClients)
        implements EndpointSettings {}
