package dev.carillon.config;

import dev.carillon.endpoint.EndpointSettings;
import dev.carillon.http.ClientAddress;
import dev.carillon.http.api.ApiKeys;
import dev.carillon.redis.HistorySettings;
import dev.carillon.redis.RedisUrl;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What must hold between keys. A rule is passed over while one of its keys is itself broken. Confined to one load. */
final class Rules {
    private static final int MAX_PORT = 65535;

    private final Config config;
    private final Map<String, Effective> values = new HashMap<>();
    private final Set<String> broken;
    private final Consumer<Problem> problems;

    Rules(Config config, List<Effective> values, Set<String> broken, Consumer<Problem> problems) {
        this.config = config;
        for (Effective value : values) {
            this.values.put(value.path(), value);
        }
        this.broken = broken;
        this.problems = problems;
    }

    /** Reports what does not hold. */
    void check() {
        serverPorts();
        managementPort();
        redisUrl();
        backoff("redis", config.redis().backoffMin(), config.redis().backoffMax());
        backoff(
                "supervisor",
                config.supervisor().backoffMin(),
                config.supervisor().backoffMax());
        paths();
        trustedProxies();
        apiKeys();
        history();
    }

    private void history() {
        if (hold("history.channels")) {
            for (String fault : HistorySettings.faults(config.history().channels())) {
                report("history.channels", fault);
            }
        }
    }

    private void trustedProxies() {
        if (hold("http.trustedProxies")) {
            for (String proxy : config.http().trustedProxies()) {
                ClientAddress.fault(proxy).ifPresent(fault -> report("http.trustedProxies", fault));
            }
        }
    }

    private void apiKeys() {
        if (hold("api.keys")) {
            for (String fault : ApiKeys.faults(config.api().keys())) {
                report("api.keys", fault);
            }
        }
    }

    private void serverPorts() {
        int last = lastServerPort();
        if (hold("server.port", "server.ports") && last > MAX_PORT) {
            report("server.port", "with " + shown("server.ports") + " the last port would be " + last + ", over 65535");
        }
    }

    private void managementPort() {
        if (!hold("management.port", "server.port", "server.ports")) {
            return;
        }
        int first = config.server().port();
        int port = config.management().portFor(first);
        if (port > MAX_PORT) {
            report("management.port", "with " + shown("server.port") + " it is " + port + ", over 65535; set it");
        } else if (first != 0 && port >= first && port <= lastServerPort()) {
            String ports = first == lastServerPort() ? "port, " + first : "ports, " + first + " to " + lastServerPort();
            report("management.port", "is taken by the server's " + ports + "; choose another");
        }
    }

    private void redisUrl() {
        String url = config.redis().url();
        Optional<String> fault = url.isEmpty() || !hold("redis.url") ? Optional.empty() : RedisUrl.fault(url);
        if (fault.isPresent()) {
            report("redis.url", fault.get());
        }
    }

    private void backoff(String section, Duration min, Duration max) {
        String shortest = section + ".backoffMin";
        String longest = section + ".backoffMax";
        if (hold(shortest, longest) && min.compareTo(max) > 0) {
            report(shortest, "expected no more than " + shown(longest));
        }
    }

    private void paths() {
        Map<String, String> endpointByPath = new HashMap<>();
        for (Map.Entry<String, EndpointSettings> entry : config.endpoints().entrySet()) {
            String name = entry.getKey();
            EndpointSettings endpoint = entry.getValue();
            if (endpoint.enabled() && hold(name + ".path", name + ".enabled")) {
                String other = endpointByPath.putIfAbsent(endpoint.path(), name);
                if (other != null) {
                    report(name + ".path", "is also the path of " + other + "; choose another");
                }
            }
        }
    }

    private int lastServerPort() {
        return config.server().port() + config.server().ports() - 1;
    }

    private boolean hold(String... paths) {
        for (String path : paths) {
            if (broken.contains(path)) {
                return false;
            }
        }
        return true;
    }

    private void report(String path, String complaint) {
        Effective value = values.get(path);
        problems.accept(new Problem(path, value.shown(), value.whence(), complaint));
    }

    private String shown(String path) {
        Effective value = values.get(path);
        return path + " = " + value.shown() + " (" + value.whence() + ")";
    }
}
