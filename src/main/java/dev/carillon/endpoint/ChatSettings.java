package dev.carillon.endpoint;

import dev.carillon.setting.Setting;

/** Settings of the {@code chat} endpoint. Immutable. */
public record ChatSettings(
        @Setting(value = "true", doc = "Whether the endpoint is served.")
        boolean enabled,

        @Setting(
                value = "/chat",
                pattern = "/\\S*",
                expected = "a path that starts with /",
                doc = "Path of the WebSocket.")
        String path,

        @Setting(value = "disconnect", doc = "What happens to a session whose client reads too slowly.")
        SlowClients slowClients,

        @Setting(
                value = "true",
                doc = "Whether a message is published as [<server name>] <text>; otherwise as it came.")
        boolean prefix,

        @Setting(
                value = "false",
                doc =
                        "Whether all clients are told of messages that they missed, with {\"type\":\"gap\",...}; those that"
                                + " ask for ?hello=1 always are.")
        boolean gaps)
        implements EndpointSettings {}
