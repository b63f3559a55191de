package dev.carillon;

import dev.carillon.config.Config;
import dev.carillon.http.api.Api;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an instance says when it serves: where to connect, which Redis it uses, who may reach what. Pure. */
final class StartUpLines {
    private static final Logger log = LoggerFactory.getLogger(Instance.class);

    private StartUpLines() {}

    static void log(Instance instance) {
        Config config = instance.config();
        List<Integer> ports = instance.ports();
        log.info("Uses {}", instance.redis().describe());
        log.info("{} at http://localhost:{}/", padded("page"), ports.get(0));
        config.endpoints().forEach((name, endpoint) -> {
            if (endpoint.enabled()) {
                log.info("{} at ws://localhost:{}{}", padded(name), ports.get(0), endpoint.path());
            }
        });
        if (config.api().enabled()) {
            int keys = config.api().keys().size();
            log.info(
                    "{} at http://localhost:{}{}, {}",
                    padded("api"),
                    ports.get(0),
                    Api.ROOT,
                    keys == 0
                            ? "from this machine alone: no api.keys"
                            : "with " + keys + (keys == 1 ? " key" : " keys"));
        }
        log.info(
                "{} at http://{}:{}/ready, /live and /metrics",
                padded("management"),
                config.management().host(),
                instance.managementPort());
        if (instance.maxSessions() < config.server().maxSessions()) {
            log.info(
                    "Holds {} sessions at most, for this process may open no more files (ulimit -n); server.maxSessions is {}",
                    instance.maxSessions(),
                    config.server().maxSessions());
        }
        log.info(
                "Carillon serves {} with {}, {} ms after the start of the JVM",
                ports.size() == 1
                        ? "port " + ports.get(0)
                        : "ports " + ports.get(0) + " to " + ports.get(ports.size() - 1),
                verticles(instance.verticlesPerPort()) + (ports.size() == 1 ? "" : " on each"),
                System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    private static String verticles(int number) {
        return number == 1 ? "one verticle" : number + " verticles";
    }

    private static String padded(String name) {
        return String.format(Locale.ROOT, "%-10s", name);
    }
}
