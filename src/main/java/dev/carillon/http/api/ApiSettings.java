package dev.carillon.http.api;

import dev.carillon.setting.Setting;
import java.util.List;

/** The HTTP API for back-ends. Immutable. */
public record ApiSettings(
        @Setting(value = "true", doc = "Whether the API is served.")
        boolean enabled,

        @Setting(
                value = "",
                pattern = "[A-Za-z0-9._-]{1,64}:[\\x21-\\x7e]+",
                expected = "name:secret or name:sha256:<64 hex digits>, in visible ASCII",
                secret = true,
                doc =
                        "Keys that back-ends show as bearer token, each with a name; none: only this machine is answered.")
        List<String> keys,

        @Setting(
                value = "6000",
                min = 0,
                max = 100_000_000,
                doc = "Requests a minute that a key may make, over all instances; beyond it 429; 0: no limit.")
        int requestsPerMinute) {

    public ApiSettings {
        keys = List.copyOf(keys);
    }
}
