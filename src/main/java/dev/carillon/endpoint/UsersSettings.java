package dev.carillon.endpoint;

import dev.carillon.setting.Setting;

/** Settings of the {@code users} endpoint. Immutable. */
public record UsersSettings(
        @Setting(value = "true", doc = "Whether the endpoint is served.")
        boolean enabled,

        @Setting(
                value = "/users",
                pattern = "/\\S*",
                expected = "a path that starts with /",
                doc = "Path of the WebSocket.")
        String path,

        @Setting(value = "disconnect", doc = "What happens to a session whose client reads too slowly.")
        SlowClients slowClients,

        @Setting(
                value = "user:",
                pattern = "[^\\p{Cntrl}]{0,64}",
                expected = "at most 64 characters",
                doc = "What a user's Redis channel begins with; may be empty.")
        String channelPrefix,

        @Setting(value = "128", min = 1, max = 1024, doc = "Longest name of a user, in characters.")
        int maxNameLength,

        @Setting(value = "true", doc = "Whether a client that said who it is is told when nothing is missed any more.")
        boolean confirm)
        implements EndpointSettings {
    /** Which names users may have. */
    public UserNames names() {
        return new UserNames(channelPrefix, maxNameLength);
    }
}
