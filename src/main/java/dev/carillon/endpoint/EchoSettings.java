package dev.carillon.endpoint;

import dev.carillon.setting.Setting;

/** Settings of the {@code echo} endpoint. Immutable. */
public record EchoSettings(
        @Setting(value = "false", doc = "Whether the endpoint is served; it is for protocol tests.")
        boolean enabled,

        @Setting(
                value = "/echo",
                pattern = "/\\S*",
                expected = "a path that starts with /",
                doc = "Path of the WebSocket.")
        String path,

        @Setting(value = "disconnect", doc = "What happens to a session whose client reads too slowly.")
        SlowClients slowClients)
        implements EndpointSettings {}
