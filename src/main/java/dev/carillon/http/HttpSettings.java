package dev.carillon.http;

import dev.carillon.setting.Setting;
import java.time.Duration;
import java.util.List;

/** Plain HTTP on the ports of the cores. Immutable. */
public record HttpSettings(
        @Setting(
                value = "100",
                min = 0,
                max = 1_000_000,
                doc = "Requests a minute that a client address may make without a key, over all instances;"
                        + " beyond it 429; 0: no limit.")
        int requestsPerMinute,

        @Setting(
                value = "",
                doc = "Addresses or networks, such as 10.0.0.0/8, of proxies whose X-Forwarded-For is believed.")
        List<String> trustedProxies,

        @Setting(
                value = "1048576",
                min = 1024,
                max = 134_217_728,
                doc = "Largest body of a request, in bytes; beyond it 413.")
        int maxBodyBytes,

        @Setting(
                value = "10s",
                min = 100,
                max = 3_600_000,
                doc = "How long the body of a request may take; beyond it 408.")
        Duration bodyTimeout) {

    public HttpSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }
}
